package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;

/** Networks for what is rarer: other ranks, several inputs and outputs, shared weights, computed shapes. */
final class MoreNets {
	private MoreNets() {}

	/** Down, up by transposed convolutions, and skips that are concatenated (Ronneberger et al. 2015). */
	static Graph uNet(long seed) {
		NetBuilder b = new NetBuilder("unet", seed);
		String x = b.input("input", 1, 3, 16, 16);
		String one = twice(b, "enc1", x, 8);
		String two = twice(b, "enc2", b.pool("MaxPool", one, 2), 12);
		String deep = twice(b, "bottleneck", b.pool("MaxPool", two, 2), 16);
		String up = b.as("up2").convTranspose(deep, new ConvSpec(12, 2, 2, 0, 1, 1, true));
		up = twice(b, "dec2", b.concat(up, two), 12);
		up = b.as("up1").convTranspose(up, new ConvSpec(8, 2, 2, 0, 1, 1, true));
		up = twice(b, "dec1", b.concat(up, one), 8);
		b.output(b.as("outc").conv(up, ConvSpec.of(2, 1).biased()), "mask");
		return b.build();
	}

	private static String twice(NetBuilder b, String scope, String x, int width) {
		return b.within(scope, () -> {
			String y = b.relu(b.as("bn1").batchNorm(b.as("conv1").conv(x, ConvSpec.of(width, 3))));
			return b.relu(b.as("bn2").batchNorm(b.as("conv2").conv(y, ConvSpec.of(width, 3))));
		});
	}

	/** Signals in time, with a residual of dilated convolutions. */
	static Graph conv1d(long seed) {
		NetBuilder b = new NetBuilder("conv1d", seed);
		String x = b.relu(b.as("bn1").batchNorm(b.as("conv1").conv(b.input("signal", 1, 2, 32), ConvSpec.of(12, 5))));
		String y = b.as("tcn1").prelu(b.as("tcn1").conv(x, ConvSpec.of(12, 3).dilated(2).biased()), false);
		x = b.pool("MaxPool", b.add(x, y), 2);
		x = b.relu(b.as("conv2").conv(x, ConvSpec.of(16, 3).biased()));
		b.output(b.as("fc").gemm(b.flatten(x), 5, true, true), "logits");
		return b.build();
	}

	/** Volumes, the last mean taken by ReduceMean. */
	static Graph conv3d(long seed) {
		NetBuilder b = new NetBuilder("conv3d", seed);
		String x = b.relu(b.as("conv1").conv(b.input("volume", 1, 1, 8, 8, 8), ConvSpec.of(6, 3).biased()));
		x = b.pool("AveragePool", x, 2);
		x = b.relu(b.as("bn").batchNorm(b.as("conv2").conv(x, ConvSpec.of(10, 3))));
		x = b.relu(b.as("conv3").depthwise(x, ConvSpec.of(10, 3)));
		b.output(b.as("fc").gemm(b.meanOverSpace(x, false), 4, false, true), "logits");
		return b.build();
	}

	/** Two images through the same weights, compared by their absolute difference. */
	static Graph siamese(long seed) {
		NetBuilder b = new NetBuilder("siamese", seed);
		String left = b.input("left", 1, 3, 12, 12);
		String right = b.input("right", 1, 3, 12, 12);
		ConvSpec first = ConvSpec.of(8, 3).biased();
		ConvSpec second = ConvSpec.of(12, 3).strided(2);
		String w1 = b.convWeight("trunk.conv1.weight", left, first);
		String b1 = b.bias("trunk.conv1", 8);
		left = b.relu(b.as("trunk").conv(left, first, w1, b1));
		right = b.relu(b.as("trunk").conv(right, first, w1, b1));
		String w2 = b.convWeight("trunk.conv2.weight", left, second);
		left = b.sigmoid(b.as("trunk").conv(left, second, w2, null));
		right = b.sigmoid(b.as("trunk").conv(right, second, w2, null));
		String distance = b.unary("Abs", b.binary("Sub", left, right));
		b.output(b.as("head").gemm(b.flatten(b.globalPool(distance)), 1, true, true), "same");
		return b.build();
	}

	/** An image and a vector that scales and shifts its channels; one output is an inner feature. */
	static Graph twoInputs(long seed) {
		NetBuilder b = new NetBuilder("twoinputs", seed);
		String image = b.input("image", 1, 3, 12, 12);
		String text = b.input("text", 1, 5);
		String x = b.relu(b.as("conv1").conv(image, ConvSpec.of(8, 3).biased()));
		String h = b.relu(b.as("embed").gemm(text, 12, true, true));
		String scale = b.unsqueezeSpace(b.as("scale").gemm(h, 8, true, true), 2);
		String shift = b.reshape(b.as("shift").gemm(h, 8, false, true), 1, 8, 1, 1);
		x = b.add(b.mul(x, scale), shift);
		String feature = b.as("conv2").conv(x, ConvSpec.of(6, 3).strided(2));
		b.output(feature, "feature");
		String y = b.relu(b.as("conv3").conv(b.relu(feature), ConvSpec.of(10, 3)));
		b.output(b.as("fc").gemm(b.squeezeSpace(b.globalPool(y)), 4, true, true), "logits");
		b.output(b.as("aux").gemm(h, 2, true, true), "aux");
		return b.build();
	}

	/** Traced code: open batch, shapes computed from values, Constant nodes, a shuffle and a flatten by them. */
	static Graph byShape(long seed) {
		NetBuilder b = new NetBuilder("byshape", seed);
		b.constantNodes(true);
		String x = b.relu(b.as("conv1").conv(b.openBatchInput("input", 1, 3, 12, 12), ConvSpec.of(12, 3).biased()));
		x = b.relu(b.as("conv2").conv(b.shuffleByShape(x, 3), ConvSpec.of(12, 3).grouped(3)));
		String small = b.pool("MaxPool", b.clip(x, 0, 6), 2);
		String up = b.resizeLike(b.relu(b.as("conv3").conv(small, ConvSpec.of(8, 3))), x);
		x = b.concat(1, List.of(x, up));
		x = b.pool("AveragePool", x, 3);
		x = b.relu(b.as("fc1").gemm(b.flattenByShape(x), 16, true, true));
		b.output(b.lastBias(b.as("fc2").matMul(x, 10)), "logits");
		return b.build();
	}

	/** Unrelated layers that happen to share one-dimensional parameters, directly and through Identity. */
	static Graph sharedBiases(long seed) {
		NetBuilder b = new NetBuilder("sharedbiases", seed);
		String x = b.input("input", 1, 3, 12, 12);
		String scale = b.normScale("bn", 8);
		String zero = b.bias("bn", 8);
		String again = b.as("bn2.bias").unary("Identity", zero);
		ConvSpec spec = ConvSpec.of(8, 3).biased();
		x = b.relu(b.batchNorm(b.as("conv1").conv(x, ConvSpec.of(8, 3)), scale, zero));
		x = b.relu(b.batchNorm(b.as("conv2").conv(x, ConvSpec.of(8, 3)), scale, again));
		x = b.relu(b.conv(x, spec, b.convWeight("conv3.weight", x, spec), zero));
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 8, true, false), "logits");
		return b.build();
	}
}
