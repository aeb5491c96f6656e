package espalier.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * Builds networks node by node. Methods take names of values and return the name of the new one; {@link #as} names the next
 * layer, {@link #within} opens a scope.
 */
public final class NetBuilder extends Layers {
	public NetBuilder(String name, long seed) {
		super(name, seed);
	}

	private NetBuilder(NetBuilder whole, String layer) {
		super(whole, layer);
	}

	/**
	 * Names what is built through the result: {@code b.at("bn1").batchNorm(b.at("conv1").conv(x, spec))}. Unlike with
	 * {@link #as}, the layer inside doesn't take the outer name away.
	 */
	public NetBuilder at(String layer) {
		return new NetBuilder(this, layer);
	}

	/** Names the next layer, as in {@code b.as("conv1").conv(x, spec)}. */
	public NetBuilder as(String layer) {
		label(layer);
		return this;
	}

	/** Any operator of one input that keeps the shape. */
	public String unary(String op, String x) {
		return emit(op, shape(x), attributes(), x);
	}

	public String relu(String x) {
		return unary("Relu", x);
	}

	public String sigmoid(String x) {
		return unary("Sigmoid", x);
	}

	public String leakyRelu(String x) {
		return emit("LeakyRelu", shape(x), attributes("alpha", 0.1f), x);
	}

	public String clip(String x, float low, float high) {
		return emit("Clip", shape(x), attributes(), x, number(low), number(high));
	}

	/** Sigmoid linear unit as exporters spell it: x times its sigmoid. */
	public String silu(String x) {
		return binary("Mul", x, sigmoid(x));
	}

	/** Gaussian error linear unit (Hendrycks and Gimpel 2016) as exporters spell it. */
	public String gelu(String x) {
		String erf = unary("Erf", binary("Div", x, number((float) Math.sqrt(2))));
		return mul(mul(x, binary("Add", erf, number(1))), number(0.5f));
	}

	public String dropout(String x) {
		return unary("Dropout", x);
	}

	public String castToFloat(String x) {
		return emit("Cast", shape(x), attributes("to", 1), x);
	}

	/** Softmax over an axis: the channels, where a cut would change what it computes. */
	public String softmax(String x, int axis) {
		return emit("Softmax", shape(x), attributes("axis", axis), x);
	}

	public String localResponse(String x, int size) {
		return emit("LRN", shape(x), attributes("size", size, "alpha", 0.05f, "beta", 0.75f, "bias", 1f), x);
	}

	/** Any operator of two inputs that broadcast. */
	public String binary(String op, String a, String b) {
		return emit(op, broadcast(shape(a), shape(b)), attributes(), a, b);
	}

	public String add(String a, String b) {
		return binary("Add", a, b);
	}

	public String mul(String a, String b) {
		return binary("Mul", a, b);
	}

	/** Sum, Mean, Min or Max of values of the same shape. */
	public String nary(String op, List<String> values) {
		return emit(op, shape(values.getFirst()), attributes(), values.toArray(String[]::new));
	}

	public String concat(int axis, List<String> values) {
		long size = values.stream().mapToLong(v -> shape(v).dim(axis)).sum();
		return emit("Concat", shape(values.getFirst()).with(axis, size), attributes("axis", axis),
				values.toArray(String[]::new));
	}

	public String concat(String... channels) {
		return concat(1, List.of(channels));
	}

	/** Splits the channels into parts of these sizes. */
	public List<String> split(String x, long... sizes) {
		List<Shape> outs = new ArrayList<>();
		for (long size : sizes)
			outs.add(shape(x).with(1, size));
		return emit("Split", outs, attributes("axis", 1), x, longs(sizes));
	}

	/** Part of an axis by constant bounds; {@code end} may lie beyond the axis, as exporters write it. */
	public String slice(String x, int axis, int start, long end) {
		long size = Math.min(end, shape(x).dim(axis)) - start;
		return emit("Slice", shape(x).with(axis, size), attributes(), x, longs(start), longs(end), longs(axis));
	}

	/** Every second channel. */
	public String sliceSteps(String x, int start) {
		long size = (shape(x).dim(1) - start + 1) / 2;
		return emit("Slice", shape(x).with(1, size), attributes(), x, longs(start), longs(Long.MAX_VALUE), longs(1),
				longs(2));
	}

	/** The first half of the channels, its end computed from the shape. */
	public String firstHalf(String x) {
		String end = emit("Div", Shape.of(1), attributes(),
				emit("Gather", Shape.of(1), attributes("axis", 0), shapeOf(x),
						longs(1)),
				longs(2));
		return emit("Slice", shape(x).with(1, dim(x, 1) / 2), attributes(), x, longs(0), end, longs(1));
	}

	/** The channels at constant positions, in that order. */
	public String gather(String x, long... positions) {
		return emit("Gather", shape(x).with(1, positions.length), attributes("axis", 1), x, longs(positions));
	}

	/** Pads with zeros: so many before and after on each axis. */
	public String pad(String x, int axis, int before, int after) {
		int rank = shape(x).rank();
		long[] pads = new long[2 * rank];
		pads[axis] = before;
		pads[rank + axis] = after;
		return emit("Pad", shape(x).with(axis, dim(x, axis) + before + after), attributes("mode", "constant"), x,
				longs(pads), number(0));
	}

	/** Twice as large along every axis of space. */
	public String resizeTwice(String x) {
		int rank = shape(x).rank();
		float[] scales = new float[rank];
		Shape out = shape(x);
		for (int axis = 0; axis < rank; axis++) {
			scales[axis] = axis < 2 ? 1 : 2;
			out = out.with(axis, (long) scales[axis] * out.dim(axis));
		}
		return emit("Resize", out, attributes("mode", "nearest"), x, "",
				constant("scales", Tensor.ofFloats("value", Shape.of(rank), scales)));
	}

	/** As large in space as another value, by sizes computed from both shapes. */
	public String resizeLike(String x, String like) {
		int rank = shape(x).rank();
		Shape out = shape(like).with(0, dim(x, 0)).with(1, dim(x, 1));
		String own = emit("Slice", Shape.of(2), attributes(), shapeOf(x), longs(0), longs(2), longs(0));
		String space = emit("Slice", Shape.of(rank - 2), attributes(), shapeOf(like), longs(2), longs(rank), longs(0));
		String sizes = emit("Concat", Shape.of(rank), attributes("axis", 0), own, space);
		return emit("Resize", out, attributes("mode", "nearest"), x, "", "", sizes);
	}

	/** MaxPool or AveragePool with its stride equal to its kernel. */
	public String pool(String op, String x, int kernel) {
		return pool(op, x, kernel, kernel, 0);
	}

	public String pool(String op, String x, int kernel, int stride, int pad) {
		int space = shape(x).rank() - 2;
		ConvSpec spec = new ConvSpec(dim(x, 1), kernel, stride, pad, 1, 1, false);
		Shape out = shape(x);
		for (int axis = 2; axis < 2 + space; axis++)
			out = out.with(axis, spec.size(out.dim(axis)));
		return emit(op, out, attributes("kernel_shape", repeat(kernel, space), "pads", repeat(pad, 2 * space),
				"strides", repeat(stride, space)), x);
	}

	public String globalPool(String x) {
		Shape out = Shape.of(repeat(1, shape(x).rank())).with(0, dim(x, 0)).with(1, dim(x, 1));
		return emit("GlobalAveragePool", out, attributes(), x);
	}

	/** Mean over all axes of space. */
	public String meanOverSpace(String x, boolean keep) {
		int rank = shape(x).rank();
		Shape out = keep
				? Shape.of(repeat(1, rank)).with(0, dim(x, 0)).with(1, dim(x, 1))
				: Shape.of(dim(x, 0), dim(x, 1));
		return emit("ReduceMean", out, attributes("axes", IntStream.range(2, rank).asLongStream().toArray(), "keepdims",
				keep ? 1 : 0), x);
	}

	/** Mean or maximum over the channels, kept as an axis of size 1. */
	public String reduceChannels(String op, String x) {
		return emit(op, shape(x).with(1, 1), attributes("axes", new long[]{1}, "keepdims", 1), x);
	}

	/** Mean over the middle axis of [batch, tokens, width]. */
	public String meanOfTokens(String x) {
		return emit("ReduceMean", Shape.of(dim(x, 0), dim(x, 2)), attributes("axes", new long[]{1}, "keepdims", 0), x);
	}

	public String flatten(String x) {
		long[] d = shape(x).toArray();
		return emit("Flatten", Shape.of(d[0], shape(x).elements() / d[0]), attributes("axis", 1), x);
	}

	/** Reshape by a constant; 0 copies an axis and one -1 takes the rest. */
	public String reshape(String x, long... target) {
		long known = 1;
		long[] out = target.clone();
		for (int i = 0; i < out.length; i++) {
			if (out[i] == 0)
				out[i] = shape(x).dim(i);
			if (out[i] > 0)
				known *= out[i];
		}
		for (int i = 0; i < out.length; i++)
			if (out[i] < 0)
				out[i] = shape(x).elements() / known;
		return emit("Reshape", Shape.of(out), attributes(), x, longs(target));
	}

	/** Flatten as traced code spells it: Shape, Gather, Unsqueeze, Concat with -1, Reshape. */
	public String flattenByShape(String x) {
		String target = emit("Concat", Shape.of(2), attributes("axis", 0), size(x, 0), longs(-1));
		return emit("Reshape", Shape.of(dim(x, 0), shape(x).elements() / dim(x, 0)), attributes(), x, target);
	}

	public String transpose(String x, int... order) {
		long[] out = new long[order.length];
		long[] perm = new long[order.length];
		for (int i = 0; i < order.length; i++) {
			out[i] = shape(x).dim(order[i]);
			perm[i] = order[i];
		}
		return emit("Transpose", Shape.of(out), attributes("perm", perm), x);
	}

	/** Repeats axes of size 1 up to the shape of another value, by a constant or by that value's Shape. */
	public String expandLike(String x, String like, boolean byShape) {
		String target = byShape ? shapeOf(like) : longs(shape(like).with(1, shape(x).dim(1)).toArray());
		return emit("Expand", shape(like).with(1, shape(x).dim(1)), attributes(), x, target);
	}

	/** Rearranges channels into space, four channels of a pixel becoming two by two pixels. */
	public String depthToSpace(String x) {
		Shape s = shape(x);
		return emit("DepthToSpace", Shape.of(s.dim(0), s.dim(1) / 4, s.dim(2) * 2, s.dim(3) * 2),
				attributes("blocksize", 2, "mode", "CRD"), x);
	}

	/** Product of two stacks of matrices of the same stacking. */
	public String matMulOf(String a, String b) {
		return emit("MatMul", shape(a).with(-1, shape(b).dim(-1)), attributes(), a, b);
	}

	/** Drops the axes of space, all of size 1. */
	public String squeezeSpace(String x) {
		long[] axes = IntStream.range(2, shape(x).rank()).asLongStream().toArray();
		return emit("Squeeze", Shape.of(dim(x, 0), dim(x, 1)), attributes(), x, longs(axes));
	}

	/** Adds axes of space of size 1 behind a matrix. */
	public String unsqueezeSpace(String x, int space) {
		long[] axes = IntStream.range(2, 2 + space).asLongStream().toArray();
		Shape out = Shape.of(repeat(1, 2 + space)).with(0, dim(x, 0)).with(1, dim(x, 1));
		return emit("Unsqueeze", out, attributes(), x, longs(axes));
	}

	/** Channel shuffle (Zhang et al. 2018) by constant shapes: reshape, transpose, reshape. */
	public String shuffle(String x, int groups) {
		long[] in = shape(x).toArray();
		long[] folded = fold(in, groups);
		return reshape(transpose(reshape(x, folded), swapped(folded.length)), in);
	}

	/** The same with its shapes computed from the value, as traced code has it. */
	public String shuffleByShape(String x, int groups) {
		long[] in = shape(x).toArray();
		long[] folded = fold(in, groups);
		String perGroup = emit("Div", Shape.of(1), attributes(), size(x, 1), longs(groups));
		List<String> first = new ArrayList<>(List.of(size(x, 0), longs(groups), perGroup));
		List<String> back = new ArrayList<>(List.of(size(x, 0), longs(-1)));
		for (int axis = 2; axis < in.length; axis++) {
			String size = size(x, axis);
			first.add(size);
			back.add(size);
		}
		String wide = emit("Reshape", Shape.of(folded), attributes(), x, concat(0, first));
		return emit("Reshape", Shape.of(in), attributes(), transpose(wide, swapped(folded.length)), concat(0, back));
	}

	/** One size of a value, as a vector of one element, by Shape, Gather and Unsqueeze. */
	public String size(String x, int axis) {
		String size = emit("Gather", Shape.of(), attributes("axis", 0), shapeOf(x), scalar(axis));
		return emit("Unsqueeze", Shape.of(1), attributes(), size, longs(0));
	}

	private String shapeOf(String x) {
		return emit("Shape", Shape.of(shape(x).rank()), attributes(), x);
	}

	private static long[] fold(long[] in, int groups) {
		long[] folded = new long[in.length + 1];
		folded[0] = in[0];
		folded[1] = groups;
		folded[2] = in[1] / groups;
		System.arraycopy(in, 2, folded, 3, in.length - 2);
		return folded;
	}

	private static int[] swapped(int rank) {
		int[] order = IntStream.range(0, rank).toArray();
		order[1] = 2;
		order[2] = 1;
		return order;
	}

	private static Shape broadcast(Shape a, Shape b) {
		int rank = Math.max(a.rank(), b.rank());
		long[] out = repeat(1, rank);
		for (int i = 1; i <= rank; i++) {
			long left = i <= a.rank() ? a.dim(-i) : 1;
			long right = i <= b.rank() ? b.dim(-i) : 1;
			out[rank - i] = Math.max(left, right);
		}
		return Shape.of(out);
	}
}
