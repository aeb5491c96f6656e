package espalier.coupling;

import java.util.stream.IntStream;

/** Quantised operators that work index by index: inputs at some slots, scales and zero points of one element between them. */
final class QuantisedElementwiseRule implements Rule {
	private final int[] slots;

	QuantisedElementwiseRule(int... slots) {
		this.slots = slots;
	}

	@Override
	public void tie(Site s) {
		boolean single = true;
		for (int slot = 0; single && slot < s.node.inputs().size(); slot++) {
			int at = slot;
			if (s.has(slot) && IntStream.of(slots).noneMatch(x -> x == at))
				single = s.shape(slot).elements() == 1;
		}
		if (!single) {
			s.pinAll("`" + s.node.name() + "` has scales for which there is no rule");
			return;
		}
		for (int slot : slots)
			if (s.has(slot))
				Broadcast.tie(s, slot, Role.CONSTANT, "works index by index");
	}
}
