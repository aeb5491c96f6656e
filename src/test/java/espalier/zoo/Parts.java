package espalier.zoo;

import java.util.List;
import java.util.function.UnaryOperator;

import espalier.graph.Graph;
import espalier.graph.Shape;

/** Parts that many networks share: activations, linear layers, squeeze and excitation, pools, the classifier. */
final class Parts {
	private Parts() {}

	/** Convolution, batch normalisation and an activation, numbered as the children of a Sequential. */
	static String convBnAct(NetBuilder b, String name, String x, ConvSpec spec, UnaryOperator<String> act) {
		return b.module(name, () -> {
			String y = convBn(b, x, spec);
			return b.module("2", () -> act.apply(y));
		});
	}

	/** The children 0 and 1 of the Sequential that is being built. */
	static String convBn(NetBuilder b, String x, ConvSpec spec) {
		return b.at("1").batchNorm(b.at("0").conv(x, spec));
	}

	static String convBn(NetBuilder b, String name, String x, ConvSpec spec) {
		return b.module(name, () -> convBn(b, x, spec));
	}

	/** The last layer of a residual branch. */
	static String convBnQuiet(NetBuilder b, String name, String x, ConvSpec spec) {
		return b.module(name, () -> Norms.batchQuiet(b, "1", b.at("0").conv(x, spec)));
	}

	/** Fully connected layer over the last axis: MatMul by the transposed weight, Add. */
	static String linear(NetBuilder b, String name, String x, int out, boolean bias) {
		return b.module(name, () -> {
			int in = b.dim(x, -1);
			String weight = b.weight(b.parameter("weight"), Shape.of(in, out),
					b.gaussian((long) in * out, Math.sqrt(1.0 / in)));
			String y = b.emit("MatMul", b.shape(x).with(-1, out), Emitter.attributes(), x, weight);
			return bias ? b.add(b.weight(b.parameter("bias"), Shape.of(out), b.gaussian(out, 0.1)), y) : y;
		});
	}

	static String linear(NetBuilder b, String name, String x, int out) {
		return linear(b, name, x, out, true);
	}

	/** Two linear layers with a Gaussian error linear unit between them. */
	static String mlp(NetBuilder b, String name, String x, int hidden) {
		return b.module(name, () -> {
			String y = linear(b, "fc1", x, hidden);
			y = gelu(b, "act", y);
			return linear(b, "fc2", y, b.dim(x, -1));
		});
	}

	static String gelu(NetBuilder b, String name, String x) {
		return b.module(name, () -> b.gelu(x));
	}

	static String silu(NetBuilder b, String name, String x) {
		return b.module(name, () -> b.silu(x));
	}

	static String hardSwish(NetBuilder b, String x) {
		return b.unary("HardSwish", x);
	}

	/** Hard swish as code without the operator has it: x relu6(x + 3) / 6. */
	static String hardSwishSpelled(NetBuilder b, String x) {
		return b.binary("Div", b.mul(x, b.clip(b.add(x, b.number(3)), 0, 6)), b.number(6));
	}

	static String hardSigmoid(NetBuilder b, String x) {
		return b.emit("HardSigmoid", b.shape(x), Emitter.attributes("alpha", 1f / 6), x);
	}

	/** Gated linear unit (Dauphin et al. 2017): one half scaled by the sigmoid of the other. */
	static String glu(NetBuilder b, String x, int axis) {
		List<String> halves = Traced.chunk(b, x, axis, 2);
		return b.mul(halves.getFirst(), b.sigmoid(halves.getLast()));
	}

	/** Squeeze and excitation (Hu et al. 2018) by 1x1 convolutions. */
	static String excite(NetBuilder b, String name, String x, int narrow, UnaryOperator<String> inner,
			UnaryOperator<String> gate) {
		return b.module(name, () -> {
			String y = b.at("fc1").conv(b.at("avgpool").globalPool(x), ConvSpec.of(narrow, 1).biased());
			String active = b.module("activation", () -> inner.apply(y));
			String logits = b.at("fc2").conv(active, ConvSpec.of(b.dim(x, 1), 1).biased());
			String scale = b.module("scale_activation", () -> gate.apply(logits));
			return b.mul(scale, x);
		});
	}

	/** Convolution with a bias whose weights make up for what a sigmoid linear unit takes from a signal. */
	static String convForSilu(NetBuilder b, String name, String x, int width, int kernel, int stride) {
		NetBuilder layer = b.at(name);
		String own = layer.layerName(name);
		ConvSpec spec = ConvSpec.of(width, kernel).strided(stride).biased();
		long fanIn = (long) b.dim(x, 1) * kernel * kernel;
		String weight = b.weight(own + ".weight", Shape.of(width, b.dim(x, 1), kernel, kernel),
				b.gaussian(width * fanIn, Math.sqrt(2.8 / fanIn)));
		return layer.conv(x, spec, weight, b.bias(own, width));
	}

	/** MaxPool whose last window may hang over the edge. */
	static String maxPoolCeil(NetBuilder b, String x, int kernel, int stride) {
		Shape out = b.shape(x);
		for (int axis = 2; axis < 4; axis++)
			out = out.with(axis, Math.ceilDiv(b.dim(x, axis) - kernel, stride) + 1);
		return b.emit("MaxPool", out, Emitter.attributes("ceil_mode", 1, "kernel_shape", Emitter.repeat(kernel, 2),
				"pads", Emitter.repeat(0, 4), "strides", Emitter.repeat(stride, 2)), x);
	}

	/** Mean over 3x3 windows around every place, zeros outside counted. */
	static String averageAround(NetBuilder b, String x) {
		return b.emit("AveragePool", b.shape(x), Emitter.attributes("count_include_pad", 1, "kernel_shape",
				Emitter.repeat(3, 2), "pads", Emitter.repeat(1, 4), "strides", Emitter.repeat(1, 2)), x);
	}

	/** Convolution by a kernel that is not square; keeps the image size. */
	static String convRectangular(NetBuilder b, String x, int out, int high, int wide) {
		String layer = b.layerName("conv");
		long fanIn = (long) b.dim(x, 1) * high * wide;
		String weight = b.weight(layer + ".weight", Shape.of(out, b.dim(x, 1), high, wide),
				b.gaussian(out * fanIn, Math.sqrt(2.0 / fanIn)));
		long[] pads = {high / 2, wide / 2, high / 2, wide / 2};
		return b.emit("Conv", b.shape(x).with(1, out), Emitter.attributes("dilations", Emitter.repeat(1, 2), "group", 1,
				"kernel_shape", new long[]{high, wide}, "pads", pads, "strides", Emitter.repeat(1, 2)), x, weight);
	}

	/** Global pool, flatten and one fully connected layer. */
	static Graph classify(NetBuilder b, String features, String layer, int classes) {
		return classify(b, b.flatten(b.at("avgpool").globalPool(features)), List.of(layer), classes);
	}

	/** A fully connected layer of a module path on [batch, width]. */
	static Graph classify(NetBuilder b, String vector, List<String> path, int classes) {
		b.output(gemm(b, vector, path, classes), "logits");
		return b.build();
	}

	static String gemm(NetBuilder b, String x, List<String> path, int out) {
		if (path.size() > 1)
			return b.module(path.getFirst(), () -> gemm(b, x, path.subList(1, path.size()), out));
		return b.at(path.getFirst()).gemm(x, out, true, true);
	}
}
