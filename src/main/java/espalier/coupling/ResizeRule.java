package espalier.coupling;

import espalier.graph.Shape;

/** Resize and Upsample: axes that keep their size pass on, the others slide. Sizes are rewritten. */
final class ResizeRule implements Rule {
	private static final int SIZES = 3;

	@Override
	public void tie(Site s) {
		if (!s.known(0)) {
			s.pinAll("`" + s.node.name() + "` has shapes that are not known");
			return;
		}
		Shape x = s.shape(0);
		for (int k = 0; k < x.rank(); k++) {
			int in = s.in(0, k);
			int out = s.out(0, k);
			boolean stays = x.dim(k) == s.outShape(0).dim(k);
			if (stays && sizeFollows(s, k, out))
				s.same(in, out, "passes it on");
			else {
				s.fixed(in);
				s.fixed(out);
			}
		}
	}

	/** Whether the size asked for can follow a cut: rewritten, or taken from a value that is tied here. */
	private static boolean sizeFollows(Site s, int k, int out) {
		if (!s.has(SIZES) || s.constant(SIZES) != null)
			return true;
		if (s.node.attributes().containsKey("axes") || s.node.op().equals("Upsample"))
			return true;
		return switch (s.origins(SIZES).get(k)) {
			case Origins.Size(String value, int axis) when s.trace.shape(value) != null -> {
				s.same(s.value(value, axis), out, "takes its size from it");
				yield true;
			}
			default -> false;
		};
	}

	@Override
	public void rewrite(Rewrite r) {
		if (!r.node().is("Resize") || r.node().input(SIZES) == null || !r.constant(SIZES)
				|| r.node().attributes().containsKey("axes"))
			return;
		long[] sizes = r.integers(SIZES);
		if (sizes == null)
			return;
		boolean changed = false;
		for (int k = 0; k < sizes.length; k++)
			if (r.keptOut(0, k) != null) {
				sizes[k] = r.newOutWidth(0, k);
				changed = true;
			}
		if (changed)
			r.integers(SIZES, sizes);
	}
}
