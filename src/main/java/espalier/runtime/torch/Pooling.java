package espalier.runtime.torch;

import java.util.Arrays;
import java.util.stream.IntStream;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Pooling over windows and over all of space. Sizes rounded up are padding behind. */
final class Pooling {
	private Pooling() {}

	static void max(Call c) {
		if (c.node().outputs().size() > 1 && !c.node().outputs().get(1).isEmpty())
			throw c.refused("its second output, the indices, has no trainable form");
		Window window = window(c);
		String x = c.let("torch.constant_pad_nd(" + c.in(0) + ", " + window.reversedPads() + ", "
				+ Call.number(Float.NEGATIVE_INFINITY) + ")");
		if (Arrays.stream(window.begin()).allMatch(p -> p == 0) && Arrays.stream(window.end()).allMatch(p -> p == 0))
			x = c.in(0);
		c.out("torch.max_pool" + window.space() + "d(" + x + ", " + Call.list(window.kernel()) + ", "
				+ Call.list(window.stride()) + ", " + Call.list(new long[window.space()]) + ", "
				+ Call.list(window.dilation()) + ", False)");
	}

	/** Sums over windows, divided by how many numbers each window covers. */
	static void average(Call c) {
		Window window = window(c);
		plain(c, window);
		boolean padded = c.node().integer("count_include_pad", 0) == 1;
		String sums = sums(c, c.in(0), window);
		c.out("torch.mul(" + sums + ", " + c.made(shares(c, window, padded)) + ")");
	}

	static void norm(Call c) {
		Window window = window(c);
		plain(c, window);
		long p = c.node().integer("p", 2);
		String powers = c.let("torch.pow(torch.abs(" + c.in(0) + "), " + p + ")");
		c.out("torch.pow(" + sums(c, powers, window) + ", " + Call.number(1.0 / p) + ")");
	}

	static void global(Call c, String reduction) {
		c.out("torch." + reduction + "(" + c.in(0) + ", " + space(c) + ", True)");
	}

	static void globalNorm(Call c) {
		long p = c.node().integer("p", 2);
		c.out("torch.pow(torch.sum(torch.pow(torch.abs(" + c.in(0) + "), " + p + "), " + space(c) + ", True), "
				+ Call.number(1.0 / p) + ")");
	}

	private static String space(Call c) {
		return Call.list(IntStream.range(2, c.rank(0)).asLongStream().toArray());
	}

	private static Window window(Call c) {
		long[] kernel = c.node().integers("kernel_shape");
		if (kernel == null || kernel.length < 1 || kernel.length > 3)
			throw c.refused("it pools over an unknown number of axes");
		return Window.of(c, kernel).reaching(c, 2);
	}

	private static void plain(Call c, Window window) {
		if (Arrays.stream(window.dilation()).anyMatch(d -> d != 1))
			throw c.refused("its windows are dilated");
	}

	private static String sums(Call c, String x, Window window) {
		boolean none = Arrays.stream(window.begin()).sum() + Arrays.stream(window.end()).sum() == 0;
		String padded = none ? x : c.let("torch.constant_pad_nd(" + x + ", " + window.reversedPads() + ", 0)");
		long area = Arrays.stream(window.kernel()).reduce(1, (a, b) -> a * b);
		return c.let("torch.mul(torch.avg_pool" + window.space() + "d(" + padded + ", " + Call.list(window.kernel())
				+ ", " + Call.list(window.stride()) + ", " + Call.list(new long[window.space()]) + ", False, True), "
				+ Call.number((double) area) + ")");
	}

	/** One over the numbers under each window. Padding that only rounding up added never counts. */
	private static Tensor shares(Call c, Window window, boolean padded) {
		int space = window.space();
		long[] pads = c.node().integers("pads");
		long[][] counts = new long[space][];
		for (int axis = 0; axis < space; axis++) {
			long size = c.fixedDim(0, axis + 2);
			long stated = pads == null ? window.end()[axis] : pads[space + axis];
			long low = padded ? -window.begin()[axis] : 0;
			long high = padded ? size + stated : size;
			counts[axis] = new long[(int) c.outShape(0).dim(axis + 2)];
			for (int o = 0; o < counts[axis].length; o++) {
				long from = o * window.stride()[axis] - window.begin()[axis];
				counts[axis][o] = Math.max(1,
						Math.min(from + window.kernel()[axis], high) - Math.max(from, low));
			}
		}
		long[] dims = Call.filled(space + 2, 1);
		for (int axis = 0; axis < space; axis++)
			dims[axis + 2] = counts[axis].length;
		Shape shape = Shape.of(dims);
		float[] shares = new float[(int) shape.elements()];
		for (int i = 0; i < shares.length; i++) {
			long product = 1;
			int rest = i;
			for (int axis = space - 1; axis >= 0; axis--) {
				product *= counts[axis][rest % counts[axis].length];
				rest /= counts[axis].length;
			}
			shares[i] = 1f / product;
		}
		return Tensor.ofFloats(c.node().name() + "_shares", shape, shares);
	}
}
