package espalier.coupling;

import espalier.graph.Shape;

/**
 * QuantizeLinear and DequantizeLinear: index by index; scales and zero points are one for all, one for each index of an axis, or
 * one for each block of it, which then stays. DynamicQuantizeLinear takes its scale from what it is given.
 */
final class QuantiseRule implements Rule {
	@Override
	public void tie(Site s) {
		boolean dynamic = s.node.op().startsWith("Dynamic");
		Shape x = s.shape(0);
		for (int k = 0; k < x.rank(); k++)
			s.same(s.in(0, k), s.out(0, k), "works index by index");
		if (dynamic) {
			for (int k = 0; k < x.rank(); k++)
				s.statistics(0, k);
			return;
		}
		int axis = s.axis(1);
		for (int slot = 1; slot <= 2; slot++)
			if (s.has(slot) && s.shape(slot).rank() == x.rank() && x.rank() > 1)
				blocked(s, slot, axis);
			else if (s.has(slot) && s.shape(slot).rank() == 1 && s.shape(slot).dim(0) > 1) {
				s.role(slot, 0, Role.CONSTANT);
				s.same(s.in(slot, 0), s.out(0, axis), "has a scale or zero point for each channel");
			}
	}

	private static void blocked(Site s, int slot, int axis) {
		for (int k = 0; k < s.shape(slot).rank(); k++) {
			if (k != axis && s.shape(slot).dim(k) == s.shape(0).dim(k))
				s.same(s.in(slot, k), s.out(0, k), "has a scale for each index");
			else {
				s.pin(s.in(slot, k), "`" + s.node.name() + "` has one scale for a block of it");
				s.pin(s.in(0, k), "`" + s.node.name() + "` has one scale for a block of it");
			}
		}
	}
}
