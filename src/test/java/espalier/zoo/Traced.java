package espalier.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import espalier.graph.Attribute;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Shapes as tracing exporters write them: constants where all is fixed, computed where the batch is open. */
final class Traced {
	private Traced() {}

	/** Reshape to the batch of x and these sizes, one of which may be -1. */
	static String reshape(NetBuilder b, String x, long... rest) {
		return reshapeAs(b, x, x, rest);
	}

	/** Reshape to the batch of another value and these sizes. */
	static String reshapeAs(NetBuilder b, String x, String of, long... rest) {
		if (!b.open()) {
			long[] target = new long[rest.length + 1];
			target[0] = b.dim(of, 0);
			System.arraycopy(rest, 0, target, 1, rest.length);
			return b.reshape(x, target);
		}
		return reshapeTo(b, x, b.size(of, 0), b.dim(of, 0), rest);
	}

	/** Reshape of stacked windows, so many to an image, to the images and these sizes. */
	static String unstack(NetBuilder b, String x, int windows, long... rest) {
		int images = b.dim(x, 0) / windows;
		if (!b.open()) {
			long[] target = new long[rest.length + 1];
			target[0] = images;
			System.arraycopy(rest, 0, target, 1, rest.length);
			return b.reshape(x, target);
		}
		String count = b.emit("Div", Shape.of(), Emitter.attributes(), sizeScalar(b, x, 0), b.scalar(windows));
		return reshapeTo(b, x, b.emit("Unsqueeze", Shape.of(1), Emitter.attributes(), count, b.longs(0)), images, rest);
	}

	/** Everything behind the batch as one axis, as {@code x.view(x.size(0), -1)}. */
	static String flatten(NetBuilder b, String x) {
		return b.open() ? b.flattenByShape(x) : b.reshape(x, b.dim(x, 0), -1);
	}

	private static String reshapeTo(NetBuilder b, String x, String first, long size, long[] rest) {
		long[] dims = new long[rest.length + 1];
		dims[0] = size;
		System.arraycopy(rest, 0, dims, 1, rest.length);
		long known = Arrays.stream(dims).filter(d -> d >= 0).reduce(1, (l, r) -> l * r);
		List<String> parts = new ArrayList<>(List.of(first));
		for (int i = 1; i < dims.length; i++) {
			parts.add(b.longs(dims[i]));
			if (dims[i] < 0)
				dims[i] = b.shape(x).elements() / known;
		}
		return b.emit("Reshape", Shape.of(dims), Emitter.attributes(), x, b.concat(0, parts));
	}

	/** Reshape to the shape of another value, by its Shape. */
	static String reshapeLike(NetBuilder b, String x, String like) {
		String target = b.emit("Shape", Shape.of(b.shape(like).rank()), Emitter.attributes(), like);
		return b.emit("Reshape", b.shape(like), Emitter.attributes(), x, target);
	}

	/** A value of one row repeated over the batch of another, the other sizes kept by -1. */
	static String expand(NetBuilder b, String row, String like) {
		Shape out = b.shape(row).with(0, b.dim(like, 0));
		if (!b.open())
			return b.emit("Expand", out, Emitter.attributes(), row, b.longs(out.toArray()));
		List<String> parts = new ArrayList<>(List.of(b.size(like, 0)));
		for (int axis = 1; axis < out.rank(); axis++)
			parts.add(b.longs(-1));
		return expandTo(b, row, b.concat(0, parts), out);
	}

	/** Expand where the target may hold -1: such sizes are replaced by 1 before, which broadcasting ignores. */
	static String expandTo(NetBuilder b, String x, String target, Shape out) {
		Shape vector = Shape.of(out.rank());
		String ones = b.emit("ConstantOfShape", vector,
				Map.of("value", new Attribute.Constant(Tensor.ofLongs("value", Shape.of(1), 1))), b.longs(out.rank()));
		String negative = b.emit("Mul", vector, Emitter.attributes(), ones, b.scalar(-1));
		String kept = b.emit("Equal", vector, Emitter.attributes(), target, negative);
		String sizes = b.emit("Where", vector, Emitter.attributes(), kept, ones, target);
		return b.emit("Expand", out, Emitter.attributes(), x, sizes);
	}

	/** Zeros around an axis, the eight numbers computed from the pairs the framework counts from the last axis on. */
	static String pad(NetBuilder b, String x, int axis, int before, int after) {
		int rank = b.shape(x).rank();
		long[] pairs = new long[2 * (rank - axis)];
		pairs[pairs.length - 2] = before;
		pairs[pairs.length - 1] = after;
		String zeros = b.emit("ConstantOfShape", Shape.of(2L * axis),
				Map.of("value", new Attribute.Constant(Tensor.ofLongs("value", Shape.of(1), 0))), b.longs(2L * axis));
		String all = b.emit("Concat", Shape.of(2L * rank), Emitter.attributes("axis", 0), b.longs(pairs), zeros);
		String rows = b.emit("Reshape", Shape.of(rank, 2), Emitter.attributes(), all, b.longs(-1, 2));
		String reversed = b.emit("Slice", Shape.of(rank, 2), Emitter.attributes(), rows, b.longs(-1),
				b.longs(-Long.MAX_VALUE), b.longs(0), b.longs(-1));
		String pads = b.emit("Cast", Shape.of(2L * rank), Emitter.attributes("to", 7),
				b.reshape(b.transpose(reversed, 1, 0), -1));
		return b.emit("Pad", b.shape(x).with(axis, b.dim(x, axis) + before + after),
				Emitter.attributes("mode", "constant"), x, pads, b.number(0));
	}

	/** Every second place along an axis. */
	static String everySecond(NetBuilder b, String x, int axis, int start) {
		long size = (b.dim(x, axis) - start + 1) / 2;
		return b.emit("Slice", b.shape(x).with(axis, size), Emitter.attributes(), x, b.longs(start),
				b.longs(Long.MAX_VALUE), b.longs(axis), b.longs(2));
	}

	/** One place along an axis, which is dropped. */
	static String pick(NetBuilder b, String x, int axis, int place) {
		int rank = b.shape(x).rank();
		long[] out = new long[rank - 1];
		for (int i = 0; i < out.length; i++)
			out[i] = b.dim(x, i < axis ? i : i + 1);
		return b.emit("Gather", Shape.of(out), Emitter.attributes("axis", axis), x, b.scalar(place));
	}

	static String unsqueeze(NetBuilder b, String x, int axis) {
		long[] in = b.shape(x).toArray();
		long[] out = new long[in.length + 1];
		for (int i = 0; i < out.length; i++)
			out[i] = i == axis ? 1 : in[i < axis ? i : i - 1];
		return b.emit("Unsqueeze", Shape.of(out), Emitter.attributes(), x, b.longs(axis));
	}

	/** Equal parts along an axis. */
	static List<String> chunk(NetBuilder b, String x, int axis, int parts) {
		return split(b, x, axis, Emitter.repeat(b.dim(x, axis) / parts, parts));
	}

	static List<String> split(NetBuilder b, String x, int axis, long... sizes) {
		List<Shape> outs = Arrays.stream(sizes).mapToObj(size -> b.shape(x).with(axis, size)).toList();
		return b.emit("Split", outs, Emitter.attributes("axis", axis), x, b.longs(sizes));
	}

	private static String sizeScalar(NetBuilder b, String x, int axis) {
		String shape = b.emit("Shape", Shape.of(b.shape(x).rank()), Emitter.attributes(), x);
		return b.emit("Gather", Shape.of(), Emitter.attributes("axis", 0), shape, b.scalar(axis));
	}
}
