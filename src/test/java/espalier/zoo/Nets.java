package espalier.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

import espalier.graph.Graph;

/** Small networks after published ones, each with what makes it hard to prune. Untrained, seeded weights. */
public final class Nets {
	private Nets() {}

	/** All of them at test size, by name. */
	public static SequencedMap<String, Supplier<Graph>> all() {
		SequencedMap<String, Supplier<Graph>> nets = new LinkedHashMap<>();
		nets.put("resnet", () -> resNet("resnet", 1, 1, 8, 16));
		nets.put("densenet", () -> denseNet(2));
		nets.put("mobilenet", () -> mobileNet("mobilenet", 3, 8, 16));
		nets.put("shufflenet", () -> shuffleNet(4));
		nets.put("resnext", () -> resNext(5));
		nets.put("senet", () -> seNet(6));
		nets.put("vgg", () -> vgg(7));
		nets.put("unet", () -> MoreNets.uNet(8));
		nets.put("conv1d", () -> MoreNets.conv1d(9));
		nets.put("conv3d", () -> MoreNets.conv3d(10));
		nets.put("siamese", () -> MoreNets.siamese(11));
		nets.put("twoinputs", () -> MoreNets.twoInputs(12));
		nets.put("byshape", () -> MoreNets.byShape(13));
		nets.put("sharedbiases", () -> MoreNets.sharedBiases(14));
		return nets;
	}

	/** Residual network for small images (He et al. 2016) of three stages, with projections where the width changes. */
	public static Graph resNet(String name, long seed, int blocks, int width, int image) {
		NetBuilder b = new NetBuilder(name, seed);
		return resNet(b, b.input("input", 1, 3, image, image), blocks, width);
	}

	static Graph resNet(NetBuilder b, String input, int blocks, int width) {
		String x = b.relu(b.as("bn1").batchNorm(b.as("conv1").conv(input, ConvSpec.of(width, 3))));
		for (int stage = 1; stage <= 3; stage++)
			for (int block = 0; block < blocks; block++)
				x = residual(b, "layer" + stage, block, x, width << (stage - 1), stage > 1 && block == 0 ? 2 : 1);
		return classify(b, x, 10);
	}

	private static String residual(NetBuilder b, String layer, int block, String x, int width, int stride) {
		return b.within(layer, () -> b.within(layer + "." + block, () -> {
			String y = b.as("conv1").conv(x, ConvSpec.of(width, 3).strided(stride));
			y = b.as("relu").relu(b.as("bn1").batchNorm(y));
			y = b.as("bn2").batchNorm(b.as("conv2").conv(y, ConvSpec.of(width, 3)));
			String skip = x;
			if (stride > 1 || b.dim(x, 1) != width)
				skip = b.within(layer + "." + block + ".downsample", () -> b.as("1").batchNorm(
						b.as("0").conv(x, ConvSpec.of(width, 1).strided(stride))));
			return b.as("relu_1").relu(b.add(y, skip));
		}));
	}

	private static Graph classify(NetBuilder b, String features, int classes) {
		String pooled = b.flatten(b.as("avgpool").globalPool(features));
		b.output(b.as("fc").gemm(pooled, classes, true, true), "logits");
		return b.build();
	}

	/** Densely connected blocks (Huang et al. 2017): every layer reads a concatenation of all before it. */
	public static Graph denseNet(long seed) {
		NetBuilder b = new NetBuilder("densenet", seed);
		String x = b.as("stem").conv(b.input("input", 1, 3, 16, 16), ConvSpec.of(8, 3));
		for (int block = 1; block <= 2; block++) {
			for (int layer = 1; layer <= 3; layer++)
				x = denseLayer(b, "block" + block, layer, x);
			String in = x;
			int half = b.dim(x, 1) / 2;
			x = b.within("transition" + block, () -> b.as("pool").pool("AveragePool",
					b.as("conv").conv(b.relu(b.as("norm").batchNorm(in)), ConvSpec.of(half, 1)), 2));
		}
		return classify(b, b.relu(b.as("norm").batchNorm(x)), 10);
	}

	private static String denseLayer(NetBuilder b, String block, int layer, String x) {
		return b.within(block, () -> b.within(block + ".denselayer" + layer, () -> {
			String y = b.as("conv1").conv(b.relu(b.as("norm1").batchNorm(x)), ConvSpec.of(12, 1));
			y = b.as("conv2").conv(b.relu(b.as("norm2").batchNorm(y)), ConvSpec.of(4, 3));
			return b.concat(x, y);
		}));
	}

	/** Inverted residuals with linear bottlenecks and depthwise convolutions (Sandler et al. 2018). */
	public static Graph mobileNet(String name, long seed, int width, int image) {
		NetBuilder b = new NetBuilder(name, seed);
		return mobileNet(b, b.input("input", 1, 3, image, image), width);
	}

	static Graph mobileNet(NetBuilder b, String input, int width) {
		String x = b.within("features", () -> b.within("features.0", () -> b.clip(b.as("1").batchNorm(b.as("0").conv(
				input, ConvSpec.of(width, 3))), 0, 6)));
		int[] widths = {width, width * 3 / 2, width * 3 / 2, width * 2, width * 2, width * 3};
		int[] strides = {1, 2, 1, 2, 1, 1};
		for (int i = 0; i < widths.length; i++)
			x = inverted(b, i + 1, x, widths[i], strides[i]);
		String in = x;
		x = b.within("features", () -> b.within("features." + (widths.length + 1), () -> b.clip(b.as("1").batchNorm(
				b.as("0").conv(in, ConvSpec.of(width * 8, 1))), 0, 6)));
		return classify(b, x, 10);
	}

	private static String inverted(NetBuilder b, int block, String x, int width, int stride) {
		return b.within("features", () -> b.within("features." + block, () -> {
			int wide = b.dim(x, 1) * 4;
			String y = b.as("expand").conv(x, ConvSpec.of(wide, 1));
			y = b.as("expand_relu").clip(b.as("expand_bn").batchNorm(y), 0, 6);
			y = b.as("depthwise").depthwise(y, ConvSpec.of(wide, 3).strided(stride));
			y = b.as("depthwise_relu").clip(b.as("depthwise_bn").batchNorm(y), 0, 6);
			y = b.as("project_bn").batchNorm(b.as("project").conv(y, ConvSpec.of(width, 1)));
			return stride == 1 && b.dim(x, 1) == width ? b.add(x, y) : y;
		}));
	}

	/** Channel split and shuffle (Ma et al. 2018). */
	public static Graph shuffleNet(long seed) {
		NetBuilder b = new NetBuilder("shufflenet", seed);
		String x = b.relu(b.as("bn1").batchNorm(b.as("conv1").conv(b.input("input", 1, 3, 16, 16), ConvSpec.of(8, 3))));
		x = b.shuffle(shuffleDown(b, x), 2);
		for (int block = 1; block <= 2; block++) {
			String in = x;
			int index = block;
			x = b.within("stage2", () -> b.within("stage2." + index, () -> {
				List<String> halves = b.split(in, 8, 8);
				return b.shuffle(b.concat(halves.getFirst(), branch(b, halves.getLast(), 8, 1)), 2);
			}));
		}
		return classify(b, b.relu(b.as("conv5").conv(x, ConvSpec.of(24, 1).biased())), 10);
	}

	private static String shuffleDown(NetBuilder b, String x) {
		return b.within("stage2", () -> b.within("stage2.0", () -> {
			String left = b.as("dw").depthwise(x, ConvSpec.of(b.dim(x, 1), 3).strided(2));
			left = b.relu(b.as("bn").batchNorm(b.as("pw").conv(left, ConvSpec.of(8, 1))));
			return b.concat(left, branch(b, x, 8, 2));
		}));
	}

	private static String branch(NetBuilder b, String x, int width, int stride) {
		String y = b.relu(b.as("bn1").batchNorm(b.as("pw1").conv(x, ConvSpec.of(width, 1))));
		y = b.as("bn2").batchNorm(b.as("dw").depthwise(y, ConvSpec.of(width, 3).strided(stride)));
		return b.relu(b.as("bn3").batchNorm(b.as("pw2").conv(y, ConvSpec.of(width, 1))));
	}

	/** Residual blocks with grouped convolutions (Xie et al. 2017). */
	public static Graph resNext(long seed) {
		NetBuilder b = new NetBuilder("resnext", seed);
		String x = b.relu(b.as("conv1").conv(b.input("input", 1, 3, 16, 16), ConvSpec.of(16, 3).biased()));
		for (int block = 0; block < 2; block++) {
			String in = x;
			int index = block;
			x = b.within("layer1", () -> b.within("layer1." + index, () -> {
				String y = b.relu(b.as("bn1").batchNorm(b.as("conv1").conv(in, ConvSpec.of(12, 1))));
				y = b.relu(b.as("bn2").batchNorm(b.as("conv2").conv(y, ConvSpec.of(12, 3).grouped(3))));
				return b.relu(b.add(b.as("bn3").batchNorm(b.as("conv3").conv(y, ConvSpec.of(16, 1))), in));
			}));
		}
		return classify(b, x, 10);
	}

	/** Squeeze and excitation (Hu et al. 2018), once by 1x1 convolutions and once by fully connected layers. */
	public static Graph seNet(long seed) {
		NetBuilder b = new NetBuilder("senet", seed);
		String x = b.relu(b.as("conv1").conv(b.input("input", 1, 3, 16, 16), ConvSpec.of(8, 3).biased()));
		for (boolean fc : List.of(false, true)) {
			String in = x;
			x = b.within("block", () -> {
				String y = b.as("bn").batchNorm(b.as("conv").conv(in, ConvSpec.of(12, 3)));
				return b.relu(excite(b, y, 4, fc));
			});
		}
		return classify(b, x, 10);
	}

	/** Scales every channel of x by a number between 0 and 1 that is computed from the means of all channels. */
	static String excite(NetBuilder b, String x, int narrow, boolean linear) {
		return b.within("se", () -> {
			int wide = b.dim(x, 1);
			if (!linear) {
				String y = b.relu(b.as("fc1").conv(b.globalPool(x), ConvSpec.of(narrow, 1).biased()));
				return b.mul(x, b.sigmoid(b.as("fc2").conv(y, ConvSpec.of(wide, 1).biased())));
			}
			String y = b.relu(b.as("fc1").gemm(b.meanOverSpace(x, false), narrow, true, true));
			return b.mul(x, b.unsqueezeSpace(b.sigmoid(b.as("fc2").gemm(y, wide, true, true)), b.shape(x).rank() - 2));
		});
	}

	/** Plain convolutions, then a flatten with space left over and three fully connected layers (Simonyan 2015). */
	public static Graph vgg(long seed) {
		NetBuilder b = new NetBuilder("vgg", seed);
		String x = b.input("input", 1, 3, 16, 16);
		int[] widths = {8, 8, 12, 12};
		for (int i = 0; i < widths.length; i++) {
			x = b.relu(b.as("features." + i).conv(x, ConvSpec.of(widths[i], 3).biased()));
			x = i % 2 == 1 ? b.pool("MaxPool", x, 2) : x;
		}
		x = b.dropout(b.relu(b.as("classifier.0").gemm(b.flatten(x), 24, true, true)));
		x = b.dropout(b.relu(b.as("classifier.3").gemm(x, 16, true, true)));
		b.output(b.as("classifier.6").gemm(x, 10, true, true), "logits");
		return b.build();
	}
}
