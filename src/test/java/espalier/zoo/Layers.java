package espalier.zoo;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Layers with weights. Convolution weights are scaled by He et al. 2015, so that signals keep their size in deep networks. */
abstract class Layers extends Emitter {
	Layers(String name, long seed) {
		super(name, seed);
	}

	Layers(Layers whole, String layer) {
		super(whole, layer);
	}

	/** Convolution over every axis after the channels: 1-D, 2-D or 3-D by the rank of x. */
	public String conv(String x, ConvSpec spec) {
		String layer = layerName("conv");
		String weight = convWeight(layer + ".weight", x, spec);
		return conv(x, spec, weight, spec.bias() ? bias(layer, spec.out()) : null);
	}

	/** The weight a convolution of x needs, for layers that share it. */
	public String convWeight(String wanted, String x, ConvSpec spec) {
		Shape shape = weightShape(spec.out(), dim(x, 1) / spec.groups(), x, spec);
		double fanIn = (double) shape.elements() / spec.out();
		return weight(wanted, shape, gaussian(shape.elements(), Math.sqrt(2 / fanIn)));
	}

	/** Convolution by a weight that is there already. */
	public String conv(String x, ConvSpec spec, String weight, @Nullable String bias) {
		int space = shape(x).rank() - 2;
		Shape out = shape(x).with(1, spec.out());
		for (int axis = 2; axis < 2 + space; axis++)
			out = out.with(axis, spec.size(shape(x).dim(axis)));
		return emit("Conv", out, convAttributes(spec, space), slots(x, weight, bias));
	}

	public String depthwise(String x, ConvSpec spec) {
		return conv(x, spec.grouped(dim(x, 1)));
	}

	/** Weights are laid out [in, out / groups, kernel...]. */
	public String convTranspose(String x, ConvSpec spec) {
		String layer = layerName("up");
		int space = shape(x).rank() - 2;
		Shape shape = weightShape(dim(x, 1), spec.out() / spec.groups(), x, spec);
		double fanIn = (double) shape.elements() / spec.out();
		String weight = weight(layer + ".weight", shape, gaussian(shape.elements(), Math.sqrt(2 / fanIn)));
		Shape out = shape(x).with(1, spec.out());
		for (int axis = 2; axis < 2 + space; axis++)
			out = out.with(axis, spec.transposedSize(shape(x).dim(axis)));
		return emit("ConvTranspose", out, convAttributes(spec, space),
				slots(x, weight, spec.bias() ? bias(layer, spec.out()) : null));
	}

	/** Batch normalisation with made-up but sane statistics: scales near 1, variances well above 0. */
	public String batchNorm(String x) {
		String layer = layerName("bn");
		return batchNorm(x, normScale(layer, dim(x, 1)), bias(layer, dim(x, 1)));
	}

	/** Batch normalisation whose scale and shift may be another layer's too. */
	public String batchNorm(String x, String scale, String shift) {
		String layer = layerName("bn");
		int c = dim(x, 1);
		return emit("BatchNormalization", shape(x), attributes("epsilon", 1e-5f), x, scale, shift,
				weight(layer + ".running_mean", Shape.of(c), gaussian(c, 0.2)),
				weight(layer + ".running_var", Shape.of(c), uniform(c, 0.5, 1.5)));
	}

	public String normScale(String layer, int channels) {
		return weight(layer + ".weight", Shape.of(channels), uniform(channels, 0.5, 1.5));
	}

	public String bias(String layer, int channels) {
		return weight(layer + ".bias", Shape.of(channels), gaussian(channels, 0.2));
	}

	/** Slopes for every channel, laid out to broadcast over the space behind them. */
	public String prelu(String x, boolean shared) {
		int c = shared ? 1 : dim(x, 1);
		Shape shape = Shape.of(repeat(1, shape(x).rank() - 1)).with(0, c);
		return emit("PRelu", shape(x), attributes(), x,
				weight(layerName("prelu") + ".weight", shape, uniform(c, 0.05, 0.4)));
	}

	/** A constant for every channel, {@code [C, 1, 1]} or {@code [1, C, 1, 1]}, to be added or multiplied. */
	public String perChannel(String x, boolean withBatchAxis, double low, double high) {
		int c = dim(x, 1);
		int rank = shape(x).rank();
		Shape shape = withBatchAxis
				? Shape.of(repeat(1, rank)).with(1, c)
				: Shape.of(repeat(1, rank - 1)).with(0, c);
		return constant(layerName("scale"), Tensor.ofFloats("value", shape, uniform(c, low, high)));
	}

	/** Fully connected layer on a matrix; the weight is laid out [out, in] as trained frameworks do, or [in, out]. */
	public String gemm(String x, int out, boolean transB, boolean bias) {
		String layer = layerName("fc");
		int in = dim(x, 1);
		String weight = weight(layer + ".weight", transB ? Shape.of(out, in) : Shape.of(in, out),
				gaussian((long) in * out, Math.sqrt(2.0 / in)));
		return emit("Gemm", Shape.of(dim(x, 0), out), attributes("transB", transB ? 1 : 0),
				slots(x, weight, bias ? bias(layer, out) : null));
	}

	/** Fully connected layer on a matrix that stands on its side: [in, batch]. */
	public String gemmTransA(String x, int out) {
		String layer = layerName("fc");
		int in = dim(x, 0);
		String weight = weight(layer + ".weight", Shape.of(in, out), gaussian((long) in * out, Math.sqrt(2.0 / in)));
		return emit("Gemm", Shape.of(dim(x, 1), out), attributes("transA", 1, "alpha", 0.5f), x, weight,
				bias(layer, out));
	}

	/** Product of the last axis with a constant matrix. */
	public String matMul(String x, int out) {
		int in = dim(x, -1);
		return emit("MatMul", shape(x).with(-1, out), attributes(), x, weight(layerName("proj") + ".weight",
				Shape.of(in, out), gaussian((long) in * out, Math.sqrt(2.0 / in))));
	}

	/** Fully connected layer over the last axis of a value of any rank, with a bias, as exporters write it. */
	public String linear(String x, int out) {
		String layer = layerName("proj");
		int in = dim(x, -1);
		String weight = weight(layer + ".weight", Shape.of(in, out), gaussian((long) in * out, Math.sqrt(1.0 / in)));
		String product = emit("MatMul", shape(x).with(-1, out), attributes(), x, weight);
		return emit("Add", shape(product), attributes(), bias(layer, out), product);
	}

	/** Normalisation over the last axis, scaled and shifted. */
	public String layerNorm(String x) {
		String layer = layerName("norm");
		int width = dim(x, -1);
		return emit("LayerNormalization", shape(x), attributes("axis", -1, "epsilon", 1e-5f), x,
				normScale(layer, width), bias(layer, width));
	}

	/** A learned number for each place in [batch, tokens, width], added. */
	public String position(String layer, String x) {
		Shape shape = shape(x).with(0, 1);
		return emit("Add", shape(x), attributes(), x, weight(layer, shape, gaussian(shape.elements(), 0.02)));
	}

	/** A constant along the last axis, added. */
	public String lastBias(String x) {
		int c = dim(x, -1);
		return emit("Add", shape(x), attributes(), bias(layerName("proj"), c), x);
	}

	private Shape weightShape(long first, long second, String x, ConvSpec spec) {
		long[] dims = repeat(spec.kernel(), shape(x).rank());
		dims[0] = first;
		dims[1] = second;
		return Shape.of(dims);
	}

	private static java.util.Map<String, espalier.graph.Attribute> convAttributes(ConvSpec spec, int space) {
		return attributes("dilations", repeat(spec.dilation(), space), "group", spec.groups(), "kernel_shape",
				repeat(spec.kernel(), space), "pads", repeat(spec.pad(), 2 * space), "strides",
				repeat(spec.stride(), space));
	}

	private static String[] slots(String x, String weight, @Nullable String bias) {
		return bias == null ? new String[]{x, weight} : new String[]{x, weight, bias};
	}
}
