package espalier.app.graphview;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Lays a scene out from the innermost open rooms to the root, each room as flat problems for a {@link Placer}: one for every row
 * it needs. Cost: the placer's, over rooms; nothing is global, so that 10,000 operators are many small problems.
 */
final class Arranger {
	static final double PAD = 18;
	static final double HEADER = 30;
	private static final double LAYER_WIDTH = 156;
	private static final double OPERATOR_WIDTH = 118;
	private static final double CARD_HEIGHT = 52;
	private static final double JOIN = 30;
	private static final double FOLDED_WIDTH = 64;
	private static final double CLOSED_WIDTH = 188;
	private static final double CLOSED_HEIGHT = 76;

	private final SceneModel scene;
	private final Placer placer;
	private final boolean topDown;
	private final Wrapping wrapping;
	private final double rowLength;
	private final boolean[] open;
	private final double[] @Nullable [] box;
	private final double[] @Nullable [] paths;
	private final double[] @Nullable [] bounds;
	/** By item id: how wide the ribbons are together that enter or leave it. */
	private final double[] incoming;
	private final double[] outgoing;
	private final Map<Room, RoomPlan> plans = new HashMap<>();

	private Arranger(SceneModel scene, Predicate<Room> open, Placer placer, boolean topDown,
			Wrapping wrapping) {
		this.scene = scene;
		this.placer = placer;
		this.topDown = topDown;
		this.open = new boolean[scene.items().size()];
		box = new double[scene.items().size()][];
		paths = new double[scene.links().size()][];
		bounds = new double[scene.links().size()][];
		incoming = new double[scene.items().size()];
		outgoing = new double[scene.items().size()];
		for (Item item : scene.items())
			if (item instanceof Room room) {
				room.ins.forEach(flow -> incoming[room.id] += flow.thick + 2);
				room.outs.forEach(flow -> outgoing[room.id] += flow.thick + 2);
			}
		for (Flow flow : scene.flows()) {
			outgoing[flow.from.id] = Math.max(outgoing[flow.from.id], flow.thick);
			flow.to.forEach(card -> incoming[card.id] += flow.thick);
		}
		double area = 0;
		for (Item item : scene.items()) {
			boolean visible = item.parent == null || this.open[item.parent.id];
			this.open[item.id] = visible && item instanceof Room room && (item.parent == null || open.test(room));
			if (visible && !this.open[item.id])
				area += (length(item) + Frame.LAYER_GAP) * (breadth(item) + 2 * Frame.BOX_GAP);
			else if (visible)
				area += 12_000;
		}
		this.wrapping = wrapping;
		double along = topDown ? 1 / wrapping.aspect : wrapping.aspect;
		rowLength = Math.max(topDown ? 500 : 900, Math.sqrt(1.9 * area * along)) * wrapping.stretch;
	}

	/**
	 * @param open
	 *            rooms to lay out inside; the root always is
	 */
	static Layout arrange(SceneModel scene, Predicate<Room> open, Placer placer, boolean topDown,
			Wrapping wrapping) {
		Arranger arranger = new Arranger(scene, open, placer, topDown, wrapping);
		RoomPlan root = arranger.plan(scene.root());
		arranger.plans.put(scene.root(), root);
		arranger.put(scene.root(), 0, 0, root.length, root.breadth);
		return new Layout(scene, topDown, arranger.open, arranger.box, arranger.paths, arranger.bounds);
	}

	private RoomPlan plan(Room room) {
		for (Item child : room.children)
			if (child instanceof Room inner && open[inner.id])
				plans.put(inner, plan(inner));
		boolean root = room == scene.root();
		return new RoomPlan(room, this, placer, root || !topDown ? PAD : HEADER,
				root || topDown ? PAD : HEADER);
	}

	Rows rows(Room room, double[] lengths) {
		return wrapping.of(room, lengths, rowLength);
	}

	/** Size along the flow. */
	double length(Item item) {
		RoomPlan plan = item instanceof Room room ? plans.get(room) : null;
		return plan != null ? plan.length : topDown ? height(item) : width(item);
	}

	/** Size across the flow. */
	double breadth(Item item) {
		RoomPlan plan = item instanceof Room room ? plans.get(room) : null;
		if (plan != null)
			return plan.breadth;
		double ribbons = 8 + Math.max(incoming[item.id], outgoing[item.id]);
		return Math.max(ribbons, topDown ? width(item) : height(item));
	}

	/** Where a flow enters or leaves an item, from its corner across the flow. */
	double port(Item item, Flow flow, boolean in) {
		if (!(item instanceof Room room))
			return breadth(item) / 2;
		RoomPlan plan = plans.get(room);
		if (plan != null)
			return (in ? plan.inV : plan.outV).getOrDefault(flow, plan.breadth / 2);
		List<Flow> flows = in ? room.ins : room.outs;
		double total = 0;
		for (Flow f : flows)
			total += f.thick + 2;
		double v = (breadth(item) - total) / 2;
		for (Flow f : flows) {
			if (f == flow)
				return v + f.thick / 2;
			v += f.thick + 2;
		}
		return breadth(item) / 2;
	}

	private static double width(Item item) {
		return switch (item) {
			case Room _ -> CLOSED_WIDTH;
			case Card card -> switch (card.kind) {
				case LAYER -> LAYER_WIDTH;
				case JOIN -> JOIN;
				case REMOVED ->
					Math.clamp(16 + 11.0 * Math.max(card.title.length(), card.caption.length()), FOLDED_WIDTH, 240);
				default -> Math.clamp(40 + 7.6 * card.title.length(), OPERATOR_WIDTH, 220);
			};
		};
	}

	private static double height(Item item) {
		return switch (item) {
			case Room _ -> CLOSED_HEIGHT;
			case Card card -> switch (card.kind) {
				case JOIN -> JOIN;
				default -> CARD_HEIGHT;
			};
		};
	}

	private void put(Item item, double u, double v, double length, double breadth) {
		box[item.id] = topDown ? new double[]{v, u, breadth, length} : new double[]{u, v, length, breadth};
		RoomPlan plan = item instanceof Room r ? plans.get(r) : null;
		if (plan == null)
			return;
		Room room = plan.room;
		for (int i = 0; i < room.children.size(); i++) {
			Item child = room.children.get(i);
			put(child, u + plan.childU[i], v + plan.childV[i], length(child), breadth(child));
		}
		plan.tracks.forEach((link, track) -> {
			double[] path = new double[track.length];
			for (int i = 0; i < path.length; i += 2) {
				path[topDown ? i + 1 : i] = u + track[i];
				path[topDown ? i : i + 1] = v + track[i + 1];
			}
			paths[link.id()] = path;
			bounds[link.id()] = bounds(path, link.flow().thick);
		});
	}

	private static double[] bounds(double[] path, double thick) {
		double[] b = {path[0], path[1], path[0], path[1]};
		for (int i = 2; i < path.length; i += 2) {
			b[0] = Math.min(b[0], path[i]);
			b[1] = Math.min(b[1], path[i + 1]);
			b[2] = Math.max(b[2], path[i]);
			b[3] = Math.max(b[3], path[i + 1]);
		}
		double half = thick / 2 + 1;
		return new double[]{b[0] - half, b[1] - half, b[2] + half, b[3] + half};
	}
}
