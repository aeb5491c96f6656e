package espalier.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.Workpiece;

/**
 * The mean Euclidean norm of a region's filters, as in Elkerdawy et al., <em>To Filter Prune, or to Layer Prune, That Is the
 * Question</em> (2020).
 */
final class MeanNorm implements RegionRanking {
	/** Sum of the norms of some filters. */
	private record Norms(double sum, long filters) {
		Norms and(Norms others) {
			return new Norms(sum + others.sum, filters + others.filters);
		}
	}

	@Override
	public String title() {
		return "L2 of filters";
	}

	@Override
	public Map<String, Double> scores(Workpiece piece, Regions regions) {
		Map<String, Norms> byNode = new HashMap<>();
		Map<String, Double> scores = new HashMap<>();
		regions.all().forEach(region -> {
			Norms all = new Norms(0, 0);
			for (Node node : region.nodes())
				all = all.and(byNode.computeIfAbsent(node.name(), _ -> norms(piece.graph(), node)));
			if (all.filters > 0)
				scores.put(region.name(), all.sum / all.filters);
		});
		return scores;
	}

	private static Norms norms(Graph graph, Node node) {
		Tensor weight = node.input(1) instanceof String w ? graph.constant(w) : null;
		int axis = axis(node);
		if (axis < 0 || weight == null || weight.shape().rank() < 2 || !weight.type().floating() || !weight.readable())
			return new Norms(0, 0);
		Shape shape = weight.shape();
		int filters = Math.toIntExact(shape.dim(axis));
		long inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		double[] squares = new double[filters];
		float[] numbers = weight.toFloats();
		for (int i = 0; i < numbers.length; i++)
			squares[(int) (i / inner % filters)] += (double) numbers[i] * numbers[i];
		double sum = 0;
		for (double square : squares)
			sum += Math.sqrt(square);
		return new Norms(sum, filters);
	}

	/** The axis of a layer's weight along which its filters lie; -1 for what is no layer. */
	private static int axis(Node node) {
		return switch (node.op()) {
			case "Conv" -> 0;
			case "ConvTranspose" -> 1;
			case "Gemm" -> node.integer("transB", 0) != 0 ? 0 : 1;
			case "MatMul" -> 1;
			default -> -1;
		};
	}

	/** All ways there are. */
	static List<RegionRanking> all() {
		return List.of(new MeanNorm());
	}
}
