package espalier.coupling;

/** Transpose: axes change places. */
final class TransposeRule implements Rule {
	@Override
	public void tie(Site s) {
		int rank = s.shape(0).rank();
		long[] order = s.node.integers("perm");
		for (int k = 0; k < rank; k++)
			s.same(s.in(0, order == null ? rank - 1 - k : (int) order[k]), s.out(0, k), "moves the axis");
	}
}
