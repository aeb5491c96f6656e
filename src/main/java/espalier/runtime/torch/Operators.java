package espalier.runtime.torch;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The translation of each standard operator. */
final class Operators {
	/** Writes the source of one node. */
	@FunctionalInterface
	interface Translation {
		void write(Call call);
	}

	private static final Map<String, Translation> BY_OPERATOR = new HashMap<>();

	static {
		Elementwise.register(BY_OPERATOR);
		BY_OPERATOR.put("Conv", Convolution::conv);
		BY_OPERATOR.put("ConvTranspose", Convolution::transposed);
		BY_OPERATOR.put("MaxPool", Pooling::max);
		BY_OPERATOR.put("AveragePool", Pooling::average);
		BY_OPERATOR.put("LpPool", Pooling::norm);
		BY_OPERATOR.put("GlobalAveragePool", c -> Pooling.global(c, "mean"));
		BY_OPERATOR.put("GlobalMaxPool", c -> Pooling.global(c, "amax"));
		BY_OPERATOR.put("GlobalLpPool", Pooling::globalNorm);
		Products.register(BY_OPERATOR);
		Normalisation.register(BY_OPERATOR);
		Reduction.register(BY_OPERATOR);
		Rearrangement.register(BY_OPERATOR);
		BY_OPERATOR.put("Resize", Resizing::write);
		BY_OPERATOR.put("Upsample", Resizing::write);
		BY_OPERATOR.put("LSTM", Recurrence::lstm);
		BY_OPERATOR.put("GRU", Recurrence::gru);
		BY_OPERATOR.put("RNN", Recurrence::rnn);
	}

	private Operators() {}

	/** @throws espalier.graph.RefusedException when there is none, or the node uses what it does not cover */
	static void translate(Call call) {
		Translation translation = call.node().standard() ? BY_OPERATOR.get(call.node().op()) : null;
		if (translation == null)
			throw call.refused("operator " + call.node().qualifiedOp() + " has no trainable form yet");
		translation.write(call);
	}

	/** Standard operators that can be trained through, by name. */
	static Set<String> names() {
		return new TreeSet<>(BY_OPERATOR.keySet());
	}
}
