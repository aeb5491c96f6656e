package espalier.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/** Sizes for axes that the model leaves open. The same symbol gets the same size throughout. */
final class DefaultSizes {
	static final long SPACE = 224;
	private static final long TIME = 16;
	private static final long CHANNELS = 3;

	private final Graph graph;
	private final long space;
	private final Map<String, Long> symbols = new HashMap<>();

	private DefaultSizes(Graph graph, long space) {
		this.graph = graph;
		this.space = space;
	}

	/** @param space the size of open axes of images */
	static Map<String, Shape> of(Graph graph, long space) {
		DefaultSizes sizes = new DefaultSizes(graph, space);
		Map<String, Shape> shapes = new HashMap<>();
		for (ValueInfo input : graph.inputs())
			if (sizes.shape(input) instanceof Shape shape)
				shapes.put(input.name(), shape);
		return shapes;
	}

	private @Nullable Shape shape(ValueInfo input) {
		Tensor filter = filter(input.name());
		List<Dim> dims = input.dims();
		if (dims == null) {
			if (filter == null)
				return null;
			dims = java.util.Collections.nCopies(filter.shape().rank(), new Dim(Dim.OPEN, null));
		}
		long[] sizes = new long[dims.size()];
		for (int axis = 0; axis < sizes.length; axis++)
			sizes[axis] = size(input, dims, axis, filter);
		return Shape.of(sizes);
	}

	private long size(ValueInfo input, List<Dim> dims, int axis, @Nullable Tensor filter) {
		Dim dim = dims.get(axis);
		if (dim.fixed() && dim.size() > 0)
			return dim.size();
		long guess = guess(input, dims, axis, filter);
		return dim.symbol() == null ? guess : symbols.computeIfAbsent(dim.symbol(), s -> named(s, guess));
	}

	/** What the name of an axis says of its size, sums of names included. */
	private long named(String symbol, long guess) {
		if (symbol.contains("+")) {
			long sum = 0;
			for (String part : symbol.split("\\+")) {
				String name = part.strip();
				sum += name.matches("\\d{1,9}") ? Long.parseLong(name) : symbols.getOrDefault(name, named(name, TIME));
			}
			return sum;
		}
		String name = symbol.toLowerCase(Locale.ROOT);
		if (name.contains("batch"))
			return 1;
		if (name.contains("seq") || name.contains("time") || name.contains("length"))
			return TIME;
		if (name.contains("height") || name.contains("width"))
			return space;
		return name.contains("channel") && guess > CHANNELS ? CHANNELS : guess;
	}

	private long guess(ValueInfo input, List<Dim> dims, int axis, @Nullable Tensor filter) {
		int rank = dims.size();
		if (axis == 0)
			return 1;
		if (axis == 1 && filter != null && filter.shape().rank() == rank)
			return channels(input.name(), filter);
		if (rank == 2 || rank == 3 && filter == null)
			return axis == rank - 1 && features(input.name()) > 0 ? features(input.name()) : TIME;
		if (rank == 3)
			return space;
		if (axis == 1)
			return CHANNELS;
		for (int other = 2; other < rank; other++)
			if (dims.get(other).fixed() && dims.get(other).size() > 0)
				return dims.get(other).size();
		return rank == 5 ? Math.min(space, 64) : space;
	}

	/** The weights of the first convolution that reads the value. */
	private @Nullable Tensor filter(String value) {
		for (Use use : graph.uses(value))
			if (use.slot() == 0 && use.node().is("Conv") && use.node().input(1) instanceof String weight)
				return graph.constant(weight);
		return null;
	}

	private long channels(String value, Tensor filter) {
		for (Use use : graph.uses(value))
			if (use.slot() == 0 && use.node().is("Conv"))
				return filter.shape().dim(1) * use.node().integer("group", 1);
		return CHANNELS;
	}

	/** What a product by a constant reads of the value's last axis, or 0. */
	private long features(String value) {
		for (Use use : graph.uses(value)) {
			Node node = use.node();
			if (use.slot() != 0 || !node.is("MatMul") && !node.is("Gemm") || node.input(1) == null)
				continue;
			Tensor weight = graph.constant(java.util.Objects.requireNonNull(node.input(1)));
			if (weight != null && weight.shape().rank() == 2)
				return weight.shape().dim(node.integer("transB", 0) == 0 ? 0 : 1);
		}
		return 0;
	}
}
