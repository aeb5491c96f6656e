package espalier.zoo;

import java.util.List;
import java.util.function.UnaryOperator;

import espalier.graph.Graph;

/** Networks of depthwise convolutions without squeeze and excitation: MobileNetV2, MNASNet, ShuffleNetV2. */
final class ZooMobile {
	/** One row of a paper's table: expansion, width, repeats, stride of the first, kernel. */
	private record Row(int expansion, int width, int repeats, int stride, int kernel) {}

	private ZooMobile() {}

	/** Inverted residuals with linear bottlenecks (Sandler et al. 2018). */
	static Graph mobileNetV2(Form form) {
		NetBuilder b = form.builder("mobilenetv2");
		String image = form.image(b);
		List<Row> rows = List.of(new Row(1, 16, 1, 1, 3), new Row(6, 24, 2, 2, 3), new Row(6, 32, 3, 2, 3),
				new Row(6, 64, 4, 2, 3), new Row(6, 96, 3, 1, 3), new Row(6, 160, 3, 2, 3), new Row(6, 320, 1, 1, 3));
		String features = b.module("features", () -> {
			UnaryOperator<String> act = y -> b.clip(y, 0, 6);
			String x = Parts.convBnAct(b, "0", image, ConvSpec.of(form.width(32), 3).strided(2), act);
			int child = 1;
			for (Row row : rows)
				for (int i = 0; i < row.repeats; i++) {
					String in = x;
					int stride = i == 0 ? row.stride : 1;
					x = b.module("" + child++,
							() -> inverted(b, in, row.expansion, form.width(row.width), stride, act));
				}
			return Parts.convBnAct(b, "" + child, x, ConvSpec.of(form.width(1280), 1), act);
		});
		String pooled = b.flatten(b.globalPool(features));
		return Parts.classify(b, pooled, List.of("classifier", "1"), form.classes());
	}

	private static String inverted(NetBuilder b, String x, int expansion, int width, int stride,
			UnaryOperator<String> act) {
		int wide = b.dim(x, 1) * expansion;
		String projected = b.module("conv", () -> {
			int child = 0;
			String y = x;
			if (expansion > 1)
				y = Parts.convBnAct(b, "" + child++, y, ConvSpec.of(wide, 1), act);
			y = Parts.convBnAct(b, "" + child++, y, ConvSpec.of(wide, 3).strided(stride).grouped(wide), act);
			y = b.at("" + child++).conv(y, ConvSpec.of(width, 1));
			return Norms.batchQuiet(b, "" + child, y);
		});
		return stride == 1 && b.dim(x, 1) == width ? b.add(x, projected) : projected;
	}

	/** MNASNet 1.0 (Tan et al. 2019). */
	static Graph mnasNet(Form form) {
		NetBuilder b = form.builder("mnasnet");
		String image = form.image(b);
		List<Row> rows = List.of(new Row(3, 24, 3, 2, 3), new Row(3, 40, 3, 2, 5), new Row(6, 80, 3, 2, 5),
				new Row(6, 96, 2, 1, 3), new Row(6, 192, 4, 2, 5), new Row(6, 320, 1, 1, 3));
		String features = b.module("layers", () -> {
			String x = b.at("0").conv(image, ConvSpec.of(form.width(32), 3).strided(2));
			x = b.at("2").relu(b.at("1").batchNorm(x));
			x = b.at("5").relu(b.at("4").batchNorm(b.at("3").depthwise(x, ConvSpec.of(b.dim(x, 1), 3))));
			x = b.at("7").batchNorm(b.at("6").conv(x, ConvSpec.of(form.width(16), 1)));
			int child = 8;
			for (Row row : rows)
				x = stack(b, "" + child++, x, row, form.width(row.width));
			x = b.at("14").conv(x, ConvSpec.of(form.width(1280), 1));
			return b.at("16").relu(b.at("15").batchNorm(x));
		});
		return Parts.classify(b, b.meanOverSpace(features, false), List.of("classifier", "1"), form.classes());
	}

	private static String stack(NetBuilder b, String name, String x, Row row, int width) {
		return b.module(name, () -> {
			String y = x;
			for (int i = 0; i < row.repeats; i++) {
				String in = y;
				int stride = i == 0 ? row.stride : 1;
				y = b.module("" + i, () -> mnasBlock(b, in, row, width, stride));
			}
			return y;
		});
	}

	private static String mnasBlock(NetBuilder b, String x, Row row, int width, int stride) {
		int wide = b.dim(x, 1) * row.expansion;
		String projected = b.module("layers", () -> {
			String y = b.at("2").relu(b.at("1").batchNorm(b.at("0").conv(x, ConvSpec.of(wide, 1))));
			y = b.at("3").depthwise(y, ConvSpec.of(wide, row.kernel).strided(stride));
			y = b.at("5").relu(b.at("4").batchNorm(y));
			return Norms.batchQuiet(b, "7", b.at("6").conv(y, ConvSpec.of(width, 1)));
		});
		return stride == 1 && b.dim(x, 1) == width ? b.add(projected, x) : projected;
	}

	/** ShuffleNetV2 1.0 (Ma et al. 2018): half of the channels pass by, then two halves are interleaved. */
	static Graph shuffleNetV2(Form form) {
		NetBuilder b = form.builder("shufflenetv2");
		String image = form.image(b);
		String x = b.module("conv1", () -> b.at("2").relu(Parts.convBn(b, image,
				ConvSpec.of(form.width(24), 3).strided(2))));
		x = b.at("maxpool").pool("MaxPool", x, 3, 2, 1);
		int[] repeats = {4, 8, 4};
		for (int stage = 0; stage < repeats.length; stage++)
			for (int i = 0; i < repeats[stage]; i++) {
				String in = x;
				String child = "" + i;
				int half = form.width(58 << stage);
				x = b.module("stage" + (stage + 2), () -> b.module(child, () -> shuffleUnit(b, in, half)));
			}
		String last = x;
		x = b.module("conv5", () -> b.at("2").relu(Parts.convBn(b, last, ConvSpec.of(form.width(1024), 1))));
		return Parts.classify(b, b.meanOverSpace(x, false), List.of("fc"), form.classes());
	}

	private static String shuffleUnit(NetBuilder b, String x, int half) {
		String joined;
		if (b.dim(x, 1) == 2 * half) {
			List<String> halves = Traced.chunk(b, x, 1, 2);
			joined = b.concat(halves.getFirst(), shuffleBranch(b, halves.getLast(), half, 1));
		} else {
			String left = b.module("branch1", () -> {
				String y = b.at("0").depthwise(x, ConvSpec.of(b.dim(x, 1), 3).strided(2));
				y = b.at("2").conv(b.at("1").batchNorm(y), ConvSpec.of(half, 1));
				return b.at("4").relu(b.at("3").batchNorm(y));
			});
			joined = b.concat(left, shuffleBranch(b, x, half, 2));
		}
		return b.open() ? b.shuffleByShape(joined, 2) : b.shuffle(joined, 2);
	}

	private static String shuffleBranch(NetBuilder b, String x, int half, int stride) {
		return b.module("branch2", () -> {
			String y = b.at("2").relu(b.at("1").batchNorm(b.at("0").conv(x, ConvSpec.of(half, 1))));
			y = b.at("4").batchNorm(b.at("3").depthwise(y, ConvSpec.of(half, 3).strided(stride)));
			return b.at("7").relu(b.at("6").batchNorm(b.at("5").conv(y, ConvSpec.of(half, 1))));
		});
	}
}
