package espalier.coupling;

/** ConstantOfShape over a computed shape: as wide as its readers need; the shape is rewritten. */
final class ConstantOfShapeRule implements Rule {
	@Override
	public void tie(Site s) {
		if (!s.rewritable(0))
			s.pinAll("`" + s.node.name() + "` fills a shape that can't be followed");
	}

	@Override
	public void rewrite(Rewrite r) {
		long[] sizes = new long[r.outRank(0)];
		for (int k = 0; k < sizes.length; k++)
			sizes[k] = r.newOutWidth(0, k);
		r.integers(0, sizes);
	}
}
