package espalier.coupling;

import java.util.function.Function;

import espalier.graph.Node;

/** Operators that keep the shape of their first input and pass all axes on, of which some can't be cut. */
final class HeldAxesRule implements Rule {
	private final Function<Node, int[]> held;

	/**
	 * @param held
	 *            axes of the first input, negative ones from the end
	 */
	HeldAxesRule(Function<Node, int[]> held) {
		this.held = held;
	}

	@Override
	public void tie(Site s) {
		if (s.shape(0).rank() != s.outShape(0).rank()) {
			s.pinUnknown();
			return;
		}
		for (int k = 0; k < s.shape(0).rank(); k++)
			s.same(s.in(0, k), s.out(0, k), "passes it on");
		for (int axis : held.apply(s.node))
			s.pin(s.in(0, axis), "`" + s.node.name() + "` (" + s.node.op() + ") depends on where its indices are");
	}
}
