package espalier.app.graphview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import espalier.coupling.Coupling;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;
import espalier.zoo.RandomNet;

/** What must hold of any layout of any network. */
class LayoutTest {
	private static final int NETWORKS = 25;

	/** Both ways to place a row. */
	enum Kind {
		QUICK(RankPlacer::new), REFINED(() -> new ElkPlacer(false, () -> false));

		private final Supplier<Placer> placer;

		Kind(Supplier<Placer> placer) {
			this.placer = placer;
		}
	}

	private static SceneModel scene(Graph graph) {
		Trace trace = Tracer.trace(graph);
		return SceneModel.of(graph, trace, Coupling.of(graph, trace));
	}

	private static List<Graph> networks() {
		List<Graph> graphs = new ArrayList<>();
		Nets.all().values().forEach(net -> graphs.add(net.get()));
		for (int seed = 0; seed < NETWORKS; seed++)
			graphs.add(RandomNet.of(seed));
		return graphs;
	}

	@ParameterizedTest
	@EnumSource
	void boxesLieApartInTheirRoomsAndRibbonsEndAtThem(Kind kind) {
		for (Graph graph : networks()) {
			SceneModel scene = scene(graph);
			for (boolean topDown : new boolean[]{false, true}) {
				Layout layout = Arranger.arrange(scene, room -> true, kind.placer.get(), topDown,
						new Wrapping(1.6, 1));
				boxes(graph.name() + (topDown ? " top down" : ""), layout, scene.root());
				ribbons(graph.name(), layout);
			}
		}
	}

	private static void boxes(String name, Layout layout, Room room) {
		double[] outer = layout.box(room);
		assertThat(outer).as(name).isNotNull();
		for (int i = 0; i < room.children.size(); i++) {
			Item child = room.children.get(i);
			double[] a = layout.box(child);
			assertThat(a).as(name + ": " + child.name()).isNotNull();
			assertThat(a[2]).isPositive();
			assertThat(a[3]).isPositive();
			assertThat(a[0] >= outer[0] - 0.01 && a[1] >= outer[1] - 0.01 && a[0] + a[2] <= outer[0] + outer[2] + 0.01
					&& a[1] + a[3] <= outer[1] + outer[3] + 0.01).as(name + ": " + child.name() + " lies in its room")
					.isTrue();
			for (Item other : room.children.subList(0, i)) {
				double[] b = layout.box(other);
				boolean apart = a[0] + a[2] <= b[0] + 0.01 || b[0] + b[2] <= a[0] + 0.01 || a[1] + a[3] <= b[1] + 0.01
						|| b[1] + b[3] <= a[1] + 0.01;
				assertThat(apart).as(name + ": " + child.name() + " over " + other.name()).isTrue();
			}
			if (child instanceof Room inner)
				boxes(name, layout, inner);
		}
	}

	/** A ribbon between two boxes of one room begins at the side of the first and ends at the side of the second. */
	private static void ribbons(String name, Layout layout) {
		for (Link link : layout.scene().links()) {
			double[] path = layout.paths()[link.id()];
			assertThat(path).as(name).isNotNull();
			assertThat(path.length % 6).as("x y and triples of points").isEqualTo(2);
			if (link.from() != null)
				touches(name + " from " + link.from().name(), layout.box(link.from()), path[0], path[1]);
			if (link.to() != null)
				touches(name + " to " + link.to().name(), layout.box(link.to()), path[path.length - 2],
						path[path.length - 1]);
		}
	}

	private static void touches(String what, double[] box, double x, double y) {
		double outside = Math.max(Math.max(box[0] - x, x - box[0] - box[2]), Math.max(box[1] - y, y - box[1] - box[3]));
		assertThat(outside).as(what).isLessThan(1);
	}

	@org.junit.jupiter.api.Test
	void closedRoomTakesLessPlaceAndHidesWhatItHolds() {
		SceneModel scene = scene(Nets.resNet("net", 1, 2, 8, 16));
		Layout open = Arranger.arrange(scene, room -> true, new RankPlacer(), false, new Wrapping(1.6, 1));
		Layout closed = Arranger.arrange(scene, room -> false, new RankPlacer(), false, new Wrapping(1.6, 1));
		assertThat(closed.width() * closed.height()).isLessThan(open.width() * open.height());
		for (Card card : scene.cards())
			if (card.parent != scene.root()) {
				assertThat(closed.box(card)).isNull();
				assertThat(closed.box(closed.shown(card))).isNotNull();
			}
	}

	@org.junit.jupiter.api.Test
	void zoomKeepsThePointUnderThePointer() {
		Viewport view = new Viewport(0.7, 12, -40);
		double x = view.sceneX(320);
		double y = view.sceneY(77);
		Viewport nearer = view.zoomTo(2.3, 320, 77);
		assertThat(nearer.sceneX(320)).isEqualTo(x, Offset.offset(1e-9));
		assertThat(nearer.sceneY(77)).isEqualTo(y, Offset.offset(1e-9));
		Viewport end = view.towards(nearer, 1, 800, 600);
		assertThat(end.x()).isEqualTo(nearer.x(), Offset.offset(1e-6));
		assertThat(end.zoom()).isEqualTo(nearer.zoom(), Offset.offset(1e-9));
	}
}
