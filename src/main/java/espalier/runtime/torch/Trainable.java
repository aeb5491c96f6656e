package espalier.runtime.torch;

import java.util.Set;

import espalier.graph.Graph;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * Which constants training may move: weights where an operator says that a slot holds weights; elsewhere what an exporter
 * stores as a parameter (an initializer of more than one number that is added, multiplied or joined to activations), but not
 * the numbers that code spells out (Constant nodes, scalars such as 1/sqrt(d)).
 */
final class Trainable {
	private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum", "LSTM",
			"GRU", "RNN", "PRelu", "BatchNormalization", "InstanceNormalization", "LayerNormalization",
			"GroupNormalization", "RMSNormalization");
	private static final Set<String> JOINED = Set.of("Add", "Sub", "Mul", "Concat", "Expand", "Gather", "Where",
			"Identity", "Transpose", "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Tile");

	private Trainable() {}

	static TorchScript.Kind kind(Graph graph, Tensor tensor) {
		if (!tensor.type().floating())
			return TorchScript.Kind.CONSTANT;
		boolean stored = graph.initializers().containsKey(tensor.name());
		boolean moved = false;
		for (Use use : graph.uses(tensor.name())) {
			if (use.node().is("BatchNormalization") && use.slot() >= 3)
				return TorchScript.Kind.STATISTIC;
			String op = use.node().op();
			if (WEIGHTED.contains(op) && !(use.node().is("RNN") && use.slot() == 4))
				moved = true;
			else if (JOINED.contains(op) && stored && tensor.elements() > 1)
				moved = true;
		}
		return moved ? TorchScript.Kind.PARAMETER : TorchScript.Kind.CONSTANT;
	}
}
