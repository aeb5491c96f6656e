package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * How a kernel slides over the spatial axes.
 *
 * @param begin
 *            padding in front of each spatial axis
 * @param end
 *            padding behind each
 */
record Window(long[] kernel, long[] stride, long[] dilation, long[] begin, long[] end) {
	/** What the node's attributes say, automatic padding worked out for its traced sizes. */
	static Window of(Call c, long[] kernel) {
		int space = kernel.length;
		long[] stride = given(c, "strides", space, 1);
		long[] dilation = given(c, "dilations", space, 1);
		long[] pads = given(c, "pads", 2 * space, 0);
		long[] begin = java.util.Arrays.copyOf(pads, space);
		long[] end = java.util.Arrays.copyOfRange(pads, space, 2 * space);
		String auto = c.node().text("auto_pad", "NOTSET");
		if (auto.startsWith("SAME"))
			for (int axis = 0; axis < space; axis++) {
				long in = c.fixedDim(0, axis + 2);
				long out = (in + stride[axis] - 1) / stride[axis];
				long total = Math.max(0, (out - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1 - in);
				begin[axis] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
				end[axis] = total - begin[axis];
			}
		else if (auto.equals("VALID")) {
			begin = new long[space];
			end = new long[space];
		}
		return new Window(kernel, stride, dilation, begin, end);
	}

	private static long[] given(Call c, String attribute, int length, long otherwise) {
		long[] values = c.node().integers(attribute);
		return values == null ? Call.filled(length, otherwise) : values;
	}

	int space() {
		return kernel.length;
	}

	boolean even() {
		return java.util.Arrays.equals(begin, end);
	}

	/** Paddings as torch's pad wants them: the last axis first. */
	String reversedPads() {
		List<String> pads = new ArrayList<>();
		for (int axis = space() - 1; axis >= 0; axis--) {
			pads.add(Long.toString(begin[axis]));
			pads.add(Long.toString(end[axis]));
		}
		return Call.list(pads);
	}

	/** The same window with as much padding at the end as these output sizes take (rounding up adds some). */
	Window reaching(Call c, int from) {
		long[] wide = end.clone();
		for (int axis = 0; axis < space(); axis++) {
			long in = c.fixedDim(0, axis + from) + begin[axis] + end[axis];
			long out = c.outShape(0).dim(axis + from);
			long needed = (out - 1) * stride[axis] + (kernel[axis] - 1) * dilation[axis] + 1;
			wide[axis] = end[axis] + Math.max(0, needed - in);
		}
		return new Window(kernel, stride, dilation, begin, wide);
	}
}
