package espalier.coupling;

import espalier.graph.Attribute;
import espalier.graph.Shape;

/**
 * LSTM, GRU and RNN: X [steps,batch,in], W [dirs,gates·hidden,in], R [dirs,gates·hidden,hidden], B [dirs,2·gates·hidden], states
 * [dirs,batch,hidden], Y [steps,dirs,batch,hidden], or with the batch first. A hidden unit goes from every gate and,
 * because one attribute gives the width of all, from both directions.
 */
final class RecurrentRule implements Rule {
	private final int gates;

	RecurrentRule(int gates) {
		this.gates = gates;
	}

	@Override
	public void tie(Site s) {
		if (s.shape(2).rank() != 3 || s.shape(2).dim(1) != gates * s.shape(2).dim(2)) {
			s.pinUnknown();
			return;
		}
		int hidden = s.in(2, 2);
		s.same(s.in(0, 2), s.in(1, 2), "reads each channel with its columns");
		s.contract(1, 2);
		s.contract(2, 2);
		s.role(1, 1, Role.OUT);
		s.role(2, 1, Role.OUT);
		gated(s, s.in(1, 1), hidden, gates);
		gated(s, s.in(2, 1), hidden, gates);
		if (s.has(3)) {
			s.role(3, 1, Role.BIAS);
			gated(s, s.in(3, 1), hidden, 2L * gates);
		}
		if (s.has(7)) {
			s.role(7, 1, Role.CONSTANT);
			gated(s, s.in(7, 1), hidden, 3);
		}
		for (int slot = 5; slot <= 6; slot++)
			if (s.has(slot)) {
				s.same(s.in(slot, 2), hidden, "starts from a state for each unit");
				s.fixed(s.in(slot, 0));
				s.fixed(s.in(slot, 1));
			}
		for (int slot : new int[]{1, 2, 3, 7})
			if (s.has(slot))
				s.fixed(s.in(slot, 0));
		s.fixed(s.in(0, 0));
		s.fixed(s.in(0, 1));
		for (int output = 0; output < s.node.outputs().size(); output++)
			if (!s.node.outputs().get(output).isEmpty()) {
				Shape y = s.outShape(output);
				for (int k = 0; k < y.rank() - 1; k++)
					s.fixed(s.out(output, k));
				s.same(s.out(output, -1), hidden, "gives a channel for each unit");
			}
	}

	private static void gated(Site s, int axis, int hidden, long gates) {
		int gate = s.virtual(gates);
		s.fixed(gate);
		s.product(axis, new int[]{gate, hidden}, 1, "has rows of each unit for every gate");
	}

	@Override
	public void rewrite(Rewrite r) {
		if (r.kept(2, 2) != null)
			r.attribute("hidden_size", new Attribute.Int(r.newWidth(2, 2)));
	}
}
