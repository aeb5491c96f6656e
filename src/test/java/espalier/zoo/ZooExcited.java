package espalier.zoo;

import java.util.List;
import java.util.function.UnaryOperator;

import espalier.graph.Graph;

/** Networks with squeeze and excitation (Hu et al. 2018) in their blocks: MobileNetV3, EfficientNet, RegNetY. */
final class ZooExcited {
	/** One block of a paper's table; squeeze is 0 where there is none. */
	private record Row(int kernel, int wide, int out, int squeeze, boolean swish, int stride) {}

	private ZooExcited() {}

	/** MobileNetV3-Small (Howard et al. 2019); hard swish is an operator. */
	static Graph mobileNetV3Small(Form form) {
		NetBuilder b = form.builder("mobilenetv3small");
		return mobileNetV3(b, form, y -> Parts.hardSwish(b, y), 576, 1024, List.of(
				new Row(3, 16, 16, 8, false, 2), new Row(3, 72, 24, 0, false, 2), new Row(3, 88, 24, 0, false, 1),
				new Row(5, 96, 40, 24, true, 2), new Row(5, 240, 40, 64, true, 1), new Row(5, 240, 40, 64, true, 1),
				new Row(5, 120, 48, 32, true, 1), new Row(5, 144, 48, 40, true, 1), new Row(5, 288, 96, 72, true, 2),
				new Row(5, 576, 96, 144, true, 1), new Row(5, 576, 96, 144, true, 1)));
	}

	/** MobileNetV3-Large; hard swish is spelled out. */
	static Graph mobileNetV3Large(Form form) {
		NetBuilder b = form.builder("mobilenetv3large");
		return mobileNetV3(b, form, y -> Parts.hardSwishSpelled(b, y), 960, 1280, List.of(
				new Row(3, 16, 16, 0, false, 1), new Row(3, 64, 24, 0, false, 2), new Row(3, 72, 24, 0, false, 1),
				new Row(5, 72, 40, 24, false, 2), new Row(5, 120, 40, 32, false, 1), new Row(5, 120, 40, 32, false, 1),
				new Row(3, 240, 80, 0, true, 2), new Row(3, 200, 80, 0, true, 1), new Row(3, 184, 80, 0, true, 1),
				new Row(3, 184, 80, 0, true, 1), new Row(3, 480, 112, 120, true, 1), new Row(3, 672, 112, 168, true, 1),
				new Row(5, 672, 160, 168, true, 2), new Row(5, 960, 160, 240, true, 1),
				new Row(5, 960, 160, 240, true, 1)));
	}

	private static Graph mobileNetV3(NetBuilder b, Form form, UnaryOperator<String> swish, int last, int hidden,
			List<Row> rows) {
		String image = form.image(b);
		String features = b.module("features", () -> {
			String x = Parts.convBnAct(b, "0", image, ConvSpec.of(form.width(16), 3).strided(2), swish);
			for (int i = 0; i < rows.size(); i++) {
				String in = x;
				Row row = rows.get(i);
				x = b.module("" + (i + 1), () -> mobileBlock(b, form, in, row, row.swish ? swish : b::relu));
			}
			return Parts.convBnAct(b, "" + (rows.size() + 1), x, ConvSpec.of(form.width(last), 1), swish);
		});
		String pooled = b.flatten(b.at("avgpool").globalPool(features));
		String wide = b.module("classifier", () -> {
			String y = b.at("0").gemm(pooled, form.width(hidden), true, true);
			return b.module("1", () -> swish.apply(y));
		});
		return Parts.classify(b, wide, List.of("classifier", "3"), form.classes());
	}

	private static String mobileBlock(NetBuilder b, Form form, String x, Row row, UnaryOperator<String> act) {
		int wide = form.width(row.wide);
		String projected = b.module("block", () -> {
			int child = 0;
			String y = x;
			if (wide != b.dim(x, 1))
				y = Parts.convBnAct(b, "" + child++, y, ConvSpec.of(wide, 1), act);
			y = Parts.convBnAct(b, "" + child++, y, ConvSpec.of(wide, row.kernel).strided(row.stride).grouped(wide),
					act);
			if (row.squeeze > 0)
				y = Parts.excite(b, "" + child++, y, form.width(row.squeeze), b::relu, z -> Parts.hardSigmoid(b, z));
			return Parts.convBn(b, "" + child, y, ConvSpec.of(form.width(row.out), 1));
		});
		return row.stride == 1 && b.dim(x, 1) == form.width(row.out) ? b.add(projected, x) : projected;
	}

	/** EfficientNet-B0 (Tan and Le 2019). */
	static Graph efficientNetB0(Form form) {
		NetBuilder b = form.builder("efficientnetb0");
		String image = form.image(b);
		int[][] stages = {{1, 3, 1, 16, 1}, {6, 3, 2, 24, 2}, {6, 5, 2, 40, 2}, {6, 3, 2, 80, 3}, {6, 5, 1, 112, 3},
				{6, 5, 2, 192, 4}, {6, 3, 1, 320, 1}};
		String features = b.module("features", () -> {
			UnaryOperator<String> silu = b::silu;
			String x = Parts.convBnAct(b, "0", image, ConvSpec.of(form.width(32), 3).strided(2), silu);
			for (int stage = 0; stage < stages.length; stage++) {
				int[] s = stages[stage];
				for (int i = 0; i < s[4]; i++) {
					String in = x;
					String child = "" + i;
					int stride = i == 0 ? s[2] : 1;
					x = b.module("" + (stage + 1),
							() -> b.module(child, () -> mbConv(b, in, s[0], s[1], form.width(s[3]), stride)));
				}
			}
			return Parts.convBnAct(b, "8", x, ConvSpec.of(form.width(1280), 1), silu);
		});
		String pooled = b.flatten(b.at("avgpool").globalPool(features));
		return Parts.classify(b, pooled, List.of("classifier", "1"), form.classes());
	}

	private static String mbConv(NetBuilder b, String x, int expansion, int kernel, int out, int stride) {
		int in = b.dim(x, 1);
		String projected = b.module("block", () -> {
			int child = 0;
			String y = x;
			if (expansion > 1)
				y = Parts.convBnAct(b, "" + child++, y, ConvSpec.of(in * expansion, 1), b::silu);
			y = Parts.convBnAct(b, "" + child++, y,
					ConvSpec.of(in * expansion, kernel).strided(stride).grouped(in * expansion), b::silu);
			y = Parts.excite(b, "" + child++, y, Math.max(1, in / 4), b::silu, b::sigmoid);
			return Parts.convBn(b, "" + child, y, ConvSpec.of(out, 1));
		});
		return stride == 1 && in == out ? b.add(projected, x) : projected;
	}

	/** RegNetY-400MF (Radosavovic et al. 2020); a thin one has groups of fewer channels. */
	static Graph regNetY(Form form) {
		NetBuilder b = form.builder("regnety");
		String image = form.image(b);
		String x = Parts.convBnAct(b, "stem", image, ConvSpec.of(form.width(32), 3).strided(2), b::relu);
		int[] widths = {48, 104, 208, 440};
		int[] depths = {1, 3, 6, 6};
		for (int stage = 0; stage < 4; stage++)
			for (int i = 0; i < depths[stage]; i++) {
				String in = x;
				int width = form.width(widths[stage]);
				int stride = i == 0 ? 2 : 1;
				String block = "block" + (stage + 1);
				String child = block + "-" + i;
				x = b.module("trunk_output",
						() -> b.module(block, () -> b.module(child, () -> regBlock(b, form, in, width, stride))));
			}
		return Parts.classify(b, x, "fc", form.classes());
	}

	private static String regBlock(NetBuilder b, Form form, String x, int width, int stride) {
		String skip = b.dim(x, 1) == width && stride == 1
				? x
				: Parts.convBn(b, "proj", x, ConvSpec.of(width, 1).strided(stride));
		int squeeze = Math.max(1, (int) Math.rint(0.25 * b.dim(x, 1)));
		String y = b.module("f", () -> {
			String z = Parts.convBnAct(b, "a", x, ConvSpec.of(width, 1), b::relu);
			z = Parts.convBnAct(b, "b", z, ConvSpec.of(width, 3).strided(stride).grouped(width / form.width(8)),
					b::relu);
			z = Parts.excite(b, "se", z, squeeze, b::relu, b::sigmoid);
			return Parts.convBnQuiet(b, "c", z, ConvSpec.of(width, 1));
		});
		return b.at("activation").relu(b.add(skip, y));
	}
}
