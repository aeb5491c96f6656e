package espalier.coupling;

import espalier.graph.Shape;

/** BatchNormalization and InstanceNormalization: X [N,C,...] with parameters [C], each channel on its own. */
final class ChannelwiseRule implements Rule {
	private final boolean overSpace;

	/**
	 * @param overSpace
	 *            whether statistics are taken over the space axes when it runs
	 */
	ChannelwiseRule(boolean overSpace) {
		this.overSpace = overSpace;
	}

	@Override
	public void tie(Site s) {
		if (s.shape(0).rank() < 2) {
			s.pinUnknown();
			return;
		}
		for (int output = 1; output < s.node.outputs().size(); output++)
			if (!s.node.outputs().get(output).isEmpty()) {
				s.pinAll("`" + s.node.name() + "` is in training mode");
				return;
			}
		Shape x = s.shape(0);
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		s.same(s.in(0, 1), s.out(0, 1), "normalises each channel alone");
		for (int k = 2; k < x.rank(); k++)
			s.same(s.in(0, k), s.out(0, k), "passes it on");
		for (int k = 2; overSpace && k < x.rank(); k++)
			s.statistics(0, k);
		for (int slot = 1; slot < s.node.inputs().size(); slot++)
			if (s.has(slot)) {
				s.role(slot, 0, Role.NORM);
				s.same(s.in(slot, 0), s.out(0, 1), "has one parameter for each channel");
			}
	}
}
