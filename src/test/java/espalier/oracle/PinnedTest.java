package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Tracer;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** Control flow, operators of others and functions keep what they touch, say so, and the rest is pruned. */
class PinnedTest {
	/** Four convolutions in a row; something happens to the values of the second one. */
	private static Graph chain(String placeholder) {
		NetBuilder b = new NetBuilder("pinned", 4);
		String x = b.as("a").conv(b.input("input", 1, 3, 6, 6), ConvSpec.of(5, 3));
		x = b.relu(x);
		x = b.as("b").conv(x, ConvSpec.of(6, 3));
		x = b.as(placeholder).unary("Neg", x);
		x = b.as("c").conv(x, ConvSpec.of(4, 3));
		x = b.relu(x);
		b.output(b.as("d").conv(x, ConvSpec.of(2, 1)), "out");
		return b.build();
	}

	private static Graph with(Graph graph, String placeholder, Node instead, String... reads) {
		List<Node> nodes = graph.nodes().stream().map(n -> n.name().contains(placeholder)
				? new Node(n.name(), instead.domain(), instead.op(), List.of(reads), n.outputs(), instead.attributes(),
						null)
				: n).toList();
		return graph.with(nodes, graph.initializers());
	}

	private static String of(Graph graph, String placeholder) {
		return graph.nodes().stream().filter(n -> n.name().contains(placeholder)).findFirst().orElseThrow().inputs()
				.getFirst();
	}

	@Test
	void valuesReadInsideABranchStayAndTheRestIsPruned() {
		Graph graph = chain("branch");
		String read = of(graph, "branch");
		Shape shape = Shape.of(1, 6, 6, 6);
		Graph negated = body("negated", "Neg", read, shape);
		Graph kept = body("kept", "Abs", read, shape);
		Node branch = new Node("branch", "", "If", List.of(), List.of(),
				Map.of("then_branch", new Attribute.Subgraph(negated), "else_branch", new Attribute.Subgraph(kept)),
				null);
		java.util.LinkedHashMap<String, espalier.graph.Tensor> constants = new java.util.LinkedHashMap<>(
				graph.initializers());
		constants.put("flag", new espalier.graph.Tensor("flag", ElementType.BOOL, Shape.of(),
				new espalier.graph.Tensor.Bytes(java.lang.foreign.MemorySegment.ofArray(new byte[]{1})), null));
		Graph branched = with(graph, "branch", branch, "flag").with(
				with(graph, "branch", branch, "flag").nodes(), constants);

		Oracle oracle = new Oracle(branched, 3);
		assertThat(oracle.coupling().prunable()).extracting(ChannelGroup::name).containsExactly("a", "c");
		assertThat(Objects.requireNonNull(group(oracle.coupling(), "b").pin()).sentence()).contains("is read inside")
				.contains("(If)");
		Random random = new Random(2);
		for (int i = 0; i < 5; i++)
			oracle.check(oracle.randomCuts(random));
	}

	private static Graph body(String name, String op, String read, Shape shape) {
		Node node = new Node(name, "", op, List.of(read), List.of(name + "_out"), Map.of(), null);
		return new Graph(name, List.of(node), new java.util.LinkedHashMap<>(), List.of(),
				List.of(ValueInfo.of(name + "_out", ElementType.FLOAT, shape.toArray())), Map.of(), Map.of("", 17L),
				null);
	}

	@Test
	void operatorsOfOthersPinWhatTheyTouchAndSaySo() {
		Graph graph = chain("custom");
		Graph custom = with(graph, "custom",
				new Node("custom", "acme.ops", "Sparkle", List.of(), List.of(), Map.of(), null),
				of(graph, "custom"));
		Trace plain = Tracer.trace(graph);
		Coupling coupling = Coupling.of(custom, plain);

		assertThat(coupling.prunable()).extracting(ChannelGroup::name).containsExactly("a", "c");
		assertThat(Objects.requireNonNull(group(coupling, "b").pin()).sentence())
				.contains("is an acme.ops.Sparkle, for which there is no rule");
	}

	private static ChannelGroup group(Coupling coupling, String name) {
		return Objects.requireNonNull(coupling.group(name));
	}
}
