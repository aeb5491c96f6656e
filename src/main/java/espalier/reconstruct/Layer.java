package espalier.reconstruct;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;

/**
 * A convolution without groups or a product with a constant matrix, as one matrix of its weights: a column for each number that
 * is read at a position, a row for each output.
 *
 * @param node
 *            its name
 * @param axis
 *            of the input indices in the weight
 * @param weight
 *            the constant itself
 * @param in
 *            indices on that axis
 * @param out
 *            outputs
 * @param cells
 *            columns of one index: the places of the kernel
 * @param turned
 *            whether the weight has a row for each input, not for each output
 * @param factor
 *            what the products are multiplied by
 * @param window
 *            where a convolution reads, or null
 */
record Layer(String node, int axis, Tensor weight, int in, int out, int cells, boolean turned, double factor,
		@Nullable Window window, Intercept intercept, String read, String made) implements Consumer {
	/**
	 * What a node is at the slot where it sums channels away.
	 *
	 * @param trace
	 *            of the graph, for shapes
	 */
	static Consumer of(Graph graph, Trace trace, Node node, int slot) {
		String reason = obstacle(graph, trace, node, slot);
		if (reason != null)
			return new Obstacle("`" + node.layer() + "` " + reason + ".");
		Tensor weight = Objects.requireNonNull(graph.leaf(node.inputs().get(1)));
		boolean conv = node.is("Conv");
		boolean turned = !conv && node.integer("transB", 0) == 0;
		int axis = turned ? 0 : 1;
		int in = Math.toIntExact(weight.shape().dim(axis));
		int out = Math.toIntExact(weight.shape().dim(1 - axis));
		String made = node.outputs().getFirst();
		double factor = node.attributes().get("alpha") instanceof Attribute.Real(float alpha) ? alpha : 1;
		return new Layer(node.name(), axis, weight, in, out, conv ? kernel(weight.shape()) : 1, turned, factor,
				conv ? Window.of(node, weight.shape(), Objects.requireNonNull(trace.shape(node.inputs().getFirst())),
						Objects.requireNonNull(trace.shape(made))) : null,
				Intercept.of(graph, node, made, out), node.inputs().getFirst(), made);
	}

	private static int kernel(Shape weight) {
		int cells = 1;
		for (int k = 2; k < weight.rank(); k++)
			cells *= Math.toIntExact(weight.dim(k));
		return cells;
	}

	/** Why its weights can't be fitted, or null. */
	private static @Nullable String obstacle(Graph graph, Trace trace, Node node, int slot) {
		if (!node.is("Conv") && !node.is("Gemm") && !node.is("MatMul"))
			return "is a " + node.qualifiedOp() + ", whose weights are not fitted";
		String second = node.input(1);
		Tensor weight = second == null ? null : graph.leaf(second);
		if (weight == null)
			return node.input(0) instanceof String first && graph.leaf(first) != null
					? "has its weights on the left"
					: second != null && graph.producer(second) instanceof Node maker && maker.is("DequantizeLinear")
							? "has weights stored as whole numbers"
							: "multiplies by what is computed, not by weights";
		if (slot != 1)
			return "sums over another input than its weights";
		if (node.is("Conv") && node.integer("group", 1) != 1)
			return "is a convolution in groups";
		if (node.integer("transA", 0) != 0)
			return "reads its input on its side";
		if (!weight.type().floating() || !weight.readable())
			return "has weights of type " + weight.type();
		if (!node.is("Conv") && weight.shape().rank() != 2)
			return "has several matrices of weights";
		if (Edit.readers(graph, weight.name()) != 1)
			return "shares its weights with other layers";
		Shape read = trace.shape(node.inputs().getFirst());
		Shape made = trace.shape(node.outputs().getFirst());
		if (read == null || made == null || read.rank() < 2 || made.rank() < 2)
			return "reads or makes values whose sizes are not known";
		return node.attributes().get("alpha") instanceof Attribute.Real(float alpha) && alpha == 0
				? "multiplies its weights by 0"
				: null;
	}

	int columns() {
		return in * cells;
	}

	/** For each column what an index belongs to. */
	int[] byColumn(int[] ofIndex) {
		int[] byColumn = new int[columns()];
		for (int i = 0; i < byColumn.length; i++)
			byColumn[i] = ofIndex[i / cells];
		return byColumn;
	}

	/** [out][columns], as they are multiplied with. */
	double[] weights() {
		double[] stored = Edit.numbers(weight);
		double[] weights = turned ? new double[stored.length] : stored;
		for (int i = 0; turned && i < in; i++)
			for (int o = 0; o < out; o++)
				weights[o * in + i] = stored[i * out + o];
		for (int i = 0; factor != 1 && i < weights.length; i++)
			weights[i] *= factor;
		return weights;
	}

	/** The graph with other weights in the layer and other constants. */
	Graph into(Graph graph, double[] weights, double @Nullable [] constants) {
		double[] stored = new double[weights.length];
		for (int o = 0; o < out; o++)
			for (int i = 0; i < columns(); i++)
				stored[turned ? i * out + o : o * columns() + i] = weights[o * columns() + i] / factor;
		Graph changed = Edit.with(graph, node, 1, weight.type(), weight.shape(), stored);
		return constants == null ? changed : intercept.into(changed, constants, weight.type());
	}

	/** How many positions there are in what it makes, perhaps with more or fewer channels. */
	int positions(Shape made) {
		return Math.toIntExact(made.elements() / made.dim(channels(made)));
	}

	/** Copies what is read at a position, column by column; zeros beyond the edge. */
	void read(float[] values, Shape shape, int position, double[] into, int at) {
		if (window != null) {
			window.read(values, shape, position, into, at);
			return;
		}
		for (int i = 0; i < in; i++)
			into[at + i] = values[position * in + i];
	}

	/** Number {@code output} of a position, in a value laid out like what it makes but perhaps with more or fewer channels. */
	double made(float[] values, Shape shape, int position, int output) {
		if (window == null)
			return values[position * Math.toIntExact(shape.dim(-1)) + output];
		int width = Math.toIntExact(shape.dim(1));
		int places = Math.toIntExact(shape.elements() / shape.dim(0)) / width;
		return values[(position / places * width + output) * places + position % places];
	}

	/** Axis of its outputs. */
	int channels(Shape made) {
		return window == null ? made.rank() - 1 : 1;
	}

	@Override
	public boolean equals(Object o) {
		return this == o;
	}

	@Override
	public int hashCode() {
		return node.hashCode();
	}

	/** Where a convolution reads: for each space axis. */
	record Window(int[] kernel, int[] strides, int[] dilations, int[] before, int[] sizes) {
		static Window of(Node node, Shape weight, Shape read, Shape made) {
			int space = weight.rank() - 2;
			Window window = new Window(new int[space], numbers(node, "strides", space),
					numbers(node, "dilations", space), new int[space], new int[space]);
			long[] pads = node.integers("pads");
			String auto = node.text("auto_pad", "NOTSET");
			for (int k = 0; k < space; k++) {
				window.kernel[k] = Math.toIntExact(weight.dim(k + 2));
				window.sizes[k] = Math.toIntExact(made.dim(k + 2));
				int all = Math.toIntExact(Math.max(0, (window.sizes[k] - 1L) * window.strides[k]
						+ (window.kernel[k] - 1L) * window.dilations[k] + 1 - read.dim(k + 2)));
				window.before[k] = switch (auto) {
					case "SAME_UPPER" -> all / 2;
					case "SAME_LOWER" -> all - all / 2;
					case "VALID" -> 0;
					default -> pads == null ? 0 : Math.toIntExact(pads[k]);
				};
			}
			return window;
		}

		private static int[] numbers(Node node, String attribute, int space) {
			long[] given = node.integers(attribute);
			int[] numbers = new int[space];
			Arrays.setAll(numbers, k -> given == null ? 1 : Math.toIntExact(given[k]));
			return numbers;
		}

		void read(float[] values, Shape shape, int position, double[] into, int at) {
			int space = kernel.length;
			int places = 1;
			for (int k = 0; k < space; k++)
				places *= sizes[k];
			int[] corner = new int[space];
			int left = position % places;
			for (int k = space - 1; k >= 0; k--) {
				corner[k] = left % sizes[k] * strides[k] - before[k];
				left /= sizes[k];
			}
			int channels = Math.toIntExact(shape.dim(1));
			int whole = Math.toIntExact(shape.elements() / shape.dim(0)) / channels;
			int[] offsets = offsets(shape, corner);
			int from = position / places * channels * whole;
			for (int c = 0; c < channels; c++)
				for (int cell = 0; cell < offsets.length; cell++)
					into[at + c * offsets.length + cell] = offsets[cell] < 0 ? 0
							: values[from + c * whole + offsets[cell]];
		}

		/** For each place of the kernel where it is within a map, -1 beyond the edge. */
		private int[] offsets(Shape shape, int[] corner) {
			int[] offsets = new int[Arrays.stream(kernel).reduce(1, (a, b) -> a * b)];
			for (int cell = 0; cell < offsets.length; cell++) {
				int left = cell;
				int step = 1;
				for (int k = kernel.length - 1; k >= 0; k--) {
					int size = Math.toIntExact(shape.dim(k + 2));
					int place = corner[k] + left % kernel[k] * dilations[k];
					left /= kernel[k];
					if (place < 0 || place >= size) {
						offsets[cell] = -1;
						break;
					}
					offsets[cell] += place * step;
					step *= size;
				}
			}
			return offsets;
		}
	}
}
