package espalier.coupling;

import java.util.BitSet;

/**
 * Reductions. Axes that stay pass on. Over a reduced axis a sum leaves out what is zero, so it is a contraction; a mean, a
 * product or an extreme is taken over what stays.
 */
final class ReduceRule implements Rule {
	private final boolean sum;

	ReduceRule(boolean sum) {
		this.sum = sum;
	}

	@Override
	public void tie(Site s) {
		int rank = s.shape(0).rank();
		long[] axes = s.integers(1, "axes");
		if (axes == null && s.has(1)) {
			s.pinAll("`" + s.node.name() + "` reduces over axes that are computed");
			return;
		}
		BitSet reduced = new BitSet();
		if (axes == null || axes.length == 0) {
			if (s.node.integer("noop_with_empty_axes", 0) == 0)
				reduced.set(0, rank);
		} else {
			for (long axis : axes)
				reduced.set(s.shape(0).axis(axis));
		}
		boolean keep = s.node.integer("keepdims", 1) != 0;
		int out = 0;
		for (int k = 0; k < rank; k++) {
			if (!reduced.get(k))
				s.same(s.in(0, k), s.out(0, out++), "passes it on");
			else {
				if (sum)
					s.contract(0, k);
				else
					s.statistics(0, k);
				if (keep)
					out++;
			}
		}
	}
}
