package espalier.allocate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;

/**
 * Which group of a whole network each group is in the network without some regions: that which makes the same channels in the
 * same layer; where it makes channels of several groups, because a region between them went, the first that has as many units.
 */
final class Kinship {
	/**
	 * A group in the whole network.
	 *
	 * @param unit
	 *            by unit of the thinned network's group, that of the whole one's
	 */
	record Kin(ChannelGroup group, int[] unit) {}

	private record Place(String layer, int slot, int axis) {
		static Place of(Member member) {
			return new Place(member.layer(), member.use().slot(), member.axis());
		}
	}

	private record Found(ChannelGroup group, Member member) {}

	private final Map<Place, List<Found>> places = new HashMap<>();
	private final Map<ChannelGroup, Kin> kin = new LinkedHashMap<>();

	Kinship(Coupling whole, Coupling thinned) {
		for (ChannelGroup group : whole.groups())
			for (Member member : group.members())
				places.computeIfAbsent(Place.of(member), _ -> new java.util.ArrayList<>())
						.add(new Found(group, member));
		for (ChannelGroup group : thinned.groups())
			if (find(group) instanceof Kin found)
				kin.put(group, found);
	}

	/** The whole network's group, or null where nothing of it is left in this one, as in an adapter between two others. */
	@Nullable
	Kin of(ChannelGroup thinned) {
		return kin.get(thinned);
	}

	/** All groups of the whole network that make channels of this one. */
	Set<ChannelGroup> all(ChannelGroup thinned) {
		Set<ChannelGroup> all = new HashSet<>();
		for (Member member : thinned.members())
			if (member.role() == Role.OUT || member.role() == Role.DEPTHWISE)
				places.getOrDefault(Place.of(member), List.of()).forEach(f -> all.add(f.group()));
		return all;
	}

	private @Nullable Kin find(ChannelGroup group) {
		List<Member> makersFirst = group.members().stream()
				.sorted(Comparator.comparingInt(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE ? 0 : 1))
				.toList();
		for (Member member : makersFirst) {
			List<Found> found = places.getOrDefault(Place.of(member), List.of()).stream()
					.sorted(Comparator.comparingInt(f -> f.group().name().equals(group.name()) ? 0 : 1)).toList();
			for (Found one : found)
				if (units(group, member, one) instanceof int[] unit)
					return new Kin(one.group(), unit);
		}
		return null;
	}

	/** The units of the other group by those of this one, or null where they are not the same. */
	private static int @Nullable [] units(ChannelGroup group, Member member, Found other) {
		int[] here = member.unitOfIndex();
		int[] there = other.member().unitOfIndex();
		if (group.units() != other.group().units() || here.length != there.length)
			return null;
		int[] unit = new int[group.units()];
		Arrays.fill(unit, -1);
		for (int i = 0; i < here.length; i++) {
			if (here[i] < 0 != there[i] < 0)
				return null;
			if (here[i] < 0)
				continue;
			if (unit[here[i]] >= 0 && unit[here[i]] != there[i])
				return null;
			unit[here[i]] = there[i];
		}
		return Arrays.stream(unit).distinct().count() == unit.length && Arrays.stream(unit).noneMatch(u -> u < 0)
				? unit
				: null;
	}

	/** One number a unit of the whole network's group, in the order of this one's units. */
	static double[] carried(double[] whole, Kin kin) {
		return Arrays.stream(kin.unit()).mapToDouble(u -> whole[u]).toArray();
	}

	/** Units of the whole network's group as this one's. */
	static BitSet carried(BitSet whole, Kin kin) {
		BitSet carried = new BitSet();
		for (int u = 0; u < kin.unit().length; u++)
			if (whole.get(kin.unit()[u]))
				carried.set(u);
		return carried;
	}
}
