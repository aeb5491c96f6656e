package espalier.graph;

import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the file declares of a graph input, output or intermediate value.
 *
 * @param type
 *            {@link ElementType#UNDEFINED} when not declared or not a tensor
 * @param dims
 *            null when no shape is declared
 * @param origin
 *            what the file reader made it from; only the writer looks at it
 */
public record ValueInfo(String name, ElementType type, @Nullable List<Dim> dims, @Nullable Object origin) {
	/** A declared size: fixed, or symbolic such as {@code batch}, or (both absent) open. */
	public record Dim(long size, @Nullable String symbol) {
		public static final long OPEN = -1;

		public boolean fixed() {
			return size >= 0;
		}
	}

	public static ValueInfo of(String name, ElementType type, long... dims) {
		return new ValueInfo(name, type, java.util.Arrays.stream(dims).mapToObj(d -> new Dim(d, null)).toList(), null);
	}

	/** The shape when every size is fixed, else null. */
	public @Nullable Shape fixedShape() {
		if (dims == null || !dims.stream().allMatch(Dim::fixed))
			return null;
		return Shape.of(dims.stream().mapToLong(Dim::size).toArray());
	}

	/** As people write it: {@code [batch, 3, 224, 224]}. */
	public String describe() {
		if (dims == null)
			return "[any]";
		return dims.stream().map(d -> d.fixed() ? Long.toString(d.size()) : d.symbol() == null ? "?" : d.symbol())
				.collect(Collectors.joining(", ", "[", "]"));
	}
}
