package espalier.zoo;

import java.util.List;
import java.util.Map;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Classifiers of sequences by LSTM (Hochreiter and Schmidhuber 1997) both ways, and by GRU (Cho et al. 2014). */
final class ZooRecurrent {
	private static final int LAYERS = 2;
	private static final int FEATURES = 64;

	private ZooRecurrent() {}

	/** Token ids, two layers in both directions, a linear layer on the last step. */
	static Graph lstm(Form form) {
		NetBuilder b = form.builder("lstm");
		String ids = form.tokens(b, "input_ids");
		int embedded = form.width(FEATURES);
		String table = b.weight("embedding.weight", Shape.of(50, embedded), b.gaussian(50L * embedded, 1));
		String x = b.module("embedding", () -> ZooText.embedding(b, table, ids));
		x = b.transpose(x, 1, 0, 2);
		for (int layer = 0; layer < LAYERS; layer++)
			x = layer(b, "lstm", layer, x, form.width(256), true);
		x = Traced.pick(b, b.transpose(x, 1, 0, 2), 1, b.dim(ids, 1) - 1);
		return Parts.classify(b, x, List.of("fc"), form.classes());
	}

	/** Signals, two layers in one direction, the mean of all steps. */
	static Graph gru(Form form) {
		NetBuilder b = form.builder("gru");
		String x = b.transpose(form.floats(b, "signal", 1, form.image(), form.width(FEATURES)), 1, 0, 2);
		for (int layer = 0; layer < LAYERS; layer++)
			x = layer(b, "gru", layer, x, form.width(256), false);
		x = b.meanOfTokens(b.transpose(x, 1, 0, 2));
		return Parts.classify(b, x, List.of("fc"), form.classes());
	}

	/** From [steps, batch, width] to [steps, batch, directions * hidden]. */
	private static String layer(NetBuilder b, String name, int index, String x, int hidden, boolean lstm) {
		return b.module(name, () -> {
			int directions = lstm ? 2 : 1;
			int gates = lstm ? 4 : 3;
			double scale = 1 / Math.sqrt(hidden);
			int in = b.dim(x, 2);
			String w = weight(b, "weight_ih_l" + index, scale, directions, gates * hidden, in);
			String r = weight(b, "weight_hh_l" + index, scale, directions, gates * hidden, hidden);
			String bias = weight(b, "bias_l" + index, scale, directions, 2 * gates * hidden);
			String state = state(b, x, directions, hidden);
			Shape steps = Shape.of(b.dim(x, 0), directions, b.dim(x, 1), hidden);
			Shape last = Shape.of(directions, b.dim(x, 1), hidden);
			if (!lstm) {
				String y = b.emit("GRU", List.of(steps, last), Emitter.attributes("hidden_size", hidden,
						"linear_before_reset", 1), x, w, r, bias, "", state).getFirst();
				return b.emit("Squeeze", Shape.of(b.dim(x, 0), b.dim(x, 1), hidden), Emitter.attributes(), y,
						b.longs(1));
			}
			String y = b.emit("LSTM", List.of(steps, last, last), Emitter.attributes("direction", "bidirectional",
					"hidden_size", hidden), x, w, r, bias, "", state, state).getFirst();
			return b.reshape(b.transpose(y, 0, 2, 1, 3), 0, 0, -1);
		});
	}

	private static String weight(NetBuilder b, String name, double scale, long... dims) {
		Shape shape = Shape.of(dims);
		return b.weight(b.parameter(name), shape, b.uniform(shape.elements(), -2 * scale, 2 * scale));
	}

	/** Zeros to start from, as many as there are rows in the batch. */
	private static String state(NetBuilder b, String x, int directions, int hidden) {
		Shape shape = Shape.of(directions, b.dim(x, 1), hidden);
		if (!b.open())
			return b.constant("state", Tensor.ofFloats("value", shape, new float[Math.toIntExact(shape.elements())]));
		String sizes = b.concat(0, List.of(b.longs(directions), b.size(x, 1), b.longs(hidden)));
		return b.emit("ConstantOfShape", shape,
				Map.of("value", new Attribute.Constant(Tensor.ofFloats("value", Shape.of(1), 0))), sizes);
	}
}
