package espalier.coupling;

/** Poolings, local or global, over space: X [N,C,...]. */
final class PoolRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.shape(0).rank() < 3) {
			s.pinUnknown();
			return;
		}
		if (s.node.outputs().size() > 1 && !s.node.outputs().get(1).isEmpty()) {
			s.pinAll("`" + s.node.name() + "` also gives positions, which count all channels");
			return;
		}
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		s.same(s.in(0, 1), s.out(0, 1), "pools each channel alone");
		for (int k = 2; k < s.shape(0).rank(); k++) {
			s.fixed(s.in(0, k));
			s.fixed(s.out(0, k));
		}
	}
}
