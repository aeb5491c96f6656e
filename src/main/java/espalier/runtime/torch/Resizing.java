package espalier.runtime.torch;

import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * Resize and Upsample, axis by axis: each number of the result is a weighted sum of one (nearest) or two (linear) numbers of
 * the input, whose places are worked out here by the formulas of the ONNX operator, so that all its modes are covered.
 */
final class Resizing {
	private Resizing() {}

	static void write(Call c) {
		String mode = c.node().text("mode", "nearest");
		if (mode.equals("cubic") || c.node().integer("antialias", 0) == 1)
			throw c.refused("resizing by " + (mode.equals("cubic") ? "cubic curves" : "antialiasing")
					+ " has no trainable form");
		String x = c.in(0);
		int rank = c.rank(0);
		for (int axis = 0; axis < rank; axis++) {
			if (c.dim(0, axis).contains("n"))
				continue;
			long in = c.fixedDim(0, axis);
			long out = c.outShape(0).dim(axis);
			if (in != out)
				x = along(c, x, axis, in, out, scale(c, axis, in, out), mode.equals("nearest"));
		}
		c.out(x);
	}

	/** The scale stated for an axis, or that of the sizes. */
	private static double scale(Call c, int axis, long in, long out) {
		float[] scales = scales(c);
		long[] axes = c.node().integers("axes");
		int at = axes == null ? axis
				: IntStream.range(0, axes.length)
						.filter(i -> c.axis(axes[i], c.rank(0)) == axis).findFirst().orElse(-1);
		return scales != null && at >= 0 && at < scales.length ? scales[at] : (double) out / in;
	}

	private static float @Nullable [] scales(Call c) {
		if (c.node().attributes().get("scales") instanceof espalier.graph.Attribute.Reals(var stated)) {
			float[] scales = new float[stated.size()];
			for (int i = 0; i < scales.length; i++)
				scales[i] = stated.get(i);
			return scales;
		}
		Tensor stored = c.constant(c.node().is("Upsample") || c.graph().opset() < 11 ? 1 : 2);
		return stored == null || stored.elements() == 0 ? null : stored.toFloats();
	}

	private static String along(Call c, String x, int axis, long in, long out, double scale, boolean nearest) {
		long[] low = new long[(int) out];
		long[] high = new long[(int) out];
		float[] share = new float[(int) out];
		for (int o = 0; o < out; o++) {
			double place = place(c, o, in, out, scale);
			if (nearest)
				low[o] = Math.clamp(rounded(c, place), 0, in - 1);
			else {
				double clamped = Math.clamp(place, 0, in - 1.0);
				low[o] = (long) Math.floor(clamped);
				high[o] = Math.min(low[o] + 1, in - 1);
				share[o] = (float) (clamped - low[o]);
			}
		}
		String first = "torch.index_select(" + x + ", " + axis + ", " + indices(c, low) + ")";
		if (nearest)
			return c.let(first);
		long[] dims = Call.filled(c.rank(0), 1);
		dims[axis] = out;
		String weight = c.made(Tensor.ofFloats(c.node().name() + "_share", Shape.of(dims), share));
		return c.let("torch.lerp(" + first + ", torch.index_select(" + x + ", " + axis + ", " + indices(c, high)
				+ "), " + weight + ")");
	}

	private static String indices(Call c, long[] indices) {
		return c.made(Tensor.ofLongs(c.node().name() + "_indices", Shape.of(indices.length), indices));
	}

	private static double place(Call c, int o, long in, long out, double scale) {
		boolean old = c.node().is("Upsample") || c.graph().opset() < 11;
		String mode = c.node().text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
		return switch (mode) {
			case "half_pixel" -> (o + 0.5) / scale - 0.5;
			case "pytorch_half_pixel" -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
			case "align_corners" -> out > 1 ? o * (in - 1.0) / (out - 1.0) : 0;
			case "asymmetric" -> o / scale;
			case "tf_half_pixel_for_nn" -> (o + 0.5) / scale;
			case "half_pixel_symmetric" -> {
				double adjustment = out / (in * scale);
				yield in / 2.0 * (1 - adjustment) + (o + 0.5) / scale - 0.5;
			}
			default -> throw c.refused("coordinates by `" + mode + "` are not known");
		};
	}

	private static long rounded(Call c, double place) {
		boolean old = c.node().is("Upsample") || c.graph().opset() < 11;
		return switch (c.node().text("nearest_mode", old ? "floor" : "round_prefer_floor")) {
			case "floor" -> (long) Math.floor(place);
			case "ceil" -> (long) Math.ceil(place);
			case "round_prefer_ceil" -> (long) Math.floor(place + 0.5);
			default -> (long) Math.ceil(place - 0.5);
		};
	}
}
