package espalier.runtime.torch;

import java.util.Arrays;

import espalier.graph.Shape;

/** Convolutions over one to three spatial axes, any padding. */
final class Convolution {
	private Convolution() {}

	static void conv(Call c) {
		Window window = Window.of(c, kernel(c));
		String x = channelsLast(c.in(0), window);
		if (pointwise(c, window)) {
			c.out(mixed(c, x, window));
			return;
		}
		String padding = Call.list(window.begin());
		if (!window.even()) {
			x = c.let("torch.constant_pad_nd(" + x + ", " + window.reversedPads() + ", 0)");
			padding = Call.list(new long[window.space()]);
		}
		c.out("torch.conv" + window.space() + "d(" + x + ", " + c.in(1) + ", " + c.optional(2) + ", "
				+ Call.list(window.stride()) + ", " + padding + ", " + Call.list(window.dilation()) + ", "
				+ c.node().integer("group", 1) + ")");
	}

	/**
	 * Images with the channels of a pixel side by side in memory, which libtorch's convolutions and norms on processors take
	 * about two thirds of the time for; what they make is laid out likewise, so that most convolutions have nothing to move.
	 */
	private static String channelsLast(String x, Window window) {
		return window.space() == 2 ? "torch.contiguous(" + x + ", memory_format=2)" : x;
	}

	/** Whether to compute a 1×1 convolution as what it is, a linear layer of each pixel: where oneDNN's own way fails. */
	private static boolean pointwise(Call c, Window window) {
		return Environment.cachesHidden() && window.space() == 2 && c.node().integer("group", 1) == 1 && window.even()
				&& Arrays.stream(window.kernel()).allMatch(k -> k == 1)
				&& Arrays.stream(window.begin()).allMatch(p -> p == 0);
	}

	private static String mixed(Call c, String x, Window window) {
		String picked = x;
		for (int i = 0; i < 2; i++)
			if (window.stride()[i] > 1)
				picked = c.let("torch.slice(" + picked + ", " + (i + 2) + ", 0, None, " + window.stride()[i] + ")");
		String pixels = c.let("torch.permute(" + picked + ", [0, 2, 3, 1])");
		String matrix = "torch.reshape(" + c.in(1) + ", " + Call.list(new long[]{c.shape(1).dim(0), c.shape(1).dim(1)})
				+ ")";
		return "torch.permute(torch.linear(" + pixels + ", " + matrix + ", " + c.optional(2) + "), [0, 3, 1, 2])";
	}

	/** The whole of the transposed convolution, then the part that padding leaves. */
	static void transposed(Call c) {
		Window window = Window.of(c, kernel(c));
		int space = window.space();
		Shape in = c.shape(0);
		Shape out = c.outShape(0);
		long[] behind = new long[space];
		long[] begin = begin(c, window, in, out);
		for (int i = 0; i < space; i++)
			behind[i] = Math.max(0, begin[i] + out.dim(i + 2) - full(window, in, i));
		String whole = c.let("torch.conv_transpose" + space + "d(" + c.in(0) + ", " + c.in(1) + ", None, "
				+ Call.list(window.stride()) + ", " + Call.list(new long[space]) + ", " + Call.list(new long[space])
				+ ", " + c.node().integer("group", 1) + ", " + Call.list(window.dilation()) + ")");
		if (java.util.Arrays.stream(behind).anyMatch(b -> b > 0))
			whole = c.let("torch.constant_pad_nd(" + whole + ", "
					+ new Window(window.kernel(), window.stride(), window.dilation(), new long[space], behind)
							.reversedPads()
					+ ", 0)");
		for (int i = 0; i < space; i++)
			whole = c.let("torch.slice(" + whole + ", " + (i + 2) + ", " + begin[i] + ", "
					+ (begin[i] + out.dim(i + 2)) + ", 1)");
		c.out(c.has(2)
				? "torch.add(" + whole + ", torch.reshape(" + c.in(2) + ", " + Call.list(perChannel(space)) + "))"
				: whole);
	}

	/** Where the output starts in the whole: from the paddings, or from a size that was asked for. */
	private static long[] begin(Call c, Window window, Shape in, Shape out) {
		long[] begin = window.begin().clone();
		String auto = c.node().text("auto_pad", "NOTSET");
		if (!Elementwise.given(c, "output_shape") && !auto.startsWith("SAME"))
			return begin;
		long[] extra = c.node().integers("output_padding");
		for (int i = 0; i < begin.length; i++) {
			long total = Math.max(0, full(window, in, i) + (extra == null ? 0 : extra[i]) - out.dim(i + 2));
			begin[i] = auto.equals("SAME_UPPER") ? total / 2 : total - total / 2;
		}
		return begin;
	}

	private static long full(Window window, Shape in, int i) {
		return (in.dim(i + 2) - 1) * window.stride()[i] + (window.kernel()[i] - 1) * window.dilation()[i] + 1;
	}

	private static long[] kernel(Call c) {
		Shape weight = c.shape(1);
		int space = weight.rank() - 2;
		if (space < 1 || space > 3)
			throw c.refused("it convolves over " + space + " axes");
		long[] kernel = new long[space];
		for (int i = 0; i < space; i++)
			kernel[i] = weight.dim(i + 2);
		return kernel;
	}

	private static long[] perChannel(int space) {
		long[] dims = Call.filled(space + 2, 1);
		dims[1] = -1;
		return dims;
	}
}
