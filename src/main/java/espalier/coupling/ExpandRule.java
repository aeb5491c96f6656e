package espalier.coupling;

import espalier.graph.Shape;

/** Expand: copied axes pass on; widened ones are as wide as their readers need, and the target is rewritten. */
final class ExpandRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.integers(1) == null || !s.rewritable(1)) {
			s.pinAll("`" + s.node.name() + "` expands to a shape that can't be followed");
			return;
		}
		Shape x = s.shape(0);
		Shape y = s.outShape(0);
		for (int k = 0; k < y.rank(); k++) {
			int in = k - (y.rank() - x.rank());
			if (in >= 0 && x.dim(in) == y.dim(k))
				s.same(s.in(0, in), s.out(0, k), "passes it on");
			else
				s.call(s.out(0, k), "copies");
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		long[] target = r.integers(1);
		if (target == null)
			return;
		int lead = r.outRank(0) - target.length;
		for (int k = 0; k < target.length; k++)
			if (target[k] != 1)
				target[k] = r.newOutWidth(0, k + lead);
		r.integers(1, target);
	}
}
