package espalier.app.graphview;

import java.util.HashMap;
import java.util.Map;

/** Where the chains of each room are wrapped: decided by the first layout that uses it, kept by those after. */
final class Wrapping {
	/** Width over height that the whole should have, where wrapping can give it. */
	final double aspect;
	/** How much longer than that asks for a row may be. */
	final double stretch;
	private final Map<Room, Rows> rows = new HashMap<>();

	Wrapping(double aspect, double stretch) {
		this.aspect = aspect;
		this.stretch = stretch;
	}

	Rows of(Room room, double[] lengths, double target) {
		return rows.computeIfAbsent(room, r -> new Rows(r, lengths, target));
	}
}
