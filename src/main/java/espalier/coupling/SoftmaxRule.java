package espalier.coupling;

/** Softmax and its kin: what stays of the axis (before operator set 13, of all axes from it on) is normalised over. */
final class SoftmaxRule implements Rule {
	@Override
	public void tie(Site s) {
		int rank = s.shape(0).rank();
		boolean flat = s.graph.opset() < 13;
		int axis = s.axis(flat ? 1 : -1);
		for (int k = 0; k < rank; k++) {
			s.same(s.in(0, k), s.out(0, k), "passes it on");
			if (k == axis || flat && k > axis)
				s.statistics(0, k);
		}
	}
}
