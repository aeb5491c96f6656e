package espalier.coupling;

/** ArgMax and ArgMin: positions along one axis, which stays; the others pass on. */
final class ArgRule implements Rule {
	@Override
	public void tie(Site s) {
		int rank = s.shape(0).rank();
		int axis = s.axis(0);
		boolean keep = s.node.integer("keepdims", 1) != 0;
		int out = 0;
		for (int k = 0; k < rank; k++)
			if (k == axis) {
				s.pin(s.in(0, k), "`" + s.node.name() + "` (" + s.node.op() + ") gives positions along it");
				out += keep ? 1 : 0;
			} else {
				s.same(s.in(0, k), s.out(0, out++), "passes it on");
			}
	}
}
