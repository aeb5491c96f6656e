package espalier.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Contraction;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.graph.BadInputException;
import espalier.graph.Node;
import espalier.graph.Shape;

/**
 * A pruning decision, complete and readable without the program: for every group the units that go and, at every weight, the
 * indices that go with them.
 *
 * @param modelSha256
 *            of the model file the plan is for
 * @param choices
 *            by which the groups were found
 */
public record Plan(String modelSha256, String title, Choices choices, List<Removal> removals) {
	public Plan {
		removals = List.copyOf(removals);
	}

	/** Writes cuts down. Cost: the number of removed indices over all members. */
	public static Plan of(Coupling coupling, Cuts cuts, String modelSha256, String title) {
		List<Removal> removals = new ArrayList<>();
		for (ChannelGroup group : coupling.groups()) {
			BitSet units = cuts.removed(group);
			if (!units.isEmpty())
				removals.add(new Removal(group.name(), units.stream().boxed().toList(), anchors(group, units)));
		}
		return new Plan(modelSha256, title, coupling.choices(), removals);
	}

	/** The same decision under another title. */
	public Plan titled(String other) {
		return new Plan(modelSha256, other, choices, removals);
	}

	/** The same removals, with other choices. */
	public Plan with(Choices others) {
		return new Plan(modelSha256, title, others, removals);
	}

	/** The same removals, with more choices. */
	public Plan choosing(Choices more) {
		return new Plan(modelSha256, title, choices.and(more), removals);
	}

	private static List<Anchor> anchors(ChannelGroup group, BitSet units) {
		Map<Anchor.Place, Anchor> anchors = new LinkedHashMap<>();
		for (Contraction taken : group.statistics())
			put(anchors, new Anchor(taken.use().node().name(), taken.use().slot(), taken.axis(), Anchor.STATISTICS,
					taken.unitOfIndex().length, removed(taken.unitOfIndex(), units)));
		for (Contraction other : group.beside())
			put(anchors, new Anchor(other.use().node().name(), other.use().slot(), other.axis(), Anchor.BESIDE,
					other.unitOfIndex().length, removed(other.unitOfIndex(), units)));
		for (Contraction sum : group.contractions())
			put(anchors, new Anchor(sum.use().node().name(), sum.use().slot(), sum.axis(), Anchor.IN,
					sum.unitOfIndex().length, removed(sum.unitOfIndex(), units)));
		for (Member member : group.members())
			put(anchors, new Anchor(member.use().node().name(), member.use().slot(), member.axis(),
					member.role().label(), member.width(), removed(member.unitOfIndex(), units)));
		return List.copyOf(anchors.values());
	}

	private static void put(Map<Anchor.Place, Anchor> anchors, Anchor anchor) {
		if (!anchor.removed().isEmpty())
			anchors.putIfAbsent(anchor.place(), anchor);
	}

	/** The same without what it says of these nodes. */
	public Plan without(Set<String> silenced) {
		return new Plan(modelSha256, title, choices,
				removals.stream().map(r -> new Removal(r.group(), r.units(),
						r.anchors().stream().filter(a -> !silenced.contains(a.node())).toList())).toList());
	}

	private static List<Integer> removed(int[] unitOfIndex, BitSet units) {
		List<Integer> removed = new ArrayList<>();
		for (int i = 0; i < unitOfIndex.length; i++)
			if (unitOfIndex[i] >= 0 && units.get(unitOfIndex[i]))
				removed.add(i);
		return removed;
	}

	/**
	 * The cuts this plan means on a graph's groups. Groups are found by anchors, not by name.
	 *
	 * @throws BadInputException
	 *             when a node is missing, a width differs, a group is pinned or tied differently, or nothing of a group would
	 *             be left
	 */
	public Cuts cuts(Coupling coupling) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		Map<Anchor.Place, BitSet> places = new LinkedHashMap<>();
		for (Removal removal : removals)
			for (Anchor anchor : removal.anchors()) {
				fit(coupling, removal, anchor);
				places.computeIfAbsent(anchor.place(), k -> new BitSet()).or(anchor.removedSet());
			}
		Set<Anchor.Place> summed = new HashSet<>();
		for (Removal removal : removals)
			for (Anchor anchor : removal.anchors())
				if (!anchor.role().equals(Anchor.STATISTICS))
					summed.add(anchor.place());
		Untold untold = Untold.of(coupling, places.keySet());
		for (Removal removal : removals)
			for (Anchor anchor : removal.anchors())
				collect(coupling, removal, anchor, places, untold, cuts);
		Cuts found = untold.through(Cuts.of(cuts));
		for (ChannelGroup group : found.groups())
			if (found.kept(group) == 0 && bare(coupling, group, found))
				throw new BadInputException(
						"The plan leaves nothing of group `" + group.name() + "`; keep at least one of its "
								+ group.units() + " units.");
		places.forEach((place, removed) -> check(coupling, place, removed, summed.contains(place), found));
		return found;
	}

	/** A file may name any place and width, so nothing is sized by them before. */
	private static void fit(Coupling coupling, Removal removal, Anchor anchor) {
		Node node = coupling.graph().node(anchor.node());
		String where = where(removal, anchor);
		if (node == null)
			throw new BadInputException(
					"The plan cuts at " + where + ", which this model does not have; it is for another model.");
		String value = node.input(anchor.slot());
		Shape shape = value == null ? null : coupling.trace().shape(coupling.graph(), value);
		if (shape == null || anchor.axis() >= shape.rank())
			throw new BadInputException("The plan cuts axis " + anchor.axis() + " at slot " + anchor.slot() + " of "
					+ where + ", which this model does not have; it is for another model.");
		if (shape.dim(anchor.axis()) != anchor.width())
			throw new BadInputException("The plan expects width " + anchor.width() + " at " + where + ", but it is "
					+ shape.dim(anchor.axis()) + "; it is for another model or another version of this one.");
	}

	private static String where(Removal removal, Anchor anchor) {
		return "`" + anchor.node() + "` (group `" + removal.group() + "`)";
	}

	/** Whether nothing would be left of an axis that a group is on; mostly others are on it too where groups share indices. */
	private static boolean bare(Coupling coupling, ChannelGroup group, Cuts cuts) {
		return group.values().stream().anyMatch(v -> none(coupling.kept(v.value(), v.axis(), cuts)))
				|| group.members().stream()
						.anyMatch(m -> none(coupling.kept(m.use().node(), m.use().slot(), m.axis(), cuts)));
	}

	private static boolean none(int @Nullable [] kept) {
		return kept != null && kept.length == 0;
	}

	/**
	 * @param places
	 *            all that the plan removes; where groups share indices, only units that are within it everywhere are meant
	 */
	private static void collect(Coupling coupling, Removal removal, Anchor anchor, Map<Anchor.Place, BitSet> places,
			Untold untold, Map<ChannelGroup, BitSet> cuts) {
		Node node = java.util.Objects.requireNonNull(coupling.graph().node(anchor.node()));
		String where = where(removal, anchor);
		BitSet missing = anchor.removedSet();
		List<ChannelGroup> on = coupling.groupsOn(node, anchor.slot(), anchor.axis());
		boolean shared = on.stream().anyMatch(ChannelGroup::overlaps);
		for (ChannelGroup group : on) {
			int[] units = unitsAt(group, anchor);
			if (units == null)
				continue;
			if (group.pin() != null)
				continue;
			BitSet partly = shared ? outside(group, places, untold) : new BitSet();
			for (int i : anchor.removed())
				if (i < units.length && units[i] >= 0 && !partly.get(units[i])) {
					cuts.computeIfAbsent(group, g -> new BitSet()).set(units[i]);
					missing.clear(i);
				}
		}
		if (missing.isEmpty())
			return;
		int first = missing.nextSetBit(0);
		for (ChannelGroup group : on)
			if (group.pin() != null && unitsAt(group, anchor) instanceof int[] units && units[first] >= 0)
				throw new BadInputException(
						"The plan cuts at " + where + ", which stays: " + group.pin().sentence() + ".");
		throw new BadInputException("The plan cuts index " + first + " of axis " + anchor.axis() + " at slot "
				+ anchor.slot() + " of " + where + ", where this model has no channels to cut.");
	}

	/** Units of which something stays somewhere. */
	private static BitSet outside(ChannelGroup group, Map<Anchor.Place, BitSet> places, Untold untold) {
		BitSet all = new BitSet();
		all.set(0, group.units());
		BitSet partly = new BitSet();
		for (Anchor whole : anchors(group, all)) {
			if (untold.at(whole.node()))
				continue;
			BitSet gone = places.getOrDefault(whole.place(), new BitSet());
			int[] units = java.util.Objects.requireNonNull(unitsAt(group, whole));
			for (int i = 0; i < units.length; i++)
				if (units[i] >= 0 && !gone.get(i))
					partly.set(units[i]);
		}
		return partly;
	}

	private static int @Nullable [] unitsAt(ChannelGroup group, Anchor anchor) {
		for (Contraction sum : java.util.stream.Stream.of(group.contractions(), group.statistics(), group.beside())
				.flatMap(List::stream).toList())
			if (sum.use().node().name().equals(anchor.node()) && sum.use().slot() == anchor.slot()
					&& sum.axis() == anchor.axis())
				return sum.unitOfIndex();
		for (Member member : group.members())
			if (member.layer().equals(anchor.node()) && member.use().slot() == anchor.slot()
					&& member.axis() == anchor.axis())
				return member.unitOfIndex();
		return null;
	}

	/**
	 * @param all
	 *            whether the plan names all that goes at a place; statistics name only what changes them
	 */
	private static void check(Coupling coupling, Anchor.Place place, BitSet removed, boolean all, Cuts cuts) {
		Node node = coupling.graph().node(place.node());
		int[] kept = node == null ? null : coupling.kept(node, place.slot(), place.axis(), cuts);
		BitSet stays = new BitSet();
		if (kept != null)
			for (int i : kept)
				stays.set(i);
		if (kept == null || stays.intersects(removed)
				|| all && removed.cardinality() + kept.length != width(coupling, place))
			throw new BadInputException("The plan cuts part of what is tied together at `" + place.node()
					+ "`; it is for another model or was edited by hand.");
	}

	private static int width(Coupling coupling, Anchor.Place place) {
		Node node = java.util.Objects.requireNonNull(coupling.graph().node(place.node()));
		for (ChannelGroup group : coupling.groupsOn(node, place.slot(), place.axis())) {
			int[] units = unitsAt(group, new Anchor(place.node(), place.slot(), place.axis(), "", 0, List.of()));
			if (units != null)
				return units.length;
		}
		return -1;
	}

	/** This plan and then another that was made on its result, as one plan on the original. */
	public Plan then(Plan next) {
		Map<Anchor.Place, BitSet> gone = new HashMap<>();
		Map<Anchor.Place, Integer> widths = new HashMap<>();
		for (Removal removal : removals)
			for (Anchor anchor : removal.anchors()) {
				gone.computeIfAbsent(anchor.place(), k -> new BitSet()).or(anchor.removedSet());
				widths.put(anchor.place(), anchor.width());
			}
		List<Removal> all = new ArrayList<>(removals);
		Set<String> names = new HashSet<>();
		removals.forEach(r -> names.add(r.group()));
		for (Removal removal : next.removals)
			all.add(new Removal(removal.group(), removal.units(), removal.anchors().stream()
					.map(a -> before(a, gone.get(a.place()), widths.getOrDefault(a.place(), a.width()))).toList()));
		return new Plan(modelSha256, title.isEmpty() ? next.title : title + ", " + next.title,
				choices.and(next.choices), all);
	}

	/** An anchor on the result in terms of the original, of which some indices are gone. */
	private static Anchor before(Anchor anchor, @Nullable BitSet gone, int width) {
		if (gone == null)
			return anchor;
		List<Integer> original = new ArrayList<>();
		int at = gone.nextClearBit(0);
		int position = 0;
		for (int i : anchor.removed()) {
			for (; position < i; position++)
				at = gone.nextClearBit(at + 1);
			original.add(at);
		}
		return new Anchor(anchor.node(), anchor.slot(), anchor.axis(), anchor.role(), width, original);
	}
}
