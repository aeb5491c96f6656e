package espalier.coupling;

import espalier.graph.Shape;

/** Expand: copied axes pass on; widened ones take their size from the target, which is rewritten or follows by itself. */
final class ExpandRule implements Rule {
	@Override
	public void tie(Site s) {
		if (!s.known(0) || s.integers(1) == null) {
			s.pinAll("`" + s.node.name() + "` expands to a shape that is not known");
			return;
		}
		Shape x = s.shape(0);
		Shape y = s.outShape(0);
		int targets = java.util.Objects.requireNonNull(s.integers(1)).length;
		for (int k = 0; k < y.rank(); k++) {
			int in = k - (y.rank() - x.rank());
			int out = s.out(0, k);
			int target = k - (y.rank() - targets);
			if (in >= 0 && x.dim(in) == y.dim(k))
				s.same(s.in(0, in), out, "passes it on");
			if (target < 0 || s.constant(1) != null || java.util.Objects.requireNonNull(s.integers(1))[target] == 1)
				continue;
			if (s.origins(1).get(target) instanceof Origins.Size(String value, int axis)
					&& s.trace.shape(value) != null && s.size(s.value(value, axis)) == s.size(out))
				s.same(s.value(value, axis), out, "takes its size from it");
			else
				s.pin(out, "`" + s.node.name() + "` expands to a size that is computed");
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		long[] target = r.integers(1);
		if (target == null || !r.constant(1))
			return;
		boolean changed = false;
		int lead = r.outRank(0) - target.length;
		for (int k = 0; k < target.length; k++)
			if (r.keptOut(0, k + lead) != null && target[k] != 1) {
				target[k] = r.newOutWidth(0, k + lead);
				changed = true;
			}
		if (changed)
			r.integers(1, target);
	}
}
