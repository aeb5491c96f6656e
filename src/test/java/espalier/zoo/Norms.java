package espalier.zoo;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Normalisations as exporters spell them where there is no operator for them. */
final class Norms {
	private Norms() {}

	/** Batch normalisation at the end of a residual branch, scaled so that long sums of branches stay small. */
	static String batchQuiet(NetBuilder b, String name, String x) {
		NetBuilder layer = b.at(name);
		String own = layer.layerName(name);
		int width = b.dim(x, 1);
		String scale = b.weight(own + ".weight", Shape.of(width), b.uniform(width, 0.3, 0.7));
		return layer.batchNorm(x, scale, b.bias(own, width));
	}

	/** Layer normalisation over the last axis as nine nodes. */
	static String layer(NetBuilder b, String name, String x) {
		return b.module(name, () -> {
			int width = b.dim(x, -1);
			String centred = b.binary("Sub", x, meanOfLast(b, x));
			String variance = meanOfLast(b, b.binary("Pow", centred, b.number(2)));
			String deviation = b.unary("Sqrt", b.add(variance, b.number(1e-5f)));
			String y = b.mul(b.binary("Div", centred, deviation), scale(b, width));
			return b.add(y, shift(b, width));
		});
	}

	/** Root mean square normalisation (Zhang and Sennrich 2019). */
	static String rms(NetBuilder b, String name, String x) {
		return b.module(name, () -> {
			String square = meanOfLast(b, b.binary("Pow", x, b.number(2)));
			String root = b.unary("Sqrt", b.add(square, b.number(1e-5f)));
			String y = b.mul(x, b.binary("Div", b.number(1), root));
			return b.mul(scale(b, b.dim(x, -1)), y);
		});
	}

	/** Layer normalisation over the channels of an image, which go to the last axis and back. */
	static String channels(NetBuilder b, String name, String x) {
		return b.module(name,
				() -> b.transpose(Norms.last(b, b.transpose(x, 0, 2, 3, 1)), 0, 3, 1, 2));
	}

	/** The operator, with the parameters of the module around. */
	static String last(NetBuilder b, String x) {
		int width = b.dim(x, -1);
		return b.emit("LayerNormalization", b.shape(x), Emitter.attributes("axis", -1, "epsilon", 1e-6f), x,
				scale(b, width), shift(b, width));
	}

	/** Group normalisation (Wu and He 2018): every group becomes one channel of an instance normalisation. */
	static String group(NetBuilder b, String name, String x, int groups) {
		return b.module(name, () -> {
			int width = b.dim(x, 1);
			String folded = b.reshape(x, 0, groups, -1);
			String ones = b.constant("ones", Tensor.ofFloats("value", Shape.of(groups), filled(groups, 1)));
			String zeros = b.constant("zeros", Tensor.ofFloats("value", Shape.of(groups), filled(groups, 0)));
			String normal = b.emit("InstanceNormalization", b.shape(folded), Emitter.attributes("epsilon", 1e-5f),
					folded, ones, zeros);
			String back = Traced.reshapeLike(b, normal, x);
			String scale = b.weight(b.parameter("weight"), Shape.of(width, 1, 1), b.uniform(width, 0.5, 1.5));
			String shift = b.weight(b.parameter("bias"), Shape.of(width, 1, 1), b.gaussian(width, 0.2));
			return b.add(b.mul(back, scale), shift);
		});
	}

	private static String meanOfLast(NetBuilder b, String x) {
		return b.emit("ReduceMean", b.shape(x).with(-1, 1), Emitter.attributes("axes", new long[]{-1}, "keepdims", 1),
				x);
	}

	private static String scale(NetBuilder b, int width) {
		return b.weight(b.parameter("weight"), Shape.of(width), b.uniform(width, 0.5, 1.5));
	}

	private static String shift(NetBuilder b, int width) {
		return b.weight(b.parameter("bias"), Shape.of(width), b.gaussian(width, 0.2));
	}

	private static float[] filled(int n, float value) {
		float[] values = new float[n];
		java.util.Arrays.fill(values, value);
		return values;
	}
}
