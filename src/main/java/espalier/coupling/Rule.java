package espalier.coupling;

/** What one operator ties, and what of it must be rewritten when widths change. Registered in {@link Rules}. */
interface Rule {
	/**
	 * States the ties of a node whose shapes are all known. Every axis the rule does not mention must be free to
	 * change without the node noticing.
	 */
	void tie(Site site);

	/** Rewrites attributes and integer constants after a cut; called only when an axis at the node changed. */
	default void rewrite(Rewrite rewrite) {}
}
