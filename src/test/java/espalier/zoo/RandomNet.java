package espalier.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import espalier.graph.Graph;

/**
 * A random network that is a function of its seed: a chain of random moves over a pool of values, then a head on every value
 * that is left over. Always accepted by ONNX Runtime. Fewer steps or narrower layers give a network alike, for shrinking.
 */
public final class RandomNet {
	private final NetBuilder b;
	private final Random pick;
	private final Moves moves;
	private final List<String> pool = new ArrayList<>();

	/** How large the networks of a seed are: 3 to {@code steps} moves, layers of at most {@code width} channels. */
	public record Size(int steps, int width) {
		public static final Size USUAL = new Size(9, 12);
	}

	private RandomNet(long seed, Size size) {
		this.b = new NetBuilder("random" + seed, seed);
		this.pick = new Random(seed * 31 + 7);
		this.moves = new Moves(b, pick, new Random(seed * 17 + 3), size.width());
	}

	public static Graph of(long seed) {
		return of(seed, Size.USUAL);
	}

	public static Graph of(long seed, Size size) {
		return new RandomNet(seed, size).make(size);
	}

	private Graph make(Size size) {
		b.constantNodes(pick.nextInt(3) == 0);
		pool.add(stem(pick.nextInt(10)));
		int steps = Math.min(3 + pick.nextInt(7), size.steps());
		for (int i = 0; i < steps; i++)
			step(i);
		int heads = 0;
		for (String value : List.copyOf(pool))
			if (!b.isRead(value) && !b.isOutput(value))
				head(value, heads++);
		return b.build();
	}

	private String stem(int kind) {
		int batch = pick.nextInt(5) == 0 ? 2 : 1;
		boolean open = batch == 1 && pick.nextInt(4) == 0;
		long[] dims = switch (kind) {
			case 0 -> new long[]{batch, 2, 16};
			case 1 -> new long[]{batch, 2, 4, 4, 4};
			default -> new long[]{batch, 3, 8, 8};
		};
		String image = open ? b.openBatchInput("image", dims) : b.input("image", dims);
		return moves.convBlock(image);
	}

	private void step(int index) {
		String x = pick.nextInt(4) > 0 ? pool.getLast() : pool.get(pick.nextInt(pool.size()));
		String y = b.within("block" + index, () -> moves.random(x));
		if (pick.nextInt(25) == 0 && !b.isOutput(y))
			b.output(y);
		pool.remove(y);
		pool.add(y);
		if (pick.nextInt(3) == 0)
			join(index);
	}

	/** Adds or concatenates two values of the pool that fit. */
	private void join(int index) {
		String x = pool.getLast();
		for (String other : pool) {
			if (other.equals(x) || b.shape(other).rank() != b.shape(x).rank()
					|| !b.shape(other).with(1, 1).equals(b.shape(x).with(1, 1)))
				continue;
			boolean same = b.dim(other, 1) == b.dim(x, 1);
			if (!same && b.dim(other, 1) + b.dim(x, 1) > 24)
				continue;
			pool.add(b.within("join" + index, () -> same && pick.nextInt(3) > 0
					? b.binary(List.of("Add", "Sub", "Max", "Min").get(pick.nextInt(4)), x, other)
					: b.concat(x, other)));
			return;
		}
	}

	private void head(String x, int index) {
		String y = b.within("head" + index, () -> {
			if (b.shape(x).rank() == 2)
				return b.gemm(x, 5, true, true);
			int classes = 2 + pick.nextInt(4);
			return switch (pick.nextInt(10)) {
				case 0 -> b.as("out").conv(x, ConvSpec.of(3, 1).biased());
				case 1 -> b.as("fc").gemm(b.flatten(b.globalPool(x)), classes, true, true);
				case 2 -> b.as("fc").gemm(b.meanOverSpace(x, false), classes, false, true);
				case 3 -> b.lastBias(b.as("fc").matMul(b.flattenByShape(small(x)), classes));
				case 4 -> b.flatten(b.globalPool(b.relu(b.as("conv").conv(x, ConvSpec.of(classes, 1).biased()))));
				case 5 -> b.as("fc").gemmTransA(b.transpose(b.squeezeSpace(b.globalPool(x)), 1, 0), classes);
				case 6 -> hidden(b.flatten(small(x)), classes);
				case 7 -> hidden(b.reshape(b.globalPool(x), b.dim(x, 0), -1), classes);
				case 8 -> b.softmax(b.as("fc").gemm(b.reshape(small(x), 0, -1), classes, true, true), 1);
				default -> b.as("fc").gemm(b.flatten(small(x)), classes, true, false);
			};
		});
		b.output(y, "out" + index);
	}

	private String hidden(String x, int classes) {
		String y = b.as("fc1").gemm(x, 8, pick.nextBoolean(), true);
		y = pick.nextBoolean() ? b.as("bn").batchNorm(y) : y;
		return b.as("fc2").gemm(b.dropout(b.relu(y)), classes, true, true);
	}

	private String small(String x) {
		return b.dim(x, 2) >= 8 && b.shape(x).rank() > 3 ? b.pool("MaxPool", x, 2) : x;
	}
}
