package espalier.zoo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What a random network is made of: each move continues a value of shape [N, C, space...] in one way. */
final class Moves {
	private final NetBuilder b;
	private final Random pick;
	private final Random widths;
	private final int widest;
	private final List<UnaryOperator<String>> all = new ArrayList<>();
	private final Map<Integer, String> biases = new HashMap<>();
	private final Map<String, String> weights = new HashMap<>();

	Moves(NetBuilder b, Random pick, Random widths, int widest) {
		this.b = b;
		this.pick = pick;
		this.widths = widths;
		this.widest = widest;
		RareMoves rare = new RareMoves(b, pick, this);
		often(4, this::convBlock);
		often(3, this::residual);
		often(2, this::projected, this::dense, this::inception, this::splitAndJoin, this::grouped, this::depthwise,
				this::excite, this::sharedWeight, this::sharedBias, this::down, this::up, this::constants,
				rare::shuffle);
		often(1, this::recurrent, this::prelu, this::padded, rare::slices, rare::steps, rare::half, rare::gathered,
				rare::spatialGate, rare::lastAxis, rare::tokens, rare::conditioned, rare::secondImage, rare::shortcutA,
				rare::expanded, rare::linearAndBack, rare::merged, rare::pixelShuffle, rare::pinning, rare::attention,
				rare::oddReshape);
	}

	@SafeVarargs
	private void often(int times, UnaryOperator<String>... moves) {
		for (int i = 0; i < times; i++)
			for (UnaryOperator<String> move : moves)
				all.add(move);
	}

	/** One of the moves; any value that is not an image is made wide enough to go on with. */
	String random(String x) {
		return all.get(pick.nextInt(all.size())).apply(x);
	}

	/** A random number of channels, even so that halves and groups often fit. */
	int width() {
		return Math.min(widest, 2 + 2 * widths.nextInt(6));
	}

	int space(String x) {
		return b.shape(x).rank() - 2;
	}

	String activation(String x) {
		return switch (pick.nextInt(9)) {
			case 0 -> b.sigmoid(x);
			case 1 -> b.unary("HardSwish", x);
			case 2 -> b.clip(x, 0, 6);
			case 3 -> b.leakyRelu(x);
			case 4 -> b.silu(x);
			case 5 -> b.unary("Tanh", x);
			default -> b.relu(x);
		};
	}

	String convBlock(String x) {
		return convTo(x, width());
	}

	String convTo(String x, int out) {
		ConvSpec spec = ConvSpec.of(out, pick.nextBoolean() ? 3 : 1);
		if (spec.kernel() == 3 && pick.nextInt(5) == 0)
			spec = spec.dilated(2);
		String y = b.as("conv").conv(x, pick.nextBoolean() ? spec.biased() : spec);
		y = pick.nextBoolean() ? b.as("bn").batchNorm(y) : y;
		y = pick.nextInt(4) > 0 ? activation(y) : y;
		return pick.nextInt(6) == 0 ? b.castToFloat(b.dropout(b.unary("Identity", y))) : y;
	}

	private String residual(String x) {
		String y = convTo(pick.nextBoolean() ? convBlock(x) : x, b.dim(x, 1));
		return b.relu(switch (pick.nextInt(5)) {
			case 0 -> b.nary("Sum", List.of(x, y, b.sigmoid(x)));
			case 1 -> b.nary("Mean", List.of(y, x));
			case 2 -> b.binary("Sub", x, y);
			default -> b.add(y, x);
		});
	}

	private String projected(String x) {
		int out = width();
		int stride = b.dim(x, 2) >= 4 ? 2 : 1;
		String y = b.relu(b.as("conv1").conv(x, ConvSpec.of(width(), 3).strided(stride).biased()));
		y = b.as("bn2").batchNorm(b.as("conv2").conv(y, ConvSpec.of(out, 3)));
		return b.relu(b.add(y, b.as("down").conv(x, ConvSpec.of(out, 1).strided(stride).biased())));
	}

	private String dense(String x) {
		String y = x;
		for (int i = 0; i <= pick.nextInt(2) && b.dim(y, 1) < 20; i++)
			y = b.concat(y,
					b.as("grow").conv(b.relu(b.as("norm").batchNorm(y)), ConvSpec.of(2 + widths.nextInt(4), 3)));
		return y;
	}

	private String inception(String x) {
		List<String> branches = new ArrayList<>();
		for (int i = 0; i < 2 + pick.nextInt(2); i++)
			branches.add(
					pick.nextInt(4) == 0 ? convBlock(b.pool("MaxPool", x, 3, 1, 1)) : convTo(x, 2 + widths.nextInt(5)));
		return b.concat(1, branches);
	}

	private String splitAndJoin(String x) {
		int c = b.dim(x, 1);
		if (c < 4)
			return convBlock(x);
		int first = pick.nextBoolean() ? c / 2 : 1 + widths.nextInt(c - 1);
		List<String> parts = b.split(x, first, c - first);
		String left = pick.nextBoolean() ? convBlock(parts.getFirst()) : parts.getFirst();
		String right = pick.nextBoolean() ? activation(parts.getLast()) : convBlock(parts.getLast());
		if (b.dim(left, 1) == b.dim(right, 1) && pick.nextBoolean())
			return b.mul(b.unary("Tanh", left), b.sigmoid(right));
		return b.concat(right, left);
	}

	private String grouped(String x) {
		int groups = b.dim(x, 1) % 3 == 0 && pick.nextBoolean() ? 3 : b.dim(x, 1) % 2 == 0 ? 2 : 1;
		ConvSpec spec = ConvSpec.of(groups * (1 + widths.nextInt(3)), 3).grouped(groups);
		return activation(b.as("grouped").conv(x, pick.nextBoolean() ? spec.biased() : spec));
	}

	private String depthwise(String x) {
		int c = b.dim(x, 1);
		int times = c <= 6 && pick.nextInt(3) == 0 ? 2 : 1;
		String y = b.as("dw").depthwise(x,
				ConvSpec.of(c * times, 3).strided(b.dim(x, 2) > 4 ? 1 + pick.nextInt(2) : 1));
		return pick.nextBoolean() ? b.clip(b.as("bn").batchNorm(y), 0, 6) : y;
	}

	private String excite(String x) {
		return Nets.excite(b, x, 1 + widths.nextInt(4), pick.nextBoolean());
	}

	/** The same weight on two values, or one that another layer of the same shape has. */
	private String sharedWeight(String x) {
		ConvSpec spec = ConvSpec.of(width(), 3);
		String key = spec + " of " + b.dim(x, 1) + " in " + space(x);
		String weight = weights.computeIfAbsent(key, k -> b.convWeight("shared.weight", x, spec));
		String y = b.as("first").conv(x, spec, weight, null);
		String z = b.as("second").conv(activation(x), spec, weight, null);
		return switch (pick.nextInt(3)) {
			case 0 -> b.concat(y, z);
			case 1 -> b.unary("Abs", b.binary("Sub", y, z));
			default -> b.add(b.as("bn").batchNorm(y), z);
		};
	}

	/** One weight that reads what it made. */
	private String recurrent(String x) {
		ConvSpec spec = ConvSpec.of(b.dim(x, 1), 3);
		String weight = b.convWeight("recurrent.weight", x, spec);
		return b.unary("Tanh",
				b.as("again").conv(b.relu(b.as("once").conv(x, spec, weight, null)), spec, weight, null));
	}

	/** One-dimensional parameters that other layers of the same width have too, directly or through Identity. */
	private String sharedBias(String x) {
		ConvSpec spec = ConvSpec.of(6, 3);
		String y = b.as("conv").conv(x, spec);
		String shift = biases.computeIfAbsent(6, k -> b.bias("merged", k));
		if (pick.nextInt(3) == 0)
			shift = b.as("copy").unary("Identity", shift);
		if (pick.nextBoolean())
			return b.relu(b.as("bn").batchNorm(y, b.normScale("bn", 6), shift));
		return b.conv(b.relu(y), ConvSpec.of(6, 1), b.convWeight("pw.weight", y, ConvSpec.of(6, 1)), shift);
	}

	private String down(String x) {
		if (b.dim(x, 2) < 4)
			return convBlock(x);
		String y = b.pool(pick.nextBoolean() ? "MaxPool" : "AveragePool", x, 2);
		return pick.nextBoolean() ? y : convBlock(y);
	}

	private String up(String x) {
		if (b.dim(x, 2) < 4)
			return b.resizeTwice(x);
		String small = convBlock(b.pool("MaxPool", x, 2));
		if (pick.nextBoolean())
			return b.concat(b.resizeLike(small, x), x);
		int groups = b.dim(small, 1) % 2 == 0 && pick.nextInt(3) == 0 ? 2 : 1;
		ConvSpec spec = new ConvSpec(2 * (1 + widths.nextInt(4)), 2, 2, 0, 1, groups, pick.nextBoolean());
		return activation(b.as("up").convTranspose(small, spec));
	}

	private String constants(String x) {
		String y = switch (pick.nextInt(6)) {
			case 0 -> b.mul(x, b.perChannel(x, true, 0.5, 1.5));
			case 1 -> b.add(b.perChannel(x, false, -0.5, 0.5), x);
			case 2 -> b.binary("Sub", b.perChannel(x, true, -0.5, 0.5), x);
			case 3 -> b.binary("Div", x, b.perChannel(x, false, 0.7, 1.5));
			case 4 -> b.binary("Max", x, b.perChannel(x, true, -0.5, 0.2));
			default -> b.binary("Sub", b.number(1), b.mul(x, b.number(0.7f)));
		};
		return pick.nextBoolean() ? y : convBlock(y);
	}

	private String prelu(String x) {
		return b.as("prelu").prelu(x, pick.nextInt(3) == 0);
	}

	private String padded(String x) {
		String y = x;
		for (int axis = 2; axis < 2 + space(x); axis++)
			y = b.pad(y, axis, 1, 1);
		return b.relu(b.as("conv").conv(y, ConvSpec.of(width(), 3).padded(0).biased()));
	}
}
