package espalier.runtime.torch;

import java.util.Map;
import java.util.stream.Stream;

import espalier.graph.Attribute;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Uses of LSTM, GRU and RNN over [time, batch, width], the batch being the first axis of the graph's inputs. */
final class RecurrentCases {
	private static final int TIME = 5;
	private static final int WIDTH = 4;
	private static final int HIDDEN = 3;
	private static final Map<String, Attribute> TIME_FIRST = OperatorCase.attributes("perm",
			OperatorCase.ints(1, 0, 2));

	private RecurrentCases() {}

	static Stream<OperatorCase> all() {
		return Stream.of("LSTM", "GRU", "RNN").flatMap(op -> Stream.concat(directions(op), variants(op)));
	}

	private static Stream<OperatorCase> directions(String op) {
		return Stream.of("forward", "reverse", "bidirectional").flatMap(direction -> {
			int directions = direction.equals("bidirectional") ? 2 : 1;
			return Stream.of(
					weights(op, direction + ", bare", directions, false).with("hidden_size", HIDDEN, "direction",
							direction),
					states(weights(op, direction + ", with first state", directions, true), op, directions)
							.with("hidden_size", HIDDEN, "direction", direction));
		}).map(c -> c.results(op.equals("LSTM") ? 3 : 2));
	}

	private static Stream<OperatorCase> variants(String op) {
		return op.equals("GRU")
				? Stream.of(weights(op, "linear before reset", 2, true).with("hidden_size", HIDDEN, "direction",
						"bidirectional", "linear_before_reset", 1).results(2))
				: Stream.of(weights(op, "of whose states none is read", 1, true).with("hidden_size", HIDDEN));
	}

	private static OperatorCase weights(String op, String variant, int directions, boolean bias) {
		int gates = switch (op) {
			case "LSTM" -> 4;
			case "GRU" -> 3;
			default -> 1;
		};
		OperatorCase c = OperatorCase.of(op, variant).x(TIME, WIDTH).first("Transpose", TIME_FIRST)
				.weight(directions, gates * HIDDEN, WIDTH).weight(directions, gates * HIDDEN, HIDDEN);
		return bias ? c.weight(directions, 2 * gates * HIDDEN) : c;
	}

	/** First states as inputs of their own, [batch, directions, hidden] turned. */
	private static OperatorCase states(OperatorCase c, String op, int directions) {
		OperatorCase one = c.none().x(directions, HIDDEN).first("Transpose", TIME_FIRST);
		return op.equals("LSTM")
				? one.x(directions, HIDDEN).first("Transpose", TIME_FIRST).first("Mul", Map.of(),
						Tensor.ofFloats("", Shape.of(), 0.5f))
				: one;
	}
}
