package espalier.coupling;

import espalier.graph.Shape;

/** Ties of numpy broadcasting: an axis of size 1 is tied to nothing on the other side. */
final class Broadcast {
	private Broadcast() {}

	/** Ties the value at a slot to the first output, axes aligned at the end. */
	static void tie(Site s, int slot, Role role, String phrase) {
		Shape x = s.shape(slot);
		Shape y = s.outShape(0);
		boolean stored = s.constant(slot) != null;
		for (int k = 0; k < x.rank(); k++) {
			int out = y.rank() - x.rank() + k;
			if (x.dim(k) == 1 && y.dim(out) != 1)
				continue;
			if (stored)
				s.role(slot, k, role);
			s.same(s.in(slot, k), s.out(0, out), phrase);
		}
	}
}
