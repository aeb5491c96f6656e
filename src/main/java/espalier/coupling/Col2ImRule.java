package espalier.coupling;

/** Col2Im: columns [N,C·block,L] become an image [N,C,...]; channels are cut with all of their block. */
final class Col2ImRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.shape(0).rank() != 3 || s.shape(0).dim(1) % s.outShape(0).dim(1) != 0) {
			s.pinUnknown();
			return;
		}
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		s.fixed(s.in(0, 2));
		for (int k = 2; k < s.outShape(0).rank(); k++)
			s.fixed(s.out(0, k));
		int block = s.virtual(s.shape(0).dim(1) / s.outShape(0).dim(1));
		s.fixed(block);
		s.product(s.in(0, 1), new int[]{s.out(0, 1), block}, 0, "puts blocks of columns into each channel");
	}
}
