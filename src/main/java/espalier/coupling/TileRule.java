package espalier.coupling;

/** Tile: an axis comes out so many times, one after the other. */
final class TileRule implements Rule {
	@Override
	public void tie(Site s) {
		long[] repeats = s.integers(1);
		if (repeats == null || repeats.length != s.shape(0).rank()) {
			s.pinAll("`" + s.node.name() + "` repeats it a number of times that is not known");
			return;
		}
		for (int k = 0; k < repeats.length; k++)
			if (repeats[k] == 1)
				s.same(s.in(0, k), s.out(0, k), "passes it on");
			else if (s.size(s.out(0, k)) == repeats[k] * s.size(s.in(0, k))) {
				int times = s.virtual(repeats[k]);
				s.fixed(times);
				s.product(s.out(0, k), new int[]{times, s.in(0, k)}, 1, "repeats it");
			} else {
				s.pin(s.in(0, k), "`" + s.node.name() + "` repeats it no whole times");
				s.pin(s.out(0, k), "`" + s.node.name() + "` repeats it no whole times");
			}
	}
}
