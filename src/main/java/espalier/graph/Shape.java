package espalier.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Concrete sizes of a tensor's axes; a negative size is one that is not known. */
public final class Shape {
	private final long[] dims;

	private Shape(long[] dims) {
		this.dims = dims;
	}

	public static Shape of(long... dims) {
		return new Shape(dims.clone());
	}

	public int rank() {
		return dims.length;
	}

	/** Size of an axis; negative axes count from the end. */
	public long dim(int axis) {
		return dims[axis(axis)];
	}

	/** An axis, counted from the front. */
	public int axis(long axis) {
		return (int) (axis < 0 ? axis + dims.length : axis);
	}

	public boolean known() {
		return LongStream.of(dims).allMatch(d -> d >= 0);
	}

	/** The largest size; 1 for a scalar. */
	public long longest() {
		return LongStream.of(dims).max().orElse(1);
	}

	/** Whether at most one axis is of another size than 1. */
	public boolean single() {
		return LongStream.of(dims).filter(d -> d != 1).count() <= 1;
	}

	/**
	 * Product of all sizes.
	 *
	 * @throws ArithmeticException when it does not fit in a long
	 */
	public long elements() {
		return LongStream.of(dims).reduce(1, Math::multiplyExact);
	}

	/** The same shape with one axis of another size. */
	public Shape with(int axis, long size) {
		long[] copy = dims.clone();
		copy[axis(axis)] = size;
		return new Shape(copy);
	}

	public long[] toArray() {
		return dims.clone();
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Shape s && Arrays.equals(dims, s.dims);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(dims);
	}

	/** As people write it: {@code 1x64x56x56}, {@code ?} for what is not known, {@code scalar} without axes. */
	@Override
	public String toString() {
		if (dims.length == 0)
			return "scalar";
		return LongStream.of(dims).mapToObj(d -> d < 0 ? "?" : Long.toString(d)).collect(Collectors.joining("x"));
	}
}
