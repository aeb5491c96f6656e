package espalier.runtime.torch;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Uses of the operators that work index by index. */
final class ElementwiseCases {
	private ElementwiseCases() {}

	static Stream<OperatorCase> all() {
		return Stream.of(unary(), activations(), binary(), logic(), several()).flatMap(c -> c);
	}

	private static Stream<OperatorCase> unary() {
		Stream<OperatorCase> anywhere = Stream.of("Relu", "Sigmoid", "Tanh", "Erf", "Abs", "Neg", "Exp", "Reciprocal",
				"Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Tan", "Atan", "Sinh", "Cosh", "Asinh", "Identity",
				"Softplus", "Softsign", "Selu", "HardSwish", "Mish", "IsNaN")
				.map(op -> OperatorCase.of(op, "").x(3, 5));
		Stream<OperatorCase> within = Stream.of("Log", "Sqrt", "Asin", "Acos", "Atanh")
				.map(op -> OperatorCase.of(op, "between 0 and 1").x(3, 5).first("Sigmoid"));
		Tensor one = Tensor.ofFloats("", Shape.of(), 1);
		return Stream.of(anywhere, within, Stream.of(
				OperatorCase.of("Acosh", "").x(4).first("Exp").first("Add", Map.of(), one),
				OperatorCase.of("Round", "of halves").x(3).first("Mul", Map.of(), Tensor.ofFloats("", Shape.of(), 0))
						.first("Add", Map.of(), Tensor.ofFloats("", Shape.of(3), 0.5f, 1.5f, -2.5f)),
				OperatorCase.of("IsNaN", "of roots").x(6).first("Sqrt"),
				OperatorCase.of("IsInf", "").x(6).first("Relu").first("Reciprocal"),
				OperatorCase.of("IsInf", "below").x(6).first("Relu").first("Log").with("detect_positive", 0),
				OperatorCase.of("IsInf", "above").x(6).first("Relu").first("Log").with("detect_negative", 0),
				OperatorCase.of("Cast", "to whole numbers").x(4).whole(ElementType.INT32).with("to", 7),
				OperatorCase.of("Cast", "to float").x(4).truth().with("to", 1),
				OperatorCase.of("BitwiseNot", "").x(4).whole(ElementType.INT32),
				OperatorCase.of("Not", "").x(4).truth())).flatMap(c -> c);
	}

	private static Stream<OperatorCase> activations() {
		return Stream.of(OperatorCase.of("LeakyRelu", "").x(5),
				OperatorCase.of("LeakyRelu", "steep").x(5).with("alpha", 0.3f),
				OperatorCase.of("Elu", "").x(5), OperatorCase.of("Elu", "low").x(5).with("alpha", 0.3f),
				OperatorCase.of("Celu", "").x(5), OperatorCase.of("Celu", "low").x(5).with("alpha", 0.3f),
				OperatorCase.of("ThresholdedRelu", "").x(5),
				OperatorCase.of("ThresholdedRelu", "low").x(5).with("alpha", 0.2f),
				OperatorCase.of("HardSigmoid", "").x(9), OperatorCase.of("Swish", "").opset(24).x(9),
				OperatorCase.of("Swish", "steep").opset(24).x(9).with("alpha", 1.7f),
				OperatorCase.of("HardSigmoid", "as in mobile nets").x(9).with("alpha", 1 / 6f, "beta", 0.5f),
				OperatorCase.of("Gelu", "").x(9), OperatorCase.of("Gelu", "by tanh").x(9).with("approximate", "tanh"),
				OperatorCase.of("Shrink", "").x(9),
				OperatorCase.of("Shrink", "with bias").x(9).with("lambd", 0.7f, "bias", 0.2f),
				OperatorCase.of("Selu", "of its own").x(5).with("alpha", 1.5f, "gamma", 1.2f),
				OperatorCase.of("PRelu", "per channel").x(3, 4, 4).weight(3, 1, 1),
				OperatorCase.of("PRelu", "of one slope").x(3, 4).weight(1),
				OperatorCase.of("Clip", "").x(9).number(-0.5f).number(0.7f),
				OperatorCase.of("Clip", "from below").x(9).number(0),
				OperatorCase.of("Clip", "from above").x(9).none().number(0.3f),
				OperatorCase.of("Clip", "of nothing").x(9),
				OperatorCase.of("Clip", "by attributes").opset(6).x(9).with("min", 0f, "max", 0.6f),
				OperatorCase.of("Dropout", "").x(9), OperatorCase.of("Dropout", "of a rate").x(9).number(0.3f),
				OperatorCase.of("Dropout", "by attribute").opset(9).x(9).with("ratio", 0.3f));
	}

	private static Stream<OperatorCase> binary() {
		Stream<OperatorCase> same = Stream.of("Add", "Sub", "Mul", "Div", "Min", "Max", "Mean", "Sum")
				.map(op -> OperatorCase.of(op, "of equal shapes").x(3, 4).x(3, 4));
		Stream<OperatorCase> spread = Stream.of("Add", "Sub", "Mul", "Div", "Min", "Max", "Mean", "Sum")
				.map(op -> OperatorCase.of(op, "that broadcasts").x(3, 1, 4).positive(2, 1));
		Stream<OperatorCase> compared = Stream.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")
				.map(op -> OperatorCase.of(op, "").x(40).first("Round").x(40).first("Round"));
		return Stream.of(same, spread, compared, Stream.of(
				OperatorCase.of("Pow", "by a number").x(5).number(2),
				OperatorCase.of("Pow", "by an input").x(5).first("Abs").x(5),
				OperatorCase.of("Div", "of whole numbers").x(40).whole(ElementType.INT32).stored(
						Tensor.ofInts("seven", Shape.of(), 7)),
				OperatorCase.of("Mod", "of whole numbers").x(40).whole(ElementType.INT32).stored(
						Tensor.ofInts("seven", Shape.of(), 7)),
				OperatorCase.of("Mod", "of floats").x(40).positive(40).with("fmod", 1))).flatMap(c -> c);
	}

	private static Stream<OperatorCase> logic() {
		Stream<OperatorCase> truths = Stream.of("And", "Or", "Xor")
				.map(op -> OperatorCase.of(op, "").x(20).truth().x(20).truth());
		Stream<OperatorCase> bits = Stream.of("BitwiseAnd", "BitwiseOr", "BitwiseXor").map(
				op -> OperatorCase.of(op, "").x(20).whole(ElementType.INT32).x(20).whole(ElementType.INT32));
		Tensor two = Tensor.ofFloats("", Shape.of(), 0.25f);
		Stream<OperatorCase> shifts = Stream.of("LEFT", "RIGHT").map(direction -> OperatorCase.of("BitShift", direction)
				.x(20).first("Abs").whole(ElementType.UINT8).x(20).first("Abs").first("Mul", Map.of(), two)
				.whole(ElementType.UINT8).with("direction", direction));
		return Stream.of(truths, bits, shifts).flatMap(c -> c);
	}

	private static Stream<OperatorCase> several() {
		Stream<OperatorCase> three = Stream.of("Sum", "Mean", "Min", "Max")
				.map(op -> OperatorCase.of(op, "of three").x(3, 4).x(3, 4).x(3, 4));
		Stream<OperatorCase> one = List.of("Sum", "Mean", "Min", "Max").stream()
				.map(op -> OperatorCase.of(op, "of one").x(3, 4));
		return Stream.of(three, one,
				Stream.of(OperatorCase.of("Where", "").x(3, 4).truth().x(3, 4).x(3, 4),
						OperatorCase.of("Where", "that broadcasts").x(3, 4).truth().number(1.5f).x(1, 4)))
				.flatMap(c -> c);
	}
}
