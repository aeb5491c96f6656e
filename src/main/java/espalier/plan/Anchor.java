package espalier.plan;

import java.util.BitSet;
import java.util.List;

/**
 * Where a removal bites: indices of one axis of the value at a node's input slot. Nodes are named rather than weights, because
 * exporters rename weights first and scopes last.
 *
 * @param role
 *            the axis's role; {@link #IN} where the channels are summed away, {@link #STATISTICS} where statistics are taken over them
 * @param width
 *            size of the axis before the cut
 * @param removed
 *            ascending
 */
public record Anchor(String node, int slot, int axis, String role, int width, List<Integer> removed) {
	/** The role of anchors at which removed channels are summed away. */
	public static final String IN = "in";

	/** The role of anchors at which a normalisation, mean or extreme is taken over what is left. */
	public static final String STATISTICS = "statistics";

	/** The role of anchors at which only other groups change such statistics. */
	public static final String BESIDE = "beside";

	public Anchor {
		removed = List.copyOf(removed);
	}

	/** Node, slot and axis without what is removed there. */
	record Place(String node, int slot, int axis) {}

	Place place() {
		return new Place(node, slot, axis);
	}

	BitSet removedSet() {
		BitSet set = new BitSet(width);
		removed.forEach(set::set);
		return set;
	}
}
