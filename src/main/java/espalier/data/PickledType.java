package espalier.data;

import org.jspecify.annotations.Nullable;

/** The type of a NumPy array's numbers within a pickle. What else the pickle tells of it changes nothing for bytes. */
record PickledType(@Nullable Object name) {
	boolean isByte() {
		return "u1".equals(name) || "|u1".equals(name) || "uint8".equals(name);
	}
}
