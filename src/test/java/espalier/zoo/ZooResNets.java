package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;

/** Residual networks (He et al. 2016) and what became of them. */
final class ZooResNets {
	/** What is repeated: makes a block of a nominal width, its first convolution or its second strided. */
	private interface Block {
		String of(NetBuilder b, String x, int planes, int stride);
	}

	private ZooResNets() {}

	static Graph resNet18(Form form) {
		return resNet("resnet18", form, ZooResNets::basic, 2, 2, 2, 2);
	}

	static Graph resNet50(Form form) {
		return resNet("resnet50", form, (b, x, planes, stride) -> bottleneck(b, x, planes, planes, 1, stride), 3, 4, 6,
				3);
	}

	/** ResNeXt-50 32x4d (Xie et al. 2017); a thin one has fewer groups of four channels. */
	static Graph resNext50(Form form) {
		int groups = form.width(32);
		return resNet("resnext50", form,
				(b, x, planes, stride) -> bottleneck(b, x, planes, 2 * planes, groups, stride), 3, 4, 6, 3);
	}

	/** Wide ResNet-50-2 (Zagoruyko and Komodakis 2016): bottlenecks twice as wide inside. */
	static Graph wideResNet50(Form form) {
		return resNet("wideresnet50", form, (b, x, planes, stride) -> bottleneck(b, x, planes, 2 * planes, 1, stride),
				3, 4, 6, 3);
	}

	private static Graph resNet(String name, Form form, Block block, int... depths) {
		NetBuilder b = form.builder(name);
		String x = b.at("conv1").conv(form.image(b), ConvSpec.of(form.width(64), 7).strided(2));
		x = b.at("relu").relu(b.at("bn1").batchNorm(x));
		x = b.at("maxpool").pool("MaxPool", x, 3, 2, 1);
		for (int stage = 0; stage < depths.length; stage++)
			x = stage(b, "layer" + (stage + 1), x, block, depths[stage], form.width(64 << stage), stage == 0 ? 1 : 2);
		return Parts.classify(b, x, "fc", form.classes());
	}

	private static String stage(NetBuilder b, String name, String x, Block block, int depth, int planes, int stride) {
		return b.module(name, () -> {
			String y = x;
			for (int i = 0; i < depth; i++) {
				String in = y;
				int by = i == 0 ? stride : 1;
				y = b.module("" + i, () -> block.of(b, in, planes, by));
			}
			return y;
		});
	}

	private static String basic(NetBuilder b, String x, int planes, int stride) {
		String y = b.at("conv1").conv(x, ConvSpec.of(planes, 3).strided(stride));
		y = b.at("relu").relu(b.at("bn1").batchNorm(y));
		y = Norms.batchQuiet(b, "bn2", b.at("conv2").conv(y, ConvSpec.of(planes, 3)));
		return b.at("relu").relu(b.add(y, shortcut(b, x, planes, stride)));
	}

	private static String bottleneck(NetBuilder b, String x, int planes, int inner, int groups, int stride) {
		String y = b.at("relu").relu(b.at("bn1").batchNorm(b.at("conv1").conv(x, ConvSpec.of(inner, 1))));
		y = b.at("conv2").conv(y, ConvSpec.of(inner, 3).strided(stride).grouped(groups));
		y = b.at("relu").relu(b.at("bn2").batchNorm(y));
		y = Norms.batchQuiet(b, "bn3", b.at("conv3").conv(y, ConvSpec.of(4 * planes, 1)));
		return b.at("relu").relu(b.add(y, shortcut(b, x, 4 * planes, stride)));
	}

	private static String shortcut(NetBuilder b, String x, int width, int stride) {
		return stride == 1 && b.dim(x, 1) == width
				? x
				: Parts.convBn(b, "downsample", x, ConvSpec.of(width, 1).strided(stride));
	}

	/** ResNet-20 for CIFAR-10 as first published: where it narrows, the shortcut is every second pixel and zeros. */
	static Graph cifarResNet20(Form form) {
		NetBuilder b = form.builder("resnet20");
		String x = b.at("conv1").conv(form.image(b), ConvSpec.of(form.width(16), 3));
		x = b.relu(b.at("bn1").batchNorm(x));
		for (int stage = 0; stage < 3; stage++)
			x = stage(b, "layer" + (stage + 1), x, ZooResNets::padded, 3, form.width(16 << stage), stage == 0 ? 1 : 2);
		x = Traced.flatten(b, b.pool("AveragePool", x, b.dim(x, 2)));
		return Parts.classify(b, x, List.of("linear"), form.classes());
	}

	private static String padded(NetBuilder b, String x, int planes, int stride) {
		String y = b.at("conv1").conv(x, ConvSpec.of(planes, 3).strided(stride));
		y = b.relu(b.at("bn1").batchNorm(y));
		y = Norms.batchQuiet(b, "bn2", b.at("conv2").conv(y, ConvSpec.of(planes, 3)));
		int more = planes - b.dim(x, 1);
		String skip = stride == 1
				? x
				: b.module("shortcut", () -> Traced.pad(b,
						Traced.everySecond(b, Traced.everySecond(b, x, 2, 0), 3, 0), 1, more / 2, more - more / 2));
		return b.relu(b.add(y, skip));
	}

	/** WRN-28-10: normalisation and activation before each convolution, and a shortcut that starts behind them. */
	static Graph wideResNet28(Form form) {
		NetBuilder b = form.builder("wideresnet28");
		String x = b.at("conv1").conv(form.image(b), ConvSpec.of(form.width(16), 3));
		for (int stage = 0; stage < 3; stage++) {
			String in = x;
			int index = stage;
			x = b.module("block" + (stage + 1), () -> stage(b, "layer", in, ZooResNets::preActivated, 4,
					form.width(160 << index), index == 0 ? 1 : 2));
		}
		x = b.at("relu").relu(b.at("bn1").batchNorm(x));
		x = Traced.reshape(b, b.pool("AveragePool", x, b.dim(x, 2)), b.dim(x, 1));
		return Parts.classify(b, x, List.of("fc"), form.classes());
	}

	private static String preActivated(NetBuilder b, String x, int planes, int stride) {
		String active = b.at("relu1").relu(b.at("bn1").batchNorm(x));
		String y = b.at("conv1").conv(active, ConvSpec.of(planes, 3).strided(stride));
		y = b.at("conv2").conv(b.at("relu2").relu(b.at("bn2").batchNorm(y)), ConvSpec.of(planes, 3));
		boolean same = b.dim(x, 1) == planes;
		return b.add(same
				? x
				: b.at("convShortcut").conv(active, ConvSpec.of(planes, 1).strided(stride)), y);
	}
}
