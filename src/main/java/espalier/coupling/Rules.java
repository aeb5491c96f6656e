package espalier.coupling;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

/** The rule of each standard operator. Operators without one pin what they touch. */
final class Rules {
	private static final Map<String, Rule> BY_OPERATOR = new HashMap<>();

	static {
		put(new ConvRule(), "Conv");
		put(new ConvTransposeRule(), "ConvTranspose");
		put(new MatMulRule(), "Gemm", "MatMul");
		put(new ChannelwiseRule(false), "BatchNormalization");
		put(new ChannelwiseRule(true), "InstanceNormalization");
		put(new PoolRule(), "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool");
		put(new ReduceRule(true), "ReduceSum", "ReduceL1", "ReduceL2", "ReduceSumSquare");
		put(new ReduceRule(false), "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceLogSum",
				"ReduceLogSumExp");
		put(new ConcatRule(), "Concat");
		put(new SplitRule(), "Split");
		put(new SliceRule(), "Slice");
		put(new GatherRule(), "Gather");
		put(new TransposeRule(), "Transpose");
		put(new ReshapeRule(), "Reshape", "Flatten", "Squeeze", "Unsqueeze");
		put(new PadRule(), "Pad");
		put(new ResizeRule(), "Resize", "Upsample");
		put(new ExpandRule(), "Expand");
		put(new SoftmaxRule(), "Softmax", "LogSoftmax", "Hardmax");
		put(new ElementwiseRule("adds its inputs index by index", Role.BIAS), "Add", "Sub", "Sum");
		put(new ElementwiseRule("multiplies its inputs index by index", Role.CONSTANT), "Mul", "Div");
		put(new ElementwiseRule("combines its inputs index by index", Role.CONSTANT), "Pow", "Min", "Max", "Mean",
				"Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Mod",
				"BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "PRelu");
		put(new ElementwiseRule("works index by index", Role.CONSTANT), "Relu", "LeakyRelu", "Elu", "Selu", "Celu",
				"Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Erf", "Gelu", "Mish",
				"ThresholdedRelu", "Swish", "Identity", "Cast", "Abs", "Neg", "Exp", "Log", "Sqrt", "Reciprocal",
				"Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh",
				"Acosh", "Atanh", "Not", "BitwiseNot", "IsNaN", "IsInf", "Shrink");
		put(new FirstInputRule(), "Clip", "Dropout");
	}

	private Rules() {}

	private static void put(Rule rule, String... operators) {
		for (String operator : operators)
			BY_OPERATOR.put(operator, rule);
	}

	/** The rule of a node's operator, or null. */
	static @Nullable Rule of(Node node) {
		return node.standard() ? BY_OPERATOR.get(node.op()) : null;
	}
}
