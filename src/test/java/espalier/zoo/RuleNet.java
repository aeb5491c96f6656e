package espalier.zoo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

import espalier.graph.Graph;
import espalier.graph.Node;

/**
 * A tiny network around one operator: something that makes channels, the operator, something that reads them.
 *
 * @param name
 *            the operator and what is special about this form
 * @param groups
 *            prunable groups that must come out, as in {@code a(6) b(4)}
 */
public record RuleNet(String name, String groups, Graph graph) {
	private static final Set<String> MICROSOFT = Set.of("FusedConv", "FusedMatMul", "FusedGemm", "BiasGelu", "FastGelu",
			"QuickGelu", "SkipLayerNormalization", "SkipSimplifiedLayerNormalization", "MultiHeadAttention",
			"QLinearAdd",
			"QLinearMul", "QLinearSigmoid", "QLinearLeakyRelu", "MatMulIntegerToFloat", "DynamicQuantizeMatMul",
			"QGemm");

	/** A convolution {@code a} of six filters over 5 x 5 points, the operator, a convolution {@code b}. */
	static RuleNet image(String name, String groups, UnaryOperator<String> around, NetBuilder b) {
		return image(name, groups, 6, around, b);
	}

	static RuleNet image(String name, String groups, int channels, UnaryOperator<String> around, NetBuilder b) {
		String x = b.as("a").conv(b.input("input", 1, 3, 4, 4), ConvSpec.of(channels, 3).biased());
		String y = around.apply(x);
		b.output(b.as("b").conv(y, ConvSpec.of(2, 1)), "out");
		return new RuleNet(name, groups, domains(b.build()));
	}

	/** A linear layer {@code a} over five steps, the operator, a linear layer {@code b}. */
	static RuleNet steps(String name, String groups, int channels, UnaryOperator<String> around, NetBuilder b) {
		String x = b.as("a").linear(b.input("input", 2, 5, 4), channels);
		String y = around.apply(x);
		b.output(b.as("b").linear(y, 3), "out");
		return new RuleNet(name, groups, domains(b.build()));
	}

	/** Whatever the function makes of an input of five steps of four numbers. */
	static RuleNet free(String name, String groups, BiFunction<NetBuilder, String, String> net) {
		NetBuilder b = new NetBuilder(name, 3);
		b.output(net.apply(b, b.input("input", 2, 5, 4)), "out");
		return new RuleNet(name, groups, domains(b.build()));
	}

	/** The same under another version of the standard operators. */
	RuleNet at(long opset) {
		Map<String, Long> opsets = new HashMap<>(graph.opsets());
		opsets.put("", opset);
		Graph other = new Graph(graph.name(), graph.nodes(), graph.initializers(), graph.inputs(), graph.outputs(),
				graph.declared(), opsets, null);
		return new RuleNet(name + " at " + opset, groups, other);
	}

	/** Operators of com.microsoft get their domain. */
	private static Graph domains(Graph graph) {
		List<Node> nodes = graph.nodes().stream().map(n -> MICROSOFT.contains(n.op())
				? new Node(n.name(), "com.microsoft", n.op(), n.inputs(), n.outputs(), n.attributes(), null)
				: n).toList();
		Map<String, Long> opsets = new HashMap<>(graph.opsets());
		opsets.put("com.microsoft", 1L);
		return new Graph(graph.name(), nodes, graph.initializers(), graph.inputs(), graph.outputs(), graph.declared(),
				opsets, null);
	}

	@Override
	public String toString() {
		return name;
	}
}
