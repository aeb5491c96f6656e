package espalier.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import org.junit.jupiter.api.Test;

import espalier.coupling.Adapter;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** Plans that were edited by hand, or made to do harm, are refused with what is wrong. */
class EditedPlansTest {
	private static Graph graph() {
		NetBuilder b = new NetBuilder("chain", 3);
		String x = b.relu(b.as("first").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3)));
		b.output(b.as("second").conv(x, ConvSpec.of(4, 1)), "out");
		return b.build();
	}

	private static void cuts(Graph graph, List<Anchor> anchors) {
		Plan plan = new Plan("ab", "edited", Choices.NONE, List.of(new Removal("first", List.of(0), anchors)));
		PlanJson.parse(PlanJson.toJson(plan), "plan").cuts(Coupling.of(graph, Tracer.trace(graph)));
	}

	@Test
	void anAxisThatIsNotThereIsRefused() {
		for (int axis : new int[]{4, 1_000_000, Integer.MAX_VALUE - 1})
			assertThatThrownBy(
					() -> cuts(graph(), List.of(new Anchor("/first/Conv", 1, axis, "out", 8, List.of(0)))))
					.isInstanceOf(BadInputException.class)
					.hasMessageContaining("axis " + axis + " at slot 1 of `/first/Conv`");
	}

	/** As sets of bits these would take a quarter of a gibibyte each. */
	@Test
	void widthsThatAreNotThereTakeNoMemory() {
		int width = Integer.MAX_VALUE - 1;
		List<Anchor> anchors = new ArrayList<>();
		for (int axis = 0; axis < 100; axis++)
			anchors.add(new Anchor("/first/Conv", 1, axis, "out", width, List.of(width - 1)));
		assertThatThrownBy(() -> cuts(graph(), anchors)).isInstanceOf(BadInputException.class)
				.hasMessageContaining("expects width " + width).hasMessageContaining("but it is 8");
	}

	@Test
	void aProjectionThatNoMemoryHoldsIsRefused() {
		NetBuilder b = new NetBuilder("wide", 3);
		String x = b.relu(b.input("input", 1, 60_000));
		b.output(b.as("last").relu(x), "out");
		Graph graph = b.build();
		Trace trace = Tracer.trace(graph);
		String last = graph.nodes().getLast().name();
		Adapter wide = new Adapter(Adapter.Kind.PROJECTION, 1, List.of(new Adapter.Place(last, 0)));
		assertThatThrownBy(() -> Adapters.inserted(graph, trace, List.of(wide))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("60000 channels");
	}

	@Test
	void anotherNodeOfAnAdaptersNameIsNotTakenForIt() {
		NetBuilder b = new NetBuilder("named", 3);
		String x = b.as("first").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(8, 3));
		b.output(b.as("second").conv(b.relu(x), ConvSpec.of(4, 1)), "out");
		Graph graph = b.build();
		List<Node> nodes = graph.nodes().stream()
				.map(n -> n.is("Relu")
						? new Node("/second/Conv/sampler", n.domain(), n.op(), n.inputs(), n.outputs(), n.attributes(),
								n.origin())
						: n)
				.toList();
		Graph named = graph.with(nodes, new LinkedHashMap<>(graph.initializers()));
		Adapter sampler = new Adapter(Adapter.Kind.SAMPLER, 1, List.of(new Adapter.Place("/second/Conv", 0)));
		assertThatThrownBy(() -> Adapters.inserted(named, Tracer.trace(named), List.of(sampler)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("`/second/Conv/sampler` already");
	}
}
