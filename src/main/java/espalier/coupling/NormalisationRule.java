package espalier.coupling;

import espalier.graph.Shape;

/**
 * LayerNormalization and RMSNormalization (Ba et al. 2016, Zhang and Sennrich 2019), also summed with a skip: statistics over
 * the last axes, of which parameters have one index each. What stays is normalised by what stays.
 */
final class NormalisationRule implements Rule {
	private final int[] like;
	private final int[] parameters;

	/**
	 * @param like
	 *            slots of the shape of the input, summed before
	 * @param parameters
	 *            slots of scales and shifts
	 */
	NormalisationRule(int[] like, int[] parameters) {
		this.like = like;
		this.parameters = parameters;
	}

	@Override
	public void tie(Site s) {
		Shape x = s.shape(0);
		int axis = s.axis(-1);
		for (int slot : like)
			if (s.has(slot))
				Broadcast.tie(s, slot, Role.CONSTANT, "normalises it with the rest");
		for (int slot : like)
			for (int k = axis; k < x.rank(); k++)
				if (s.has(slot) && s.shape(slot).rank() == x.rank())
					s.statistics(slot, k);
		for (int slot : parameters)
			if (s.has(slot))
				Broadcast.tie(s, slot, Role.NORM, "has one parameter for each channel");
		for (int output = 1; output < s.node.outputs().size(); output++)
			if (!s.node.outputs().get(output).isEmpty()
					&& s.trace.shape(s.node.outputs().get(output)) instanceof Shape y)
				for (int k = 0; k < y.rank(); k++)
					if (y.dim(k) == x.dim(k))
						s.same(s.out(output, k), s.out(0, k), "passes it on");
	}
}
