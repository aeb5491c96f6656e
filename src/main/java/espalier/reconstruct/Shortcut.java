package espalier.reconstruct;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.Trace;

/**
 * What is added to a layer that ends a branch.
 *
 * @param sum
 *            the node that adds it, at a slot
 * @param factor
 *            for each output what an error of the sum is in what the layer makes; 0 where that can't be said
 */
record Shortcut(String sum, int slot, String value, double[] factor) {
	/** Scales below this share of the largest let next to nothing through. */
	private static final double TINY = 1e-3;

	/** Looks on from the layer through what leaves its outputs apart, or null when that does not lead to a shorter way. */
	static @Nullable Shortcut of(Graph graph, Trace trace, Course course, Layer layer) {
		double[] factor = new double[layer.out()];
		java.util.Arrays.fill(factor, 1);
		String value = layer.made();
		while (Intercept.reader(graph, value) instanceof Node node) {
			int slot = node.inputs().getFirst().equals(value) ? 0 : 1;
			if (node.is("BatchNormalization") && slot == 0) {
				if (!through(graph, node, factor))
					return null;
			} else if (node.is("Add") || node.is("Sum") && node.inputs().size() == 2) {
				String other = node.inputs().get(1 - slot);
				if (graph.leaf(other) == null)
					return Objects.equals(trace.shape(other), trace.shape(value))
							&& course.depth(other) < course.depth(value)
									? new Shortcut(node.name(), 1 - slot, other, factor)
									: null;
			} else if (!node.is("Identity") && !node.is("Dropout")) {
				return null;
			}
			value = node.outputs().getFirst();
		}
		return null;
	}

	private static boolean through(Graph graph, Node norm, double[] factor) {
		Tensor scale = leaf(graph, norm, 1);
		Tensor variance = leaf(graph, norm, 4);
		if (scale == null || variance == null || scale.elements() != factor.length)
			return false;
		double epsilon = norm.attributes().get("epsilon") instanceof Attribute.Real(float e) ? e : 1e-5f;
		double[] by = new double[factor.length];
		double most = 0;
		for (int o = 0; o < by.length; o++) {
			by[o] = scale.at(o) / Math.sqrt(variance.at(o) + epsilon);
			most = Math.max(most, Math.abs(by[o]));
		}
		for (int o = 0; o < by.length; o++)
			factor[o] = Math.abs(by[o]) > TINY * most ? factor[o] / by[o] : 0;
		return true;
	}

	private static @Nullable Tensor leaf(Graph graph, Node node, int slot) {
		return node.input(slot) instanceof String value ? graph.leaf(value) : null;
	}
}
