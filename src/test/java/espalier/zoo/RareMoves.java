package espalier.zoo;

import java.util.Random;

/** Moves that rearrange axes, compute shapes, bring inputs, or end in an operator that can't be cut through. */
final class RareMoves {
	private final NetBuilder b;
	private final Random pick;
	private final Moves usual;
	private boolean conditioned;
	private boolean second;

	RareMoves(NetBuilder b, Random pick, Moves usual) {
		this.b = b;
		this.pick = pick;
		this.usual = usual;
	}

	private int channels(String x) {
		return b.dim(x, 1);
	}

	private boolean image(String x) {
		return b.shape(x).rank() == 4;
	}

	String shuffle(String x) {
		int groups = channels(x) % 3 == 0 && pick.nextInt(3) == 0 ? 3 : 2;
		if (channels(x) % groups != 0)
			return usual.convTo(x, 6);
		return pick.nextBoolean() ? b.shuffle(x, groups) : b.shuffleByShape(x, groups);
	}

	/** Two slices that overlap or leave a gap, swapped. */
	String slices(String x) {
		int c = channels(x);
		if (c < 4)
			return usual.convBlock(x);
		String low = b.slice(x, 1, 0, c / 2);
		String high = b.slice(x, 1, c / 2 - 1 + pick.nextInt(3), Long.MAX_VALUE);
		return b.concat(high, usual.activation(low));
	}

	String steps(String x) {
		return channels(x) < 4 ? usual.convBlock(x)
				: b.concat(b.sliceSteps(x, 1), usual.activation(b.sliceSteps(x, 0)));
	}

	/** A slice whose end is computed from the number of channels. */
	String half(String x) {
		return channels(x) < 4 ? usual.convBlock(x) : usual.activation(b.firstHalf(x));
	}

	/** Channels in reverse, one of them left out. */
	String gathered(String x) {
		int c = channels(x);
		if (c < 3)
			return usual.convBlock(x);
		long[] positions = new long[c - 1];
		for (int i = 0; i < positions.length; i++)
			positions[i] = c - 1 - i;
		return b.gather(x, positions);
	}

	/** One map for all channels, by a convolution or from what the channels have in common. */
	String spatialGate(String x) {
		String map = switch (pick.nextInt(4)) {
			case 0 -> b.reduceChannels("ReduceMean", x);
			case 1 -> b.reduceChannels("ReduceMax", x);
			default -> b.as("gate").conv(x, ConvSpec.of(1, 3).biased());
		};
		return b.mul(x, b.sigmoid(map));
	}

	/** Channels last, as converted from other frameworks: a product by a matrix is a 1x1 convolution. */
	String lastAxis(String x) {
		if (!image(x))
			return usual.convBlock(x);
		String y = b.lastBias(b.as("pw").matMul(b.transpose(x, 0, 2, 3, 1), usual.width()));
		return b.transpose(usual.activation(y), 0, 3, 1, 2);
	}

	/** Pixels as a sequence. */
	String tokens(String x) {
		if (!image(x))
			return usual.convBlock(x);
		int out = usual.width();
		String y = b.transpose(b.reshape(x, b.dim(x, 0), channels(x), -1), 0, 2, 1);
		y = b.relu(b.lastBias(b.as("mlp").matMul(y, out)));
		return b.reshape(b.transpose(y, 0, 2, 1), b.dim(x, 0), out, b.dim(x, 2), b.dim(x, 3));
	}

	/** A second input scales the channels. */
	String conditioned(String x) {
		if (conditioned || b.dim(x, 0) != 1)
			return usual.convBlock(x);
		conditioned = true;
		String h = b.relu(b.as("embed").gemm(b.input("condition", 1, 4), 6, true, true));
		String scale = b.as("scale").gemm(h, channels(x), pick.nextBoolean(), true);
		long[] dims = Emitter.repeat(1, b.shape(x).rank());
		dims[1] = channels(x);
		return b.mul(x, pick.nextBoolean() ? b.unsqueezeSpace(scale, usual.space(x)) : b.reshape(scale, dims));
	}

	/** Another image of the same size joins. */
	String secondImage(String x) {
		if (second)
			return usual.convBlock(x);
		second = true;
		String other = b.input("other", b.shape(x).with(1, 2).toArray());
		return b.add(x, usual.convTo(other, channels(x)));
	}

	/** A shortcut without weights: every second pixel, zeros for the channels that are new. */
	String shortcutA(String x) {
		int c = channels(x);
		if (!image(x) || c > 10 || b.dim(x, 2) < 4)
			return usual.convBlock(x);
		String y = b.as("conv").conv(x, ConvSpec.of(c + 4, 3).strided(2).biased());
		return b.relu(b.add(y, b.pad(b.pool("AveragePool", x, 2), 1, 2, 2)));
	}

	/** Image-level features given back to every pixel. */
	String expanded(String x) {
		boolean byShape = pick.nextBoolean();
		String y = usual.convTo(b.globalPool(x), byShape ? channels(x) : 4);
		return b.concat(x, b.expandLike(y, x, byShape));
	}

	/** Through a fully connected layer and back to an image. */
	String linearAndBack(String x) {
		if (!image(x))
			return usual.convBlock(x);
		String small = b.dim(x, 2) >= 4 ? b.pool("MaxPool", x, b.dim(x, 2) / 2) : x;
		String y = b.relu(b.as("fc").gemm(b.flatten(small), 4 * 4, true, true));
		return usual.convBlock(b.resizeTwice(b.reshape(y, b.dim(x, 0), 4, 2, 2)));
	}

	/** Channels and rows become the channels of a signal. */
	String merged(String x) {
		if (!image(x) || b.dim(x, 2) > 4)
			return usual.convBlock(x);
		return b.relu(b.as("conv1d").conv(b.reshape(x, 0, -1, b.dim(x, 3)), ConvSpec.of(usual.width(), 3).biased()));
	}

	String pixelShuffle(String x) {
		if (!image(x) || b.dim(x, 2) > 4)
			return usual.convBlock(x);
		String wide = b.as("wide").conv(x, ConvSpec.of(12, 1).biased());
		if (pick.nextBoolean())
			return b.depthToSpace(wide);
		long n = b.dim(x, 0);
		long h = b.dim(x, 2);
		long w = b.dim(x, 3);
		String y = b.transpose(b.reshape(wide, n, 3, 2, 2, h, w), 0, 1, 4, 2, 5, 3);
		return b.reshape(y, n, 3, 2 * h, 2 * w);
	}

	/** Operators that mix all channels. */
	String pinning(String x) {
		return switch (pick.nextInt(3)) {
			case 0 -> b.softmax(x, 1);
			case 1 -> image(x) ? b.localResponse(x, 3) : b.softmax(x, 1);
			default -> b.binary("Div", x, b.binary("Add", b.reduceChannels("ReduceSumSquare", x), b.number(1)));
		};
	}

	/** Self-attention of one head over the pixels. */
	String attention(String x) {
		if (!image(x) || b.dim(x, 2) > 4)
			return usual.convBlock(x);
		int inner = usual.width();
		String t = b.transpose(b.reshape(x, b.dim(x, 0), channels(x), -1), 0, 2, 1);
		String q = b.as("q").matMul(t, inner);
		String k = b.as("k").matMul(t, inner);
		String v = b.as("v").matMul(t, inner);
		String weights = b.softmax(b.mul(b.matMulOf(q, b.transpose(k, 0, 2, 1)), b.number(0.3f)), 2);
		String y = b.as("o").matMul(b.matMulOf(weights, v), channels(x));
		return b.reshape(b.transpose(b.add(t, y), 0, 2, 1), b.shape(x).toArray());
	}

	/** Half of the channels become rows. */
	String oddReshape(String x) {
		if (!image(x) || channels(x) % 2 == 1 || b.dim(x, 2) > 4)
			return usual.convBlock(x);
		String y = b.reshape(x, b.dim(x, 0), channels(x) / 2, 2L * b.dim(x, 2), b.dim(x, 3));
		return pick.nextBoolean() ? y : usual.convBlock(y);
	}
}
