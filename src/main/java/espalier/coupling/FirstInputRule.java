package espalier.coupling;

/** Clip and Dropout: index by index on the first input; the others are scalars. */
final class FirstInputRule implements Rule {
	@Override
	public void tie(Site s) {
		Broadcast.tie(s, 0, Role.CONSTANT, "works index by index");
		for (int output = 1; output < s.node.outputs().size(); output++) {
			String mask = s.node.outputs().get(output);
			if (!mask.isEmpty())
				for (int k = 0; k < s.outShape(output).rank(); k++)
					s.same(s.out(0, k), s.out(output, k), "works index by index");
		}
	}
}
