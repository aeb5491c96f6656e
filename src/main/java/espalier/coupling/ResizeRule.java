package espalier.coupling;

import espalier.graph.Shape;

/** Resize and Upsample: axes that keep their size pass on, the others slide. Sizes are rewritten. */
final class ResizeRule implements Rule {
	private static final int SIZES = 3;

	@Override
	public void tie(Site s) {
		Shape x = s.shape(0);
		boolean follows = s.node.op().equals("Upsample") || s.rewritable(SIZES);
		for (int k = 0; k < x.rank(); k++) {
			int in = s.in(0, k);
			int out = s.out(0, k);
			if (x.dim(k) == s.outShape(0).dim(k) && follows)
				s.same(in, out, "passes it on");
			else {
				s.fixed(in);
				s.fixed(out);
			}
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		if (!r.node().is("Resize") || r.node().input(SIZES) == null)
			return;
		long[] sizes = r.integers(SIZES);
		if (sizes == null)
			return;
		long[] axes = r.node().integers("axes");
		for (int i = 0; i < sizes.length; i++) {
			int k = (int) (axes == null ? i : axes[i] < 0 ? axes[i] + r.outRank(0) : axes[i]);
			if (r.keptOut(0, k) != null)
				sizes[i] = r.newOutWidth(0, k);
		}
		r.integers(SIZES, sizes);
	}
}
