package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Tensor;
import espalier.graph.Use;

/** Sorts components into groups: those that touch the same classes of axes are units of one group. */
final class GroupBuilder {
	/** A group's indices on a class of axes: for each index its unit, or -1. */
	record Span(ChannelGroup group, int[] unitOfIndex, int[] sizes) {
		static Span of(ChannelGroup group, int[] unitOfIndex) {
			int[] sizes = new int[group.units()];
			for (int unit : unitOfIndex)
				if (unit >= 0)
					sizes[unit]++;
			return new Span(group, unitOfIndex, sizes);
		}

		/** How many indices go. */
		int removed(Cuts cuts) {
			int removed = 0;
			for (int unit = cuts.next(group, 0); unit >= 0; unit = cuts.next(group, unit + 1))
				removed += sizes[unit];
			return removed;
		}
	}

	private static final class Draft {
		final @Nullable Pin pin;
		final Map<Integer, int[]> units = new LinkedHashMap<>();
		int count;

		Draft(@Nullable Pin pin) {
			this.pin = pin;
		}
	}

	private final Ties ties;
	private final Axes axes;
	private final Resolver resolver;
	private final Map<String, Integer> order;
	private final Map<Integer, List<Integer>> classes = new LinkedHashMap<>();
	private final Map<Integer, List<Draft>> draftsOn = new HashMap<>();

	/** By class of axes, the groups on it. */
	final Map<Integer, List<Span>> spans = new HashMap<>();
	final List<ChannelGroup> groups = new ArrayList<>();

	/**
	 * @param order
	 *            positions of nodes by name
	 */
	GroupBuilder(Ties ties, Resolver resolver, Map<String, Integer> order) {
		this.order = order;
		this.ties = ties;
		this.axes = ties.axes;
		this.resolver = resolver;
		for (int axis = 0; axis < axes.count(); axis++)
			classes.computeIfAbsent(resolver.classOf(axis), k -> new ArrayList<>()).add(axis);
		List<Draft> drafts = drafts();
		finish(drafts);
	}

	private List<Draft> drafts() {
		long[] signature = new long[resolver.atoms()];
		int[] last = new int[resolver.atoms()];
		Arrays.fill(last, -1);
		for (int c : classes.keySet())
			for (int i = 0; i < axes.size(c); i++) {
				int component = resolver.component(c, i);
				if (last[component] != c) {
					last[component] = c;
					signature[component] = (signature[component] ^ c) * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
					signature[component] ^= signature[component] >>> 29;
				}
			}
		record Key(long signature, @Nullable Pin pin) {}
		Map<Key, Draft> byKey = new LinkedHashMap<>();
		Draft[] draftOf = new Draft[resolver.atoms()];
		int[] unitOf = new int[resolver.atoms()];
		for (int c : classes.keySet()) {
			int size = axes.size(c);
			if (size == 1)
				continue;
			for (int i = 0; i < size; i++) {
				int component = resolver.component(c, i);
				Draft draft = draftOf[component];
				if (draft == null) {
					Pin pin = resolver.pin(component);
					draft = byKey.computeIfAbsent(new Key(signature[component], pin), k -> new Draft(pin));
					draftOf[component] = draft;
					unitOf[component] = draft.count++;
				}
				draft.units.computeIfAbsent(c, k -> none(size))[i] = unitOf[component];
			}
		}
		return new ArrayList<>(byKey.values());
	}

	private static int[] none(int size) {
		int[] units = new int[size];
		Arrays.fill(units, -1);
		return units;
	}

	private void finish(List<Draft> drafts) {
		for (Draft draft : drafts)
			for (int c : draft.units.keySet())
				draftsOn.computeIfAbsent(c, k -> new ArrayList<>()).add(draft);
		Map<Draft, List<Member>> members = new LinkedHashMap<>();
		Map<Draft, List<ChannelGroup.ValueAxis>> values = new HashMap<>();
		for (Axes.Carrier carrier : axes.carriers())
			for (int k = 0; k < carrier.shape.rank(); k++) {
				int c = resolver.classOf(carrier.base + k);
				for (Draft draft : draftsOn.getOrDefault(c, List.of()))
					place(carrier, k, draft, draft.units.get(c), members, values);
			}
		Map<Draft, List<Contraction>> sums = new HashMap<>();
		for (Ties.Sum sum : ties.sums) {
			int c = resolver.classOf(sum.axis());
			for (Draft draft : draftsOn.getOrDefault(c, List.of()))
				sums.computeIfAbsent(draft, d -> new ArrayList<>()).add(new Contraction(new Use(sum.node(), sum.slot()),
						sum.axisOfValue(), java.util.Objects.requireNonNull(draft.units.get(c))));
		}
		members.keySet().removeIf(d -> !isGroup(d, java.util.Objects.requireNonNull(members.get(d))));
		Set<String> names = new HashSet<>();
		for (Draft draft : members.keySet().stream().sorted((a, b) -> Long.compare(position(members, a),
				position(members, b))).toList()) {
			List<Member> of = java.util.Objects.requireNonNull(members.get(draft));
			ChannelGroup group = new ChannelGroup(groups.size(), name(of, names), draft.count, of,
					sums.getOrDefault(draft, List.of()), values.getOrDefault(draft, List.of()), draft.pin);
			groups.add(group);
			draft.units.forEach((c, units) -> spans.computeIfAbsent(c, k -> new ArrayList<>())
					.add(Span.of(group, units)));
		}
	}

	private static void place(Axes.Carrier carrier, int k, Draft draft, int @Nullable [] units,
			Map<Draft, List<Member>> members, Map<Draft, List<ChannelGroup.ValueAxis>> values) {
		if (units == null)
			return;
		Tensor leaf = carrier.leaf;
		Use use = carrier.use;
		Role role = carrier.roles[k];
		if (leaf == null || use == null)
			values.computeIfAbsent(draft, d -> new ArrayList<>())
					.add(new ChannelGroup.ValueAxis(carrier.label, k, units));
		else
			members.computeIfAbsent(draft, d -> new ArrayList<>())
					.add(new Member(leaf, use, k, role == null ? Role.CONSTANT : role, units));
	}

	/** Needs a weight; a pinned one is worth showing only when it is about channels of layers. */
	private static boolean isGroup(Draft draft, List<Member> members) {
		boolean weight = members.stream().anyMatch(m -> switch (m.tensor().type()) {
			case INT64, INT32, BOOL, STRING -> false;
			default -> true;
		});
		return weight && (draft.pin == null || members.stream()
				.anyMatch(m -> m.role() == Role.OUT || m.role() == Role.IN || m.role() == Role.DEPTHWISE));
	}

	private long position(Map<Draft, List<Member>> members, Draft draft) {
		List<Member> of = java.util.Objects.requireNonNull(members.get(draft));
		Member first = maker(of);
		int[] units = first.unitOfIndex();
		int from = 0;
		while (from < units.length && units[from] < 0)
			from++;
		return order.getOrDefault(first.use().node().name(), 0) * 1_000_000L + from;
	}

	private static Member maker(List<Member> members) {
		return members.stream().filter(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE).findFirst()
				.orElse(members.getFirst());
	}

	private static String name(List<Member> members, Set<String> taken) {
		Member first = maker(members);
		String plain = Coupler.readable(first.use().node());
		if (first.role() == Role.IN)
			plain += ".in";
		String name = plain;
		for (int n = 2; !taken.add(name); n++)
			name = plain + "#" + n;
		return name;
	}
}
