package espalier.reconstruct;

import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * Where a layer can take up a constant for each of its outputs.
 *
 * @param kind
 *            whose constant it is
 * @param node
 *            which reads it; empty where there is none
 * @param factor
 *            what it is multiplied by there
 * @param now
 *            the constants of before, as they are added to the products
 * @param own
 *            whether it is the layer's, and so part of what the layer makes
 */
record Intercept(Kind kind, String node, int slot, double factor, double[] now, boolean own) {
	enum Kind {
		/** The layer's own bias, which is put in where there is none. */
		BIAS,
		/** The mean that a batch normalisation behind it takes off. */
		MEAN,
		/** What is added behind it. */
		ADDED,
		/** There is no place for a constant. */
		NONE
	}

	/** @param made what the layer makes */
	static Intercept of(Graph graph, Node layer, String made, int out) {
		return switch (layer.op()) {
			case "Conv" -> ofConv(graph, layer, made, out);
			case "Gemm" -> ofGemm(graph, layer, out);
			default -> added(graph, made, out);
		};
	}

	private static Intercept none(int out) {
		return new Intercept(Kind.NONE, "", -1, 1, new double[out], true);
	}

	private static Intercept ofConv(Graph graph, Node layer, String made, int out) {
		if (layer.input(2) instanceof String bias)
			return bias(layer, 2, graph.leaf(bias), 1, out);
		Node norm = reader(graph, made);
		if (norm != null && norm.is("BatchNormalization") && norm.integer("training_mode", 0) == 0
				&& norm.input(3) instanceof String mean && graph.leaf(mean) instanceof Tensor means
				&& means.type().floating() && means.elements() == out)
			return new Intercept(Kind.MEAN, norm.name(), 3, -1, new double[out], false);
		return new Intercept(Kind.BIAS, layer.name(), 2, 1, new double[out], true);
	}

	private static Intercept ofGemm(Graph graph, Node layer, int out) {
		double beta = layer.attributes().get("beta") instanceof espalier.graph.Attribute.Real(float f) ? f : 1;
		if (layer.input(2) instanceof String c)
			return bias(layer, 2, graph.leaf(c), beta, out);
		return beta == 0 ? none(out) : new Intercept(Kind.BIAS, layer.name(), 2, beta, new double[out], true);
	}

	private static Intercept bias(Node layer, int slot, @Nullable Tensor bias, double factor, int out) {
		double[] now = bias == null || factor == 0 ? null : perOutput(bias, out);
		if (now == null)
			return none(out);
		for (int o = 0; o < out; o++)
			now[o] *= factor;
		return new Intercept(Kind.BIAS, layer.name(), slot, factor, now, true);
	}

	private static Intercept added(Graph graph, String made, int out) {
		Node add = reader(graph, made);
		if (add == null || !add.is("Add"))
			return none(out);
		int slot = add.inputs().getFirst().equals(made) ? 1 : 0;
		Tensor constant = add.input(slot) instanceof String other ? graph.leaf(other) : null;
		return constant == null || perOutput(constant, out) == null
				? none(out)
				: new Intercept(Kind.ADDED, add.name(), slot, 1, new double[out], false);
	}

	/** A number for each output, or null where the constant is not along the last axis alone. */
	private static double @Nullable [] perOutput(Tensor constant, int out) {
		Shape shape = constant.shape();
		long last = shape.rank() == 0 ? 1 : shape.dim(-1);
		if (!constant.type().floating() || !constant.readable() || constant.elements() != last
				|| last != out && last != 1)
			return null;
		double[] values = new double[out];
		for (int o = 0; o < out; o++)
			values[o] = constant.at(last == 1 ? 0 : o);
		return values;
	}

	/** The only node that reads a value, or null. */
	static @Nullable Node reader(Graph graph, String value) {
		List<Use> uses = graph.uses(value);
		return uses.size() == 1 && Edit.readers(graph, value) == 1 ? uses.getFirst().node() : null;
	}

	/** Whether a constant can be fitted. */
	boolean fits() {
		return kind != Kind.NONE;
	}

	/** The graph with these constants in the place of those of before. */
	Graph into(Graph graph, double[] constants, ElementType type) {
		if (!fits())
			return graph;
		Node reader = java.util.Objects.requireNonNull(graph.node(node));
		Tensor before = reader.input(slot) instanceof String value ? graph.leaf(value) : null;
		double[] values = new double[constants.length];
		for (int o = 0; o < values.length; o++)
			values[o] = constants[o] / factor + (own || before == null ? 0 : before.at(before.elements() == 1 ? 0 : o));
		Shape shape = before == null || before.elements() != values.length ? Shape.of(values.length) : before.shape();
		return Edit.with(graph, node, slot, before == null ? type : before.type(), shape, values);
	}
}
