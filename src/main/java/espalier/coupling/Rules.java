package espalier.coupling;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

/** The rule of each operator: standard ones and those of com.microsoft. Operators without one pin what they touch. */
final class Rules {
	private static final String MICROSOFT = "com.microsoft";
	private static final Map<String, Rule> BY_OPERATOR = new HashMap<>();

	static {
		put(new ConvRule(ConvRule.Slots.PLAIN), "Conv");
		put(new ConvRule(ConvRule.Slots.INTEGER), "ConvInteger");
		put(new ConvRule(ConvRule.Slots.QUANTISED), "QLinearConv");
		put(new ConvRule(ConvRule.Slots.DEFORMED), "DeformConv");
		put(new ConvTransposeRule(), "ConvTranspose");
		put(new MatMulRule(MatMulRule.Slots.PLAIN), "Gemm", "MatMul");
		put(new MatMulRule(MatMulRule.Slots.INTEGER), "MatMulInteger");
		put(new MatMulRule(MatMulRule.Slots.QUANTISED), "QLinearMatMul");
		put(new EinsumRule(), "Einsum");
		put(new RecurrentRule(4), "LSTM");
		put(new RecurrentRule(3), "GRU");
		put(new RecurrentRule(1), "RNN");
		put(new AttentionRule(true), "Attention");
		put(new RotaryRule(), "RotaryEmbedding");
		put(new ChannelwiseRule(false), "BatchNormalization");
		put(new ChannelwiseRule(true), "InstanceNormalization");
		put(new NormalisationRule(new int[]{0}, new int[]{1, 2}), "LayerNormalization", "RMSNormalization",
				"SimplifiedLayerNormalization");
		put(new GroupNormalisationRule(), "GroupNormalization");
		put(new MeanVarianceRule(), "MeanVarianceNormalization");
		put(new AlongAxisRule(AlongAxisRule.Effect.STATISTICS, 1), "LRN");
		put(new AlongAxisRule(AlongAxisRule.Effect.SUM, -1), "LpNormalization");
		put(new AlongAxisRule(AlongAxisRule.Effect.ORDER, -1), "TopK");
		put(new SoftmaxRule(), "Softmax", "LogSoftmax", "Hardmax");
		put(new PoolRule(), "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool");
		put(new ReduceRule(true), "ReduceSum", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum");
		put(new ReduceRule(false), "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceLogSumExp");
		put(new ArgRule(), "ArgMax", "ArgMin");
		put(new ConcatRule(), "Concat");
		put(new SplitRule(), "Split");
		put(new SliceRule(), "Slice");
		put(new GatherRule(), "Gather");
		put(new IndexedRule(), "GatherElements", "ScatterElements", "Scatter");
		put(new IndexedBlocksRule(), "GatherND", "ScatterND");
		put(new TransposeRule(), "Transpose");
		put(new ReshapeRule(), "Reshape", "Flatten", "Squeeze", "Unsqueeze");
		put(new SpaceDepthRule(), "DepthToSpace", "SpaceToDepth");
		put(new Col2ImRule(), "Col2Im");
		put(new PadRule(), "Pad");
		put(new ResizeRule(), "Resize", "Upsample");
		put(new ExpandRule(), "Expand");
		put(new TileRule(), "Tile");
		put(new ConstantOfShapeRule(), "ConstantOfShape");
		put(new SampledRule(), "GridSample", "RoiAlign", "MaxRoiPool");
		put(new HeldAxesRule(n -> new int[]{-2, -1}), "Trilu");
		put(new HeldAxesRule(n -> new int[]{(int) n.integer("time_axis", 0), (int) n.integer("batch_axis", 1)}),
				"ReverseSequence");
		put(new QuantiseRule(), "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");
		put(new ElementwiseRule("adds its inputs index by index", Role.BIAS), "Add", "Sub", "Sum");
		put(new ElementwiseRule("multiplies its inputs index by index", Role.CONSTANT), "Mul", "Div");
		put(new ElementwiseRule("combines its inputs index by index", Role.CONSTANT), "Pow", "Min", "Max", "Mean",
				"Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor", "Mod",
				"BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "PRelu");
		put(new ElementwiseRule("works index by index", Role.CONSTANT), "Relu", "LeakyRelu", "Elu", "Selu", "Celu",
				"Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Erf", "Gelu", "Mish",
				"ThresholdedRelu", "Swish", "Identity", "Cast", "Abs", "Neg", "Exp", "Log", "Sqrt", "Reciprocal",
				"Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh",
				"Acosh", "Atanh", "Not", "BitwiseNot", "IsNaN", "IsInf", "Shrink", "BitCast");
		put(new FirstInputRule(), "Clip", "Dropout", "CastLike");
		microsoft(new ConvRule(ConvRule.Slots.FUSED), "FusedConv");
		microsoft(new MatMulRule(MatMulRule.Slots.PLAIN), "FusedGemm", "FusedMatMul");
		microsoft(new MatMulRule(MatMulRule.Slots.TO_FLOAT), "MatMulIntegerToFloat");
		microsoft(new MatMulRule(MatMulRule.Slots.DYNAMIC), "DynamicQuantizeMatMul");
		microsoft(new MatMulRule(MatMulRule.Slots.QUANTISED_GEMM), "QGemm");
		microsoft(new AttentionRule(false), "MultiHeadAttention");
		microsoft(new NormalisationRule(new int[]{0, 1}, new int[]{2, 3, 4}), "SkipLayerNormalization");
		microsoft(new NormalisationRule(new int[]{0, 1}, new int[]{2, 3}), "SkipSimplifiedLayerNormalization");
		microsoft(new ElementwiseRule("adds a bias and works index by index", Role.BIAS), "BiasGelu", "FastGelu");
		microsoft(new ElementwiseRule("works index by index", Role.CONSTANT), "QuickGelu", "Gelu");
		microsoft(new QuantiseRule(), "QuantizeLinear", "DequantizeLinear");
		microsoft(new QuantisedElementwiseRule(0, 3), "QLinearAdd", "QLinearMul");
		microsoft(new QuantisedElementwiseRule(0), "QLinearSigmoid", "QLinearLeakyRelu");
	}

	private Rules() {}

	private static void put(Rule rule, String... operators) {
		for (String operator : operators)
			BY_OPERATOR.put(operator, rule);
	}

	private static void microsoft(Rule rule, String... operators) {
		for (String operator : operators)
			BY_OPERATOR.put(MICROSOFT + "." + operator, rule);
	}

	/** The rule of a node's operator, or null. */
	static @Nullable Rule of(Node node) {
		return of(node.qualifiedOp());
	}

	static @Nullable Rule of(String operator) {
		return BY_OPERATOR.get(operator);
	}

	/** Operators with a rule, those of other domains with their domain's name before them. */
	static java.util.Set<String> operators() {
		return java.util.Collections.unmodifiableSet(BY_OPERATOR.keySet());
	}
}
