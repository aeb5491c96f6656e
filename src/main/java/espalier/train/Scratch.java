package espalier.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * Graphs whose weights are drawn anew, to be trained from scratch: normal numbers of variance 2 / fan-in for convolutions (He
 * et al. 2015) and 1 / fan-in for linear layers; norms scale by 1 and shift by 0, biases are 0.
 */
public final class Scratch {
	private static final double EMBEDDING = 0.02;

	private Scratch() {}

	public static Graph of(Graph graph, long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		Graph own = OneEach.of(graph);
		Map<String, Tensor> weights = new LinkedHashMap<>();
		for (Node node : own.nodes())
			for (int slot = 1; slot < node.inputs().size(); slot++) {
				Tensor old = node.input(slot) == null ? null : own.initializers().get(node.input(slot));
				if (old != null && old.type().floating() && !weights.containsKey(old.name())
						&& weight(node, slot, old, random) instanceof float[] drawn)
					weights.put(old.name(), Tensor.ofFloats(old.name(), old.shape(), drawn));
			}
		return Weights.into(own, weights);
	}

	private static float @org.jspecify.annotations.Nullable [] weight(Node node, int slot, Tensor old,
			SplittableRandom random) {
		Shape shape = old.shape();
		return switch (node.op()) {
			case "Conv" -> slot == 1
					? normal(shape, Math.sqrt(2.0 * shape.dim(0) / shape.elements()), random)
					: filled(shape, 0);
			case "ConvTranspose" -> slot == 1
					? normal(shape, Math.sqrt(2.0 * shape.dim(1) / shape.elements()), random)
					: filled(shape, 0);
			case "Gemm" -> slot == 1
					? normal(shape, 1 / Math.sqrt((double) shape.dim(node.integer("transB", 0) == 1 ? 1 : 0)), random)
					: filled(shape, 0);
			case "MatMul" -> shape.rank() < 2 ? null : normal(shape, 1 / Math.sqrt((double) shape.dim(-2)), random);
			case "BatchNormalization" -> filled(shape, slot == 1 || slot == 4 ? 1 : 0);
			case "LayerNormalization", "GroupNormalization", "InstanceNormalization", "RMSNormalization" ->
				filled(shape, slot == 1 ? 1 : 0);
			case "Add", "Concat" -> shape.elements() < 2
					? null
					: shape.rank() == 1 ? filled(shape, 0) : normal(shape, EMBEDDING, random);
			default -> null;
		};
	}

	private static float[] normal(Shape shape, double deviation, SplittableRandom random) {
		float[] values = new float[Math.toIntExact(shape.elements())];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (random.nextGaussian() * deviation);
		return values;
	}

	private static float[] filled(Shape shape, float value) {
		float[] values = new float[Math.toIntExact(shape.elements())];
		java.util.Arrays.fill(values, value);
		return values;
	}
}
