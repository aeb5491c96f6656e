package espalier.coupling;

/** Operators that work index by index on all their inputs, with broadcasting: unary, n-ary, comparisons, PRelu, Where. */
final class ElementwiseRule implements Rule {
	private final String phrase;
	private final Role role;

	ElementwiseRule(String phrase, Role role) {
		this.phrase = phrase;
		this.role = role;
	}

	@Override
	public void tie(Site s) {
		int[] slots = java.util.stream.IntStream.range(0, s.node.inputs().size()).toArray();
		if (!s.known(slots)) {
			s.pinAll("`" + s.node.name() + "` has shapes that are not known");
			return;
		}
		for (int slot : slots)
			if (s.has(slot))
				Broadcast.tie(s, slot, role, phrase);
	}
}
