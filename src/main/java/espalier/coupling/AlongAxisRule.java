package espalier.coupling;

import espalier.graph.Shape;

/** Operators that keep the shape and work along one axis, each line of it for itself. */
final class AlongAxisRule implements Rule {
	/** What a cut of that axis comes to. */
	enum Effect {
		/** What stays is computed from what stays. */
		STATISTICS,
		/** What is zero is missing in a sum. */
		SUM,
		/** It can't be cut. */
		ORDER
	}

	private final Effect effect;
	private final long otherwise;

	/**
	 * @param otherwise
	 *            the axis where the node states none
	 */
	AlongAxisRule(Effect effect, long otherwise) {
		this.effect = effect;
		this.otherwise = otherwise;
	}

	@Override
	public void tie(Site s) {
		Shape x = s.shape(0);
		for (int output = 0; output < s.node.outputs().size(); output++)
			if (s.trace.shape(s.node.outputs().get(output)) instanceof Shape y && y.rank() == x.rank())
				for (int k = 0; k < x.rank(); k++)
					if (y.dim(k) == x.dim(k))
						s.same(s.in(0, k), s.out(output, k), "passes it on");
		int axis = s.axis(otherwise);
		switch (effect) {
			case STATISTICS -> s.statistics(0, axis);
			case SUM -> s.contract(0, axis);
			case ORDER -> {
				String why = "`" + s.node.name() + "` (" + s.node.op() + ") depends on how its indices are ordered";
				s.pin(s.in(0, axis), why);
				for (int output = 0; output < s.node.outputs().size(); output++)
					if (s.trace.shape(s.node.outputs().get(output)) instanceof Shape y && y.rank() == x.rank())
						s.pin(s.out(output, axis), why);
			}
		}
	}
}
