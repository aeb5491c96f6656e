package espalier.region;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;

/** What lies between the entry and the exit of a region that an adapter replaces. */
public final class Bridge {
	private Bridge() {}

	/**
	 * By how much each axis behind the channels is to be pooled; all 1 where none is.
	 *
	 * @param axis
	 *            of the channels
	 */
	public static int[] strides(Shape in, Shape out, int axis) {
		int[] strides = new int[axis == 1 ? in.rank() - 2 : 0];
		for (int k = 0; k < strides.length; k++)
			strides[k] = stride(in.dim(k + 2), out.dim(k + 2));
		return strides;
	}

	/** The step at which a size becomes another, with or without a smaller part at its end; 0 where there is none. */
	private static int stride(long in, long out) {
		if (out <= 0 || in < out)
			return 0;
		long most = (in + out - 1) / out;
		if ((in + most - 1) / most == out)
			return Math.toIntExact(most);
		long least = in / out;
		return in / least == out ? Math.toIntExact(least) : 0;
	}

	/** Why no adapter leads from one shape to another, or null. */
	static @Nullable String hindrance(Shape in, Shape out, int axis) {
		if (in.rank() != out.rank() || in.rank() < 2)
			return "it makes " + out.rank() + " axes of " + in.rank() + ", which no adapter does";
		for (int k = 0; k < in.rank(); k++) {
			boolean pooled = axis == 1 && k >= 2;
			if (k == axis || in.dim(k) == out.dim(k))
				continue;
			if (!pooled)
				return "it changes axis " + k + " from " + in.dim(k) + " to " + out.dim(k)
						+ ", which no adapter does";
			if (in.dim(k) < out.dim(k))
				return "what comes out is larger than what goes in (" + in + " to " + out
						+ "), and adapters only pool";
			if (stride(in.dim(k), out.dim(k)) == 0)
				return "no stride leads from " + in.dim(k) + " to " + out.dim(k);
		}
		return null;
	}
}
