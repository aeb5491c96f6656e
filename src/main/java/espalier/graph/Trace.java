package espalier.graph;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What one run at a given input size shows: the shape and element type of every value, and the contents of the small integer
 * values from which shapes are computed.
 *
 * @param inputs
 *            the sizes chosen for the graph's inputs
 * @param shapes
 *            by value name, constants included; a missing name or a negative size is one that could not be found
 * @param integers
 *            contents by value name, for integer values of at most one axis that are computed, not stored
 */
public record Trace(Map<String, Shape> inputs, Map<String, Shape> shapes, Map<String, ElementType> types,
		Map<String, long[]> integers) {
	/** Entries of one axis; more come from a damaged file, and no memory is to be asked for them. */
	private static final long LONGEST = 1 << 26;

	public Trace {
		inputs = Map.copyOf(inputs);
		shapes = Map.copyOf(shapes);
		types = Map.copyOf(types);
		integers = Map.copyOf(integers);
	}

	/** The shape of a value when all its sizes are known and such as a network can have, else null. */
	public @Nullable Shape shape(String value) {
		Shape shape = shapes.get(value);
		return shape != null && shape.known() && shape.longest() <= LONGEST ? shape : null;
	}

	/** Same, of the constant behind it where it is one of a graph's. */
	public @Nullable Shape shape(Graph graph, String value) {
		Tensor leaf = graph.leaf(value);
		return leaf == null ? shape(value) : leaf.shape();
	}

	public ElementType type(String value) {
		return types.getOrDefault(value, ElementType.UNDEFINED);
	}

	/** The integers a value holds: traced, or read from a constant of the graph; null when not known. */
	public long @Nullable [] integers(Graph graph, String value) {
		long[] traced = integers.get(value);
		if (traced != null)
			return traced.clone();
		Tensor constant = graph.constant(value);
		return constant != null && constant.readable() && !constant.type().floating() ? constant.toLongs() : null;
	}
}
