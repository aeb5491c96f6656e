package espalier.runtime.torch;

import static espalier.runtime.torch.OperatorCase.ints;

import java.util.stream.Stream;

/** Uses of convolutions, pools, products and normalisations. */
final class LayerCases {
	private LayerCases() {}

	static Stream<OperatorCase> all() {
		return Stream.of(convolutions(), transposed(), pools(), globalPools(), products(), norms(), softmaxes())
				.flatMap(c -> c);
	}

	private static Stream<OperatorCase> convolutions() {
		return Stream.of(
				OperatorCase.of("Conv", "over time").x(4, 11).weight(5, 4, 3).weight(5).with("pads", ints(1, 1),
						"strides", ints(2)),
				OperatorCase.of("Conv", "").x(4, 9, 8).weight(5, 4, 3, 3).weight(5).with("pads", ints(1, 1, 1, 1)),
				OperatorCase.of("Conv", "without bias").x(4, 9, 8).weight(5, 4, 3, 2).with("kernel_shape", ints(3, 2)),
				OperatorCase.of("Conv", "over a volume").x(2, 5, 6, 7).weight(3, 2, 3, 2, 3).weight(3).with("pads",
						ints(1, 0, 1, 1, 0, 1)),
				OperatorCase.of("Conv", "grouped").x(4, 9, 8).weight(6, 2, 3, 3).weight(6).with("group", 2),
				OperatorCase.of("Conv", "depthwise").x(4, 9, 8).weight(4, 1, 3, 3).with("group", 4, "pads",
						ints(1, 1, 1, 1)),
				OperatorCase.of("Conv", "dilated").x(4, 9, 11).weight(5, 4, 3, 3).with("dilations", ints(2, 3), "pads",
						ints(2, 3, 2, 3)),
				OperatorCase.of("Conv", "padded unevenly").x(4, 9, 8).weight(5, 4, 3, 3).weight(5).with("pads",
						ints(0, 1, 2, 1), "strides", ints(2, 1)),
				OperatorCase.of("Conv", "padded by SAME_UPPER").x(4, 9, 8).weight(5, 4, 3, 2).with("auto_pad",
						"SAME_UPPER", "strides", ints(2, 2)),
				OperatorCase.of("Conv", "padded by SAME_LOWER").x(4, 9, 8).weight(5, 4, 3, 2).with("auto_pad",
						"SAME_LOWER", "strides", ints(2, 2)),
				OperatorCase.of("Conv", "padded by VALID").x(4, 9, 8).weight(5, 4, 3, 2).with("auto_pad", "VALID"));
	}

	private static Stream<OperatorCase> transposed() {
		return Stream.of(
				OperatorCase.of("ConvTranspose", "").x(4, 5, 6).weight(4, 3, 2, 2).weight(3).with("strides",
						ints(2, 2)),
				OperatorCase.of("ConvTranspose", "over time").x(4, 7).weight(4, 3, 4).with("strides", ints(2), "pads",
						ints(1, 1)),
				OperatorCase.of("ConvTranspose", "over a volume").x(2, 3, 4, 3).weight(2, 3, 2, 2, 2).with("strides",
						ints(2, 1, 2)),
				OperatorCase.of("ConvTranspose", "with output padding").x(4, 5, 6).weight(4, 3, 3, 3).weight(3).with(
						"strides", ints(2, 2), "pads", ints(1, 1, 1, 1), "output_padding", ints(1, 1)),
				OperatorCase.of("ConvTranspose", "grouped and dilated").x(4, 5, 6).weight(4, 3, 3, 3).with("group", 2,
						"dilations", ints(2, 1)),
				OperatorCase.of("ConvTranspose", "padded unevenly").x(4, 5, 6).weight(4, 3, 3, 3).with("strides",
						ints(2, 2), "pads", ints(0, 1, 2, 1)),
				OperatorCase.of("ConvTranspose", "padded by SAME_UPPER").x(4, 5, 6).weight(4, 3, 3, 3).with("strides",
						ints(2, 2), "auto_pad", "SAME_UPPER"),
				OperatorCase.of("ConvTranspose", "padded by SAME_LOWER").x(4, 5, 6).weight(4, 3, 3, 3).with("strides",
						ints(2, 2), "auto_pad", "SAME_LOWER"),
				OperatorCase.of("ConvTranspose", "to a size").x(4, 5, 6).weight(4, 3, 3, 3).with("strides", ints(2, 2),
						"output_shape", ints(10, 12)));
	}

	private static Stream<OperatorCase> pools() {
		Stream<OperatorCase> usual = Stream.of("MaxPool", "AveragePool", "LpPool").flatMap(op -> Stream.of(
				OperatorCase.of(op, "").x(3, 8, 9).with("kernel_shape", ints(2, 3), "strides", ints(2, 2)),
				OperatorCase.of(op, "over time").x(3, 9).with("kernel_shape", ints(3)),
				OperatorCase.of(op, "over a volume").x(3, 4, 5, 6).with("kernel_shape", ints(2, 2, 2), "strides",
						ints(2, 2, 2)),
				OperatorCase.of(op, "padded").x(3, 8, 9).with("kernel_shape", ints(3, 3), "strides", ints(2, 2), "pads",
						ints(1, 1, 1, 1)),
				OperatorCase.of(op, "padded unevenly").x(3, 8, 9).with("kernel_shape", ints(3, 3), "strides",
						ints(2, 2), "pads", ints(0, 1, 1, 2)),
				OperatorCase.of(op, "rounded up").x(3, 8, 9).with("kernel_shape", ints(3, 2), "strides", ints(2, 2),
						"ceil_mode", 1),
				OperatorCase.of(op, "padded and rounded up").x(3, 8, 8).with("kernel_shape", ints(3, 3), "strides",
						ints(2, 2), "pads", ints(1, 1, 1, 1), "ceil_mode", 1),
				OperatorCase.of(op, "padded by SAME_UPPER").x(3, 8, 9).with("kernel_shape", ints(3, 2), "strides",
						ints(2, 2), "auto_pad", "SAME_UPPER"),
				OperatorCase.of(op, "padded by SAME_LOWER").x(3, 8, 9).with("kernel_shape", ints(3, 2), "strides",
						ints(2, 2), "auto_pad", "SAME_LOWER"),
				OperatorCase.of(op, "padded by VALID").x(3, 8, 9).with("kernel_shape", ints(3, 2), "strides",
						ints(2, 2), "auto_pad", "VALID")));
		return Stream.concat(usual, furtherPools());
	}

	private static Stream<OperatorCase> furtherPools() {
		return Stream.of(
				OperatorCase.of("MaxPool", "dilated").x(3, 9, 9).with("kernel_shape", ints(2, 2), "dilations",
						ints(2, 3)),
				OperatorCase.of("AveragePool", "counting its padding").x(3, 8, 9).with("kernel_shape", ints(3, 3),
						"strides", ints(2, 2), "pads", ints(1, 1, 1, 1), "count_include_pad", 1),
				OperatorCase.of("AveragePool", "counting its padding, rounded up").x(3, 8, 8).with("kernel_shape",
						ints(3, 3), "strides", ints(2, 2), "pads", ints(1, 1, 1, 1), "count_include_pad", 1,
						"ceil_mode", 1),
				OperatorCase.of("AveragePool", "counting what SAME adds").x(3, 8, 9).with("kernel_shape", ints(3, 3),
						"strides", ints(2, 2), "auto_pad", "SAME_UPPER", "count_include_pad", 1),
				OperatorCase.of("LpPool", "of sums").x(3, 8, 9).with("kernel_shape", ints(2, 2), "p", 1));
	}

	private static Stream<OperatorCase> globalPools() {
		return Stream.of("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")
				.flatMap(op -> Stream.of(OperatorCase.of(op, "").x(3, 5, 4), OperatorCase.of(op, "over time").x(3, 5),
						OperatorCase.of(op, "over a volume").x(3, 2, 3, 4)).map(c -> c.opset(21)));
	}

	private static Stream<OperatorCase> products() {
		return Stream.of(OperatorCase.of("MatMul", "").x(6).weight(6, 4),
				OperatorCase.of("MatMul", "over tokens").x(5, 6).weight(6, 4),
				OperatorCase.of("MatMul", "of two inputs").x(2, 5, 6).x(2, 6, 3),
				OperatorCase.of("MatMul", "by a vector").x(5, 6).weight(6),
				OperatorCase.of("Gemm", "").x(6).weight(6, 4).weight(4),
				OperatorCase.of("Gemm", "turned").x(6).weight(4, 6).weight(4).with("transB", 1),
				OperatorCase.of("Gemm", "without bias").x(6).weight(4, 6).with("transB", 1),
				OperatorCase.of("Gemm", "scaled").x(6).weight(4, 6).weight(4).with("transB", 1, "alpha", 0.5f, "beta",
						2f),
				OperatorCase.of("Gemm", "with a bias of one row").x(6).weight(6, 4).weight(1, 4).with("alpha", 0.5f),
				OperatorCase.of("Gemm", "with a bias that is left out by beta").x(6).weight(6, 4).weight(4).with("beta",
						0f),
				OperatorCase.of("Gemm", "turned on both sides").x(6).first("Transpose").weight(4, 6).with("transA", 1,
						"transB", 1),
				OperatorCase.of("Einsum", "").x(5, 6).weight(6, 4).with("equation", "bij,jk->bik"),
				OperatorCase.of("Einsum", "of attention").x(2, 5, 6).x(2, 4, 6).with("equation",
						"b h i d, b h j d -> b h i j"),
				OperatorCase.of("Einsum", "with points").x(5, 6).weight(4, 6).with("equation", "...i,ji->...j"));
	}

	private static Stream<OperatorCase> norms() {
		return Stream.of(
				OperatorCase.of("BatchNormalization", "").x(3, 4, 5).weight(3).weight(3).weight(3).positive(3),
				OperatorCase.of("BatchNormalization", "of a vector").x(3).weight(3).weight(3).weight(3).positive(3)
						.with("epsilon", 1e-2f),
				OperatorCase.of("InstanceNormalization", "").x(3, 4, 5).weight(3).weight(3),
				OperatorCase.of("InstanceNormalization", "over time").x(3, 6).weight(3).weight(3).with("epsilon",
						1e-2f),
				OperatorCase.of("LayerNormalization", "").x(5, 6).weight(6).weight(6),
				OperatorCase.of("LayerNormalization", "without bias").x(5, 6).weight(6).with("epsilon", 1e-2f),
				OperatorCase.of("LayerNormalization", "over two axes").x(3, 4, 5).weight(4, 5).weight(4, 5).with("axis",
						-2),
				OperatorCase.of("LayerNormalization", "with a scale that broadcasts").x(3, 4, 5).weight(5).weight(5)
						.with("axis", 2),
				OperatorCase.of("RMSNormalization", "").opset(23).x(5, 6).weight(6),
				OperatorCase.of("RMSNormalization", "over two axes").opset(23).x(3, 4, 5).weight(4, 5).with("axis", -2,
						"epsilon", 1e-2f),
				OperatorCase.of("GroupNormalization", "").x(6, 4, 5).weight(6).weight(6).with("num_groups", 3),
				OperatorCase.of("GroupNormalization", "scaled by group").opset(18).x(6, 4, 5).weight(3).weight(3).with(
						"num_groups", 3, "epsilon", 1e-2f),
				OperatorCase.of("LRN", "").x(7, 3, 4).with("size", 5, "alpha", 0.3f, "beta", 0.6f, "bias", 2f),
				OperatorCase.of("LpNormalization", "").x(5, 6),
				OperatorCase.of("LpNormalization", "of sums").x(5, 6).with("axis", 1, "p", 1));
	}

	private static Stream<OperatorCase> softmaxes() {
		Stream<OperatorCase> soft = Stream.of("Softmax", "LogSoftmax").flatMap(op -> Stream.of(
				OperatorCase.of(op, "").x(5, 6), OperatorCase.of(op, "over an axis").x(5, 6).with("axis", 1),
				OperatorCase.of(op, "over the rest").opset(11).x(5, 6),
				OperatorCase.of(op, "over the last, by the old rule").opset(11).x(5, 6).with("axis", 2)));
		return Stream.concat(soft, Stream.of(OperatorCase.of("Hardmax", "").x(5, 6),
				OperatorCase.of("Hardmax", "over an axis").x(5, 6).with("axis", 1)));
	}
}
