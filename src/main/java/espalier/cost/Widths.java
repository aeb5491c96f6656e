package espalier.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * Sizes of axes as numbered functions of the cuts. Axes that always have the same size share a number, so that a network of
 * 10,000 axes needs about as many numbers as it has groups.
 */
final class Widths {
	/** The number of an axis that no group can cut. */
	static final int FIXED = -1;

	/** Indices of an axis that follow one group. */
	record Part(ChannelGroup group, int[] unitOfIndex) {}

	/** How many indices each unit of a group takes with it: the same number for all, or one for each. */
	private record Profile(int group, int each, List<Integer> counts) {}

	/**
	 * @param overlapping
	 *            the index arrays where groups share indices, else none; the same arrays are the same way to overlap
	 */
	private record Key(long size, List<Profile> profiles, List<int[]> overlapping) {}

	private record AxisOf(String value, int axis) {}

	/** {@code unitsOfIndex} only where groups share indices. */
	private record Width(long size, int[] groups, int[] each, int[][] counts, int[][] unitsOfIndex) {}

	private final Coupling coupling;
	private final Map<AxisOf, List<Part>> ofValue = new HashMap<>();
	private final Map<AxisOf, List<Part>> ofWeight = new HashMap<>();
	private final Map<Use, List<Part>> ofParameter = new HashMap<>();
	private final List<Width> widths = new ArrayList<>();
	private final Map<Key, Integer> numbers = new HashMap<>();
	private final Map<int[], Profile> profiles = new IdentityHashMap<>();

	Widths(Coupling coupling) {
		this.coupling = coupling;
		for (ChannelGroup group : coupling.prunable()) {
			for (ChannelGroup.ValueAxis v : group.values())
				add(ofValue, new AxisOf(v.value(), v.axis()), group, v.unitOfIndex());
			for (Member m : group.members())
				if (m.tensor().shape().single())
					add(ofParameter, m.use(), group, m.unitOfIndex());
				else
					add(ofWeight, new AxisOf(m.tensor().name(), m.axis()), group, m.unitOfIndex());
		}
	}

	private static <K> void add(Map<K, List<Part>> parts, K key, ChannelGroup group, int[] unitOfIndex) {
		parts.computeIfAbsent(key, k -> new ArrayList<>(1)).add(new Part(group, unitOfIndex));
	}

	/** The shape at a node's slot, or null when it is left out or not known. */
	@Nullable
	Shape shape(Node node, int slot) {
		String value = node.input(slot);
		return value == null ? null : coupling.trace().shape(coupling.graph(), value);
	}

	/** What follows groups on an axis at a node's slot. */
	List<Part> parts(Node node, int slot, int axis) {
		String value = node.inputs().get(slot);
		Tensor constant = coupling.graph().leaf(value);
		if (constant == null)
			return ofValue.getOrDefault(new AxisOf(value, axis), List.of());
		if (!constant.shape().single())
			return ofWeight.getOrDefault(new AxisOf(constant.name(), axis), List.of());
		if (constant.shape().dim(axis) == 1)
			return List.of();
		return ofParameter.getOrDefault(new Use(node, slot), List.of());
	}

	/** Number of the size of an axis at a node's slot, or {@link #FIXED}. */
	int at(Node node, int slot, int axis, long size) {
		return number(size, parts(node, slot, axis));
	}

	/** Number of the size of an axis of an activation, or {@link #FIXED}. */
	int of(String value, int axis, long size) {
		return number(size, ofValue.getOrDefault(new AxisOf(value, axis), List.of()));
	}

	private int number(long size, List<Part> parts) {
		if (parts.isEmpty())
			return FIXED;
		List<Profile> ways = parts.stream()
				.map(p -> profiles.computeIfAbsent(p.unitOfIndex, units -> profile(p.group, units))).toList();
		boolean overlap = parts.stream().anyMatch(p -> p.group.overlaps());
		List<int[]> arrays = overlap ? parts.stream().map(Part::unitOfIndex).toList() : List.of();
		return numbers.computeIfAbsent(new Key(size, ways, arrays), k -> {
			widths.add(width(size, ways, arrays));
			return widths.size() - 1;
		});
	}

	private static Profile profile(ChannelGroup group, int[] unitOfIndex) {
		int[] counts = new int[group.units()];
		for (int unit : unitOfIndex)
			if (unit >= 0)
				counts[unit]++;
		int each = counts[0];
		for (int count : counts)
			if (count != each)
				return new Profile(group.id(), -1, Arrays.stream(counts).boxed().toList());
		return new Profile(group.id(), each, List.of());
	}

	private static Width width(long size, List<Profile> ways, List<int[]> arrays) {
		return new Width(size, ways.stream().mapToInt(Profile::group).toArray(),
				ways.stream().mapToInt(Profile::each).toArray(),
				ways.stream().map(p -> p.counts().stream().mapToInt(Integer::intValue).toArray())
						.toArray(int[][]::new),
				arrays.toArray(int[][]::new));
	}

	/**
	 * All numbered sizes under these cuts. Cost: linear in the numbers and in the removed units; where two groups over the same
	 * indices are both cut, also in the size of the axis.
	 */
	long[] under(Cuts cuts) {
		int[] gone = new int[coupling.groups().size()];
		for (ChannelGroup group : cuts.groups()) {
			if (group.id() >= gone.length || coupling.groups().get(group.id()) != group)
				throw new IllegalArgumentException("cuts of another coupling: " + group);
			gone[group.id()] = cuts.count(group);
		}
		long[] sizes = new long[widths.size()];
		for (int w = 0; w < sizes.length; w++)
			sizes[w] = size(widths.get(w), gone, cuts);
		return sizes;
	}

	private long size(Width width, int[] gone, Cuts cuts) {
		if (width.unitsOfIndex.length > 0 && Arrays.stream(width.groups).filter(g -> gone[g] > 0).count() > 1)
			return counted(width, cuts);
		long size = width.size;
		for (int p = 0; p < width.groups.length; p++)
			if (gone[width.groups[p]] > 0)
				size -= width.each[p] >= 0
						? (long) width.each[p] * gone[width.groups[p]]
						: removed(width, p, cuts);
		return size;
	}

	private long counted(Width width, Cuts cuts) {
		long size = 0;
		for (int i = 0; i < width.size; i++) {
			boolean gone = false;
			for (int p = 0; p < width.groups.length && !gone; p++) {
				int unit = width.unitsOfIndex[p][i];
				gone = unit >= 0 && cuts.isRemoved(coupling.groups().get(width.groups[p]), unit);
			}
			if (!gone)
				size++;
		}
		return size;
	}

	private long removed(Width width, int p, Cuts cuts) {
		ChannelGroup group = coupling.groups().get(width.groups[p]);
		long removed = 0;
		for (int u = cuts.next(group, 0); u >= 0; u = cuts.next(group, u + 1))
			removed += width.counts[p][u];
		return removed;
	}
}
