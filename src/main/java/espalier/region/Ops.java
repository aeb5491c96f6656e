package espalier.region;

import java.util.List;
import java.util.Set;

import espalier.graph.Node;
import espalier.graph.Tensor;

/** What operators are, as far as regions are told apart by it. */
final class Ops {
	private static final Set<String> ACTIVATIONS = Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu",
			"Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Gelu", "Mish", "Swish",
			"ThresholdedRelu", "Clip", "Erf", "FastGelu", "QuickGelu", "BiasGelu");
	private static final Set<String> NORMALISATIONS = Set.of("BatchNormalization", "InstanceNormalization",
			"LayerNormalization", "GroupNormalization", "LpNormalization", "SimplifiedLayerNormalization",
			"RMSNormalization", "MeanVarianceNormalization", "LRN", "SkipLayerNormalization");
	private static final Set<String> ALWAYS = Set.of("Conv", "ConvTranspose", "LSTM", "GRU", "RNN", "QLinearConv",
			"ConvInteger", "FusedConv", "NhwcConv", "DeformConv", "QAttention", "Attention");
	private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "Einsum", "QLinearMatMul", "MatMulInteger",
			"FusedMatMul", "FusedGemm", "MatMulNBits", "DynamicQuantizeMatMul");
	private static final Set<String> ATTENTION = Set.of("Attention", "MultiHeadAttention", "GroupQueryAttention",
			"QAttention");
	private static final Set<String> STATISTICS = Set.of("ReduceMean", "ReduceL2", "ReduceSumSquare");
	private static final Set<String> CONVOLVING = Set.of("Conv", "ConvTranspose", "QLinearConv", "ConvInteger",
			"FusedConv", "DeformConv", "BatchNormalization", "MaxPool", "AveragePool", "GlobalAveragePool",
			"InstanceNormalization", "GroupNormalization", "LRN");

	private Ops() {}

	static boolean activation(Node node) {
		return ACTIVATIONS.contains(node.op());
	}

	static boolean normalisation(Node node) {
		return NORMALISATIONS.contains(node.op());
	}

	/** Whether it multiplies what flows by weights. */
	static boolean weighted(Node node, Flow flow) {
		return ALWAYS.contains(node.op()) || PRODUCTS.contains(node.op())
				&& node.inputs().stream().anyMatch(v -> !v.isEmpty() && !flow.flows(v));
	}

	/** Whether it multiplies what flows by what flows. */
	private static boolean mixes(Node node, Flow flow) {
		return PRODUCTS.contains(node.op()) && node.inputs().stream().limit(2).allMatch(flow::flows);
	}

	static boolean weighted(List<Node> nodes, Flow flow) {
		return nodes.stream().anyMatch(n -> weighted(n, flow));
	}

	/** Whether places look at each other: products of what flows around a softmax. */
	static boolean attends(List<Node> nodes, Flow flow) {
		return nodes.stream().anyMatch(n -> ATTENTION.contains(n.op()))
				|| nodes.stream().anyMatch(n -> n.is("Softmax"))
						&& nodes.stream().filter(n -> mixes(n, flow)).count() >= 2;
	}

	/** Whether there is but one product of weights, of each place by itself: what an adapter is. */
	static boolean linear(List<Node> nodes, Flow flow) {
		List<Node> weighted = nodes.stream().filter(n -> weighted(n, flow)).toList();
		if (weighted.size() != 1)
			return false;
		Node only = weighted.getFirst();
		if (PRODUCTS.contains(only.op()))
			return true;
		Tensor weight = only.is("Conv") && only.input(1) instanceof String w ? flow.graph.leaf(w) : null;
		return weight != null && only.integer("group", 1) == 1
				&& weight.elements() == weight.shape().dim(0) * weight.shape().dim(1);
	}

	/** Whether some of these nodes work on images with channels as axis 1. */
	static boolean convolves(List<Node> nodes) {
		return nodes.stream().anyMatch(n -> CONVOLVING.contains(n.op()));
	}

	/** The axis of the channels in values of so many axes that such nodes read and make. */
	static int axis(List<Node> nodes, int rank) {
		return convolves(nodes) && rank >= 3 ? 1 : rank - 1;
	}

	/** Whether nodes without weights normalise, whether written as one operator or as several. */
	static boolean normalises(List<Node> nodes) {
		return nodes.stream().anyMatch(Ops::normalisation)
				|| nodes.stream().anyMatch(n -> STATISTICS.contains(n.op()))
						&& nodes.stream().anyMatch(n -> n.is("Sqrt") || n.is("Div") || n.is("Reciprocal"));
	}

	static boolean activates(List<Node> nodes) {
		return nodes.stream().anyMatch(Ops::activation);
	}
}
