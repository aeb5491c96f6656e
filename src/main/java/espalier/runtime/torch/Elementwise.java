package espalier.runtime.torch;

import java.util.Map;
import java.util.function.Function;

import espalier.graph.Attribute;
import espalier.graph.ElementType;

/** Operators that work index by index, with numpy's broadcasting, which torch shares. */
final class Elementwise {
	private Elementwise() {}

	static void register(Map<String, Operators.Translation> operators) {
		Map.ofEntries(Map.entry("Sigmoid", "sigmoid"), Map.entry("Tanh", "tanh"),
				Map.entry("Erf", "erf"), Map.entry("Abs", "abs"), Map.entry("Neg", "neg"), Map.entry("Exp", "exp"),
				Map.entry("Log", "log"), Map.entry("Sqrt", "sqrt"), Map.entry("Reciprocal", "reciprocal"),
				Map.entry("Floor", "floor"), Map.entry("Ceil", "ceil"), Map.entry("Round", "round"),
				Map.entry("Sign", "sign"), Map.entry("Sin", "sin"), Map.entry("Cos", "cos"), Map.entry("Tan", "tan"),
				Map.entry("Asin", "asin"), Map.entry("Acos", "acos"), Map.entry("Atan", "atan"),
				Map.entry("Sinh", "sinh"), Map.entry("Cosh", "cosh"), Map.entry("Asinh", "asinh"),
				Map.entry("Acosh", "acosh"), Map.entry("Atanh", "atanh"), Map.entry("Not", "logical_not"),
				Map.entry("BitwiseNot", "bitwise_not"), Map.entry("IsNaN", "isnan"), Map.entry("Mish", "mish"),
				Map.entry("Softplus", "softplus"))
				.forEach((op, torch) -> unary(operators, op, x -> "torch." + torch + "(" + x + ")"));
		operators.put("Relu", c -> c.out((c.spare(0) ? "torch.relu_(" : "torch.relu(") + c.in(0) + ")"));
		operators.put("Add", c -> c.out((c.spare(0) ? "torch.add_(" : "torch.add(") + c.in(0) + ", " + c.in(1) + ")"));
		unary(operators, "Identity", x -> x);
		unary(operators, "HardSwish", x -> "torch.hardswish(" + x + ")");
		unary(operators, "Softsign", x -> "torch.div(" + x + ", torch.add(torch.abs(" + x + "), 1.0))");
		operators.put("LeakyRelu", c -> c.out("torch.leaky_relu(" + c.in(0) + ", " + alpha(c, 0.01f) + ")"));
		operators.put("Elu", c -> c.out("torch.elu(" + c.in(0) + ", " + alpha(c, 1) + ")"));
		operators.put("Selu", Elementwise::selu);
		operators.put("Celu", c -> c.out("torch.celu(" + c.in(0) + ", " + alpha(c, 1) + ")"));
		operators.put("ThresholdedRelu",
				c -> c.out("torch.threshold(" + c.in(0) + ", " + alpha(c, 1) + ", 0.0)"));
		operators.put("Swish", Elementwise::swish);
		operators.put("HardSigmoid", Elementwise::hardSigmoid);
		operators.put("Gelu", c -> c.out("torch.gelu(" + c.in(0) + ", approximate=\""
				+ c.node().text("approximate", "none") + "\")"));
		operators.put("Shrink", Elementwise::shrink);
		operators.put("PRelu", Elementwise::prelu);
		operators.put("Clip", Elementwise::clip);
		operators.put("Dropout", Elementwise::dropout);
		operators.put("Cast", Elementwise::cast);
		operators.put("IsInf", Elementwise::isInf);
		Map.ofEntries(Map.entry("Sub", "sub"), Map.entry("Mul", "mul"),
				Map.entry("Pow", "pow"), Map.entry("Equal", "eq"), Map.entry("Less", "lt"),
				Map.entry("LessOrEqual", "le"), Map.entry("Greater", "gt"), Map.entry("GreaterOrEqual", "ge"),
				Map.entry("And", "logical_and"), Map.entry("Or", "logical_or"), Map.entry("Xor", "logical_xor"),
				Map.entry("BitwiseAnd", "bitwise_and"), Map.entry("BitwiseOr", "bitwise_or"),
				Map.entry("BitwiseXor", "bitwise_xor"))
				.forEach((op, torch) -> operators.put(op,
						c -> c.out("torch." + torch + "(" + c.in(0) + ", " + c.in(1) + ")")));
		operators.put("Div", Elementwise::div);
		operators.put("Mod", c -> c.out((c.node().integer("fmod", 0) == 1 ? "torch.fmod(" : "torch.remainder(")
				+ c.in(0) + ", " + c.in(1) + ")"));
		operators.put("BitShift", c -> c.out((c.node().text("direction", "").equals("LEFT")
				? "torch.__lshift__("
				: "torch.__rshift__(") + c.in(0) + ", " + c.in(1) + ")"));
		operators.put("Sum", c -> c.out(folded(c, "torch.add")));
		operators.put("Min", c -> c.out(folded(c, "torch.minimum")));
		operators.put("Max", c -> c.out(folded(c, "torch.maximum")));
		operators.put("Mean",
				c -> c.out("torch.div(" + folded(c, "torch.add") + ", " + c.node().inputs().size() + ")"));
		operators.put("Where", c -> c.out("torch.where(" + c.in(0) + ", " + c.in(1) + ", " + c.in(2) + ")"));
	}

	private static void unary(Map<String, Operators.Translation> operators, String op, Function<String, String> torch) {
		operators.put(op, c -> c.out(torch.apply(c.in(0))));
	}

	private static String alpha(Call call, float otherwise) {
		return Call.number(call.real("alpha", otherwise));
	}

	private static void selu(Call c) {
		c.out("torch.mul(torch.elu(" + c.in(0) + ", " + alpha(c, 1.6732632f) + "), "
				+ Call.number(c.real("gamma", 1.050701f)) + ")");
	}

	private static void swish(Call c) {
		c.out("torch.mul(" + c.in(0) + ", torch.sigmoid(torch.mul(" + c.in(0) + ", " + alpha(c, 1) + ")))");
	}

	private static void hardSigmoid(Call c) {
		c.out("torch.clamp(torch.add(torch.mul(" + c.in(0) + ", " + alpha(c, 0.2f) + "), "
				+ Call.number(c.real("beta", 0.5f)) + "), 0.0, 1.0)");
	}

	private static void shrink(Call c) {
		String bias = Call.number(c.real("bias", 0));
		String bound = Call.number(c.real("lambd", 0.5f));
		String x = c.in(0);
		c.out("torch.where(torch.lt(" + x + ", torch.neg(torch.tensor(" + bound + "))), torch.add(" + x + ", " + bias
				+ "), torch.where(torch.gt(" + x + ", " + bound + "), torch.sub(" + x + ", " + bias
				+ "), torch.zeros_like(" + x + ")))");
	}

	/** The slope broadcasts from the last axis, unlike torch's own, which is per channel. */
	private static void prelu(Call c) {
		String x = c.in(0);
		c.out("torch.where(torch.lt(" + x + ", 0), torch.mul(" + x + ", " + c.in(1) + "), " + x + ")");
	}

	private static void clip(Call c) {
		String x = c.in(0);
		if (c.graph().opset() < 11)
			c.out("torch.clamp(" + x + ", " + Call.number(c.real("min", Float.NEGATIVE_INFINITY)) + ", "
					+ Call.number(c.real("max", Float.POSITIVE_INFINITY)) + ")");
		else if (!c.has(1) && !c.has(2))
			c.out(x);
		else
			c.out("torch.clamp(" + x + ", " + c.optional(1) + ", " + c.optional(2) + ")");
	}

	private static void dropout(Call c) {
		float rate = c.constant(1) instanceof espalier.graph.Tensor ratio
				? (float) ratio.at(0)
				: c.real("ratio", 0.5f);
		c.out("torch.dropout(" + c.in(0) + ", " + Call.number(rate) + ", self.training)");
	}

	private static void cast(Call c) {
		ElementType to = ElementType.ofCode((int) c.node().integer("to", 1));
		c.out("torch.to(" + c.in(0) + ", dtype=" + Dtype.of(to, c) + ")");
	}

	private static void isInf(Call c) {
		boolean above = c.node().integer("detect_positive", 1) == 1;
		boolean below = c.node().integer("detect_negative", 1) == 1;
		c.out(above && below
				? "torch.isinf(" + c.in(0) + ")"
				: (above ? "torch.isposinf(" : "torch.isneginf(") + c.in(0) + ")");
	}

	private static void div(Call c) {
		c.out("torch.div(" + c.in(0) + ", " + c.in(1) + (c.floating(0) ? ")" : ", rounding_mode=\"trunc\")"));
	}

	private static String folded(Call c, String torch) {
		String result = c.in(0);
		for (int slot = 1; slot < c.node().inputs().size(); slot++)
			result = torch + "(" + result + ", " + c.in(slot) + ")";
		return result;
	}

	/** Whether an attribute is given at all. */
	static boolean given(Call c, String attribute) {
		return c.node().attributes().get(attribute) instanceof Attribute;
	}
}
