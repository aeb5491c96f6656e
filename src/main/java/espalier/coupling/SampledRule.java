package espalier.coupling;

/** GridSample, RoiAlign, MaxRoiPool and AffineGrid's readers: X [N,C,...] is sampled in space, each channel alone. */
final class SampledRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.shape(0).rank() < 3 || s.outShape(0).rank() != s.shape(0).rank()) {
			s.pinUnknown();
			return;
		}
		s.pinAll(0, "`" + s.node.name() + "` samples it in space", 1);
		for (int slot = 1; slot < s.node.inputs().size(); slot++)
			if (s.has(slot))
				s.pinAll(slot, "`" + s.node.name() + "` reads positions from it", -1);
		s.same(s.in(0, 1), s.out(0, 1), "samples each channel alone");
		for (int k = 0; k < s.outShape(0).rank(); k++)
			if (k != 1)
				s.fixed(s.out(0, k));
	}
}
