package espalier.zoo;

import static espalier.zoo.Emitter.attributes;

import java.util.List;

import espalier.graph.Shape;

/** What models compute from sizes, and axes that are very long. */
public final class SizeNets {
	private SizeNets() {}

	/** All of the batch but the last, by a bound from the end, and the first channels, in one Slice. */
	public static String lastOfBatchAndSomeChannels(NetBuilder b, String x) {
		return b.emit("Slice", Shape.of(1, 4, 4, 4), attributes(), x, b.longs(0, 0), b.longs(-1, 4), b.longs(0, 1));
	}

	/** A Reshape whose target is put together of the parts of a split Shape. */
	public static String reshapedBySplitShape(NetBuilder b, String x) {
		List<String> sizes = b.emit("Split", List.of(Shape.of(2), Shape.of(2)), attributes(),
				b.emit("Shape", Shape.of(4), attributes(), x), b.longs(2, 2));
		return b.emit("Reshape", b.shape(x), attributes(), x, b.concat(0, sizes));
	}

	/** Heads folded into the batch by a product of sizes and unfolded again; how many heads are stored as a number. */
	public static String headsInTheBatch(NetBuilder b, String x, int heads) {
		return folded(b, x, heads, b.longs(heads));
	}

	/** Same, where they are as many as a stored vector is long. */
	public static String countedHeadsInTheBatch(NetBuilder b, String x, int heads) {
		return folded(b, x, heads, b.size(b.bias("counted", heads), 0));
	}

	private static String folded(NetBuilder b, String x, int heads, String count) {
		long[] d = b.shape(x).toArray();
		String many = b.emit("Mul", Shape.of(1), attributes(), b.size(x, 0), count);
		String folded = b.emit("Reshape", Shape.of(d[0] * heads, d[1] / heads, d[2], d[3]), attributes(), x,
				b.concat(0, List.of(many, b.longs(-1, d[2], d[3]))));
		String back = b.concat(0, List.of(b.size(x, 0), b.longs(-1, d[2], d[3])));
		return b.emit("Reshape", b.shape(x), attributes(), b.relu(folded), back);
	}

	/** Same, unfolded by a size of what was folded, divided by the same number of heads. */
	public static String headsInTheBatchAndOut(NetBuilder b, String x, int heads) {
		long[] d = b.shape(x).toArray();
		String count = b.longs(heads);
		String many = b.emit("Mul", Shape.of(1), attributes(), b.size(x, 0), count);
		long width = d[1] / heads;
		String folded = b.emit("Reshape", Shape.of(d[0] * heads, width, d[2], d[3]), attributes(), x,
				b.concat(0, List.of(many, b.longs(width, d[2], d[3]))));
		String batch = b.emit("Div", Shape.of(1), attributes(), b.size(b.relu(folded), 0), count);
		String back = b.concat(0, List.of(batch, b.longs(d[1], d[2], d[3])));
		return b.emit("Reshape", b.shape(x), attributes(), b.relu(folded), back);
	}

	/** Attention over the points of an image whose heads lie in the batch, as BART writes it. */
	public static String attentionInTheBatch(NetBuilder b, String x, int heads, int dim) {
		Shape image = b.shape(x);
		long channels = image.dim(1);
		long points = image.dim(2) * image.dim(3);
		String rows = b.transpose(b.reshape(x, 0, channels, -1), 0, 2, 1);
		String batch = b.size(rows, 0);
		String steps = b.size(rows, 1);
		String count = b.longs(heads);
		String many = b.emit("Mul", Shape.of(1), attributes(), batch, count);
		String[] parts = new String[3];
		for (int i = 0; i < 3; i++) {
			String wide = b.emit("Reshape", Shape.of(image.dim(0), points, heads, dim), attributes(),
					b.as("qkv".substring(i, i + 1)).linear(rows, heads * dim),
					b.concat(0, List.of(batch, steps, count, b.longs(dim))));
			parts[i] = b.emit("Reshape", Shape.of(image.dim(0) * heads, points, dim), attributes(),
					b.transpose(wide, 0, 2, 1, 3), b.concat(0, List.of(many, b.longs(-1, dim))));
		}
		String scores = b.softmax(b.matMulOf(parts[0], b.transpose(parts[1], 0, 2, 1)), 2);
		String apart = b.emit("Reshape", Shape.of(image.dim(0), heads, points, dim), attributes(),
				b.matMulOf(scores, parts[2]), b.concat(0, List.of(batch, count, steps, b.longs(dim))));
		String joined = b.emit("Reshape", Shape.of(image.dim(0), points, heads * dim), attributes(),
				b.transpose(apart, 0, 2, 1, 3), b.concat(0, List.of(batch, steps, b.longs(heads * dim))));
		return b.reshape(b.transpose(b.as("o").linear(joined, (int) channels), 0, 2, 1), 0, channels, image.dim(2),
				image.dim(3));
	}

	/** Each channel times its number. */
	public static String timesRange(NetBuilder b, String x, int channels) {
		String numbers = b.castToFloat(
				b.emit("Range", Shape.of(channels), attributes(), b.scalar(0), b.scalar(channels), b.scalar(1)));
		return b.mul(x, b.emit("Unsqueeze", Shape.of(channels, 1, 1), attributes(), numbers, b.longs(1, 2)));
	}

	/** A Reshape to the value's own shape, through so many steps of which each reads the one before twice. */
	public static String deepArithmetic(NetBuilder b, String x, int steps) {
		List<String> sizes = b.emit("Split", List.of(Shape.of(2), Shape.of(2)), attributes(),
				b.emit("Shape", Shape.of(4), attributes(), x), b.longs(2, 2));
		String last = sizes.getLast();
		for (int i = 0; i < steps; i++)
			last = b.emit("Min", Shape.of(2), attributes(), last, last);
		return b.emit("Reshape", b.shape(x), attributes(), x, b.concat(0, List.of(sizes.getFirst(), last)));
	}

	/** A value times the mean of so many copies of a number. */
	public static String timesMeanOfCopies(NetBuilder b, String x, float number, long copies) {
		String wide = b.emit("Expand", Shape.of(copies), attributes(), b.number(number), b.longs(copies));
		return b.mul(x, b.emit("ReduceMean", Shape.of(1), attributes(), wide));
	}

	/** A value times the mean over its channels and so many copies of each, on one axis. */
	public static String timesMeanOfMergedCopies(NetBuilder b, String x, long copies) {
		long channels = b.shape(x).dim(1);
		String wide = b.emit("Expand", Shape.of(1, channels, copies), attributes(),
				b.emit("ReduceMean", Shape.of(1, channels, 1), attributes("axes", new long[]{3}, "keepdims", 0),
						b.slice(x, 2, 0, 1)),
				b.longs(1, channels, copies));
		return b.mul(x, b.emit("ReduceMean", Shape.of(1, 1), attributes(), b.reshape(wide, 1, channels * copies)));
	}
}
