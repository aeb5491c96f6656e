package espalier.data;

import net.razorvine.pickle.PickleException;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;

/** A NumPy array of bytes within a pickle; empty until the pickle has told its state. */
final class PickledArray {
	private byte[] bytes = new byte[0];
	private Shape shape = Shape.of(0);

	/** @param state version, shape, type, whether in Fortran's order, contents */
	void state(@Nullable Object @Nullable [] state) {
		if (state == null || state.length != 5 || !Boolean.FALSE.equals(state[3]))
			throw new PickleException("an array that is not in C order");
		fill(state[1], state[2], state[4]);
	}

	void fill(@Nullable Object sizes, @Nullable Object type, @Nullable Object contents) {
		if (!(type instanceof PickledType of) || !of.isByte())
			throw new PickleException("an array of other numbers than bytes");
		if (!(sizes instanceof Object[] dims))
			throw new PickleException("an array without a shape");
		long[] each = new long[dims.length];
		for (int i = 0; i < each.length; i++)
			if (dims[i] instanceof Number n && n.longValue() >= 0)
				each[i] = n.longValue();
			else
				throw new PickleException("an array of an impossible shape");
		shape = Shape.of(each);
		bytes = SafeUnpickler.bytes(contents);
		if (shape.elements() != bytes.length)
			throw new PickleException("an array of " + bytes.length + " bytes for shape " + shape);
	}

	byte[] bytes() {
		return bytes;
	}

	Shape shape() {
		return shape;
	}
}
