package espalier.coupling;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which units of which groups are to go; immutable. Groups without removed units are absent. */
public final class Cuts {
	public static final Cuts NONE = new Cuts(Map.of());

	private final Map<ChannelGroup, BitSet> removed;

	private Cuts(Map<ChannelGroup, BitSet> removed) {
		this.removed = removed;
	}

	/** Copies what it is given. */
	public static Cuts of(Map<ChannelGroup, BitSet> removed) {
		Map<ChannelGroup, BitSet> copy = new LinkedHashMap<>();
		removed.forEach((group, units) -> {
			if (!units.isEmpty())
				copy.put(group, (BitSet) units.clone());
		});
		return copy.isEmpty() ? NONE : new Cuts(copy);
	}

	/** The same cuts, but exactly these units removed from one group. */
	public Cuts with(ChannelGroup group, BitSet units) {
		Map<ChannelGroup, BitSet> changed = new LinkedHashMap<>(removed);
		changed.put(group, units);
		return of(changed);
	}

	/** The removed units of a group; a copy. */
	public BitSet removed(ChannelGroup group) {
		BitSet units = removed.get(group);
		return units == null ? new BitSet() : (BitSet) units.clone();
	}

	public boolean isRemoved(ChannelGroup group, int unit) {
		BitSet units = removed.get(group);
		return units != null && units.get(unit);
	}

	/** The first removed unit of a group at or after one, or -1. */
	public int next(ChannelGroup group, int from) {
		BitSet units = removed.get(group);
		return units == null ? -1 : units.nextSetBit(from);
	}

	/** How many units of a group go. */
	public int count(ChannelGroup group) {
		BitSet units = removed.get(group);
		return units == null ? 0 : units.cardinality();
	}

	/** How many units of a group stay. */
	public int kept(ChannelGroup group) {
		return group.units() - count(group);
	}

	/** Groups that lose at least one unit. */
	public Set<ChannelGroup> groups() {
		return java.util.Collections.unmodifiableSet(removed.keySet());
	}

	public boolean isEmpty() {
		return removed.isEmpty();
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Cuts c && removed.equals(c.removed);
	}

	@Override
	public int hashCode() {
		return removed.hashCode();
	}
}
