package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.image;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import espalier.graph.Attribute;

/** Tiny networks for operators that work index by index. */
final class ElementwiseRuleNets {
	private static final Map<String, Long> SINCE = Map.of("Gelu", 20L, "Mish", 18L, "BitwiseAnd", 18L, "BitwiseOr", 18L,
			"BitwiseXor", 18L, "BitwiseNot", 18L, "Swish", 24L);

	private ElementwiseRuleNets() {}

	static Stream<RuleNet> all() {
		return Stream.of(unary(), binary(), logic(), bits(), several()).flatMap(s -> s);
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 5);
	}

	private static RuleNet since(String op, RuleNet net) {
		return SINCE.containsKey(op) ? net.at(SINCE.get(op)) : net;
	}

	/** Between 0.1 and 0.9, where every function is defined; Acosh gets more. */
	private static String tame(NetBuilder b, String x, String op) {
		String between = b.add(b.mul(b.sigmoid(x), b.number(0.8f)), b.number(0.1f));
		return op.equals("Acosh") ? b.add(between, b.number(1)) : between;
	}

	private static Stream<RuleNet> unary() {
		return Stream.of("Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Celu", "Cos", "Cosh", "Elu",
				"Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity", "LeakyRelu", "Log", "Mish",
				"Neg",
				"Reciprocal", "Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus",
				"Softsign",
				"Sqrt", "Tan", "Tanh", "ThresholdedRelu", "Dropout").map(op -> {
					NetBuilder b = net();
					Map<String, Attribute> attributes = op.equals("Shrink") ? attributes("lambd", 0.2f, "bias", 0.1f)
							: op.equals("ThresholdedRelu") ? attributes("alpha", 0.3f) : attributes();
					return since(op, image(op, "a(6)",
							x -> b.add(b.emit(op, b.shape(x), attributes, tame(b, x, op)), x), b));
				});
	}

	private static Stream<RuleNet> binary() {
		return Stream.of("Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Mod", "Sum", "Mean").map(op -> {
			NetBuilder b = net();
			Map<String, Attribute> attributes = op.equals("Mod") ? attributes("fmod", 1) : attributes();
			return image(op, "a(6)", x -> {
				String y = b.emit(op, b.shape(x), attributes, tame(b, x, op), tame(b, b.unary("Neg", x), op));
				boolean stored = !op.equals("Sum") && !op.equals("Mean");
				return stored ? b.emit(op, b.shape(x), attributes, y, b.perChannel(x, false, 0.3, 0.9)) : y;
			}, b);
		});
	}

	/** Comparisons, and what is made of them. */
	private static Stream<RuleNet> logic() {
		Stream<RuleNet> compared = Stream.of("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual").map(op -> {
			NetBuilder b = net();
			return image(op, "a(6)", x -> b.add(x,
					b.castToFloat(b.emit(op, b.shape(x), attributes(), x, b.perChannel(x, true, -0.5, 0.5)))), b);
		});
		Stream<RuleNet> joined = Stream.of("And", "Or", "Xor").map(op -> {
			NetBuilder b = net();
			return image(op, "a(6)", x -> {
				String first = b.binary("Less", x, b.number(0.1f));
				String second = b.binary("Less", x, b.perChannel(x, false, -0.5, 0.5));
				return b.add(x, b.castToFloat(b.binary(op, first, second)));
			}, b);
		});
		Stream<RuleNet> single = Stream.of("IsNaN", "IsInf", "Not").map(op -> {
			NetBuilder b = net();
			return image(op, "a(6)", x -> b.add(x,
					b.castToFloat(b.unary(op, op.equals("Not") ? b.binary("Less", x, b.number(0)) : x))), b);
		});
		NetBuilder where = net();
		return Stream.concat(Stream.concat(compared, joined), Stream.concat(single, Stream.of(image("Where", "a(6)",
				x -> where.emit("Where", where.shape(x), attributes(), where.binary("Less", x, where.number(0)),
						where.perChannel(x, false, -1, 1), x),
				where))));
	}

	private static Stream<RuleNet> bits() {
		return Stream.of("BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseNot").map(op -> {
			NetBuilder b = net();
			Map<String, Attribute> attributes = op.equals("BitShift") ? attributes("direction", "LEFT") : attributes();
			return since(op, image(op, "a(6)", x -> {
				int type = op.equals("BitShift") ? 12 : 6;
				String whole = b.emit("Cast", b.shape(x), attributes("to", type), b.mul(b.sigmoid(x), b.number(200)));
				String[] in = op.equals("BitwiseNot") ? new String[]{whole}
						: new String[]{whole, b.emit("Cast", b.shape(x), attributes("to", type),
								b.mul(b.sigmoid(b.unary("Neg", x)), b.number(9)))};
				return b.castToFloat(b.emit(op, b.shape(x), attributes, in));
			}, b));
		});
	}

	private static Stream<RuleNet> several() {
		NetBuilder clip = net();
		NetBuilder like = net();
		NetBuilder split = net();
		NetBuilder squeeze = net();
		return Stream.of(image("Clip", "a(6)", x -> clip.clip(x, -0.4f, 0.6f), clip), image("CastLike", "a(6)",
				x -> like.emit("CastLike", like.shape(x), attributes(), x, like.number(1)), like),
				image("Split by number", "a(3) a#2(3)", x -> {
					List<String> parts = split.emit("Split",
							List.of(split.shape(x).with(1, 3), split.shape(x).with(1, 3)),
							attributes("axis", 1, "num_outputs", 2), x);
					return split.concat(parts.getLast(), split.relu(parts.getFirst()));
				}, split).at(18), image("Squeeze and Unsqueeze", "a(6)", x -> {
					String flat = squeeze.squeezeSpace(squeeze.globalPool(x));
					return squeeze.mul(x, squeeze.unsqueezeSpace(flat, 2));
				}, squeeze));
	}
}
