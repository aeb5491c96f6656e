package espalier.coupling;

/** The Gather of a sampler: what it reads takes along what it makes, but not the other way round. */
final class SamplerRule {
	private SamplerRule() {}

	static void tie(Site s) {
		long[] picked = s.integers(1);
		if (picked == null) {
			s.pinAll("`" + s.node.name() + "` samples channels that are not known");
			return;
		}
		int axis = s.axis(0);
		for (int k = 0; k < s.shape(0).rank(); k++)
			if (k != axis)
				s.same(s.in(0, k), s.out(0, k), "passes it on");
		s.sample(axis, picked);
	}
}
