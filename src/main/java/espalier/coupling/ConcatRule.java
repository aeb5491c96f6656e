package espalier.coupling;

/** Concat: each input's index is its offset in the output. */
final class ConcatRule implements Rule {
	@Override
	public void tie(Site s) {
		int n = s.node.inputs().size();
		int rank = s.outShape(0).rank();
		int axis = s.axis(1);
		int offset = 0;
		for (int slot = 0; slot < n; slot++) {
			for (int k = 0; k < rank; k++)
				if (k != axis)
					s.same(s.in(slot, k), s.out(0, k), "passes it on");
			int in = s.in(slot, axis);
			s.run(in, 0, 1, s.out(0, axis), offset, 1, s.size(in), "puts its inputs one after the other");
			offset += s.size(in);
		}
	}
}
