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
		for (int slot = 0; slot < s.node.inputs().size(); slot++)
			if (s.has(slot))
				Broadcast.tie(s, slot, role, phrase);
	}
}
