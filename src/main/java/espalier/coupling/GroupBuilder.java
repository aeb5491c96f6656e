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
		final int resolution;
		final @Nullable Pin pin;
		final Map<Integer, int[]> units = new LinkedHashMap<>();
		int count;
		boolean shares;

		Draft(int resolution, @Nullable Pin pin) {
			this.resolution = resolution;
			this.pin = pin;
		}
	}

	private final Ties ties;
	private final Axes axes;
	private final Resolver first;
	private final List<Resolver> resolutions;
	private final Map<String, Integer> order;
	private final Map<Integer, String> words = new HashMap<>();
	private final Map<Integer, List<Draft>> draftsOn = new HashMap<>();

	/** By class of axes, the groups on it. */
	final Map<Integer, List<Span>> spans = new HashMap<>();
	final List<ChannelGroup> groups = new ArrayList<>();

	/**
	 * @param order
	 *            positions of nodes by name
	 */
	GroupBuilder(Ties ties, List<Resolver> resolutions, Map<String, Integer> order) {
		this.order = order;
		this.ties = ties;
		this.axes = ties.axes;
		this.first = resolutions.getFirst();
		this.resolutions = resolutions;
		ties.words.forEach((axis, word) -> words.putIfAbsent(first.classOf(axis), word));
		Components components = new Components(resolutions);
		List<Draft> drafts = new ArrayList<>();
		for (int r = 0; r < resolutions.size(); r++)
			drafts.addAll(drafts(resolutions.get(r), r, components));
		for (Draft draft : drafts)
			for (int c : draft.units.keySet())
				draftsOn.computeIfAbsent(c, k -> new ArrayList<>()).add(draft);
		if (resolutions.size() > 1)
			mend(drafts);
		finish();
	}

	private List<Draft> drafts(Resolver resolver, int resolution, Components components) {
		long[] signature = new long[resolver.atoms()];
		int[] last = new int[resolver.atoms()];
		Arrays.fill(last, -1);
		for (int c : resolver.classes())
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
		for (int c : resolver.classes()) {
			int size = axes.size(c);
			if (size == 1)
				continue;
			for (int i = 0; i < size; i++) {
				int component = resolver.component(c, i);
				if (!components.offered(resolution, component))
					continue;
				Draft draft = draftOf[component];
				if (draft == null) {
					Pin pin = resolver.pin(component);
					draft = byKey.computeIfAbsent(new Key(signature[component], pin), k -> new Draft(resolution, pin));
					draftOf[component] = draft;
					unitOf[component] = draft.count++;
				}
				draft.units.computeIfAbsent(c, k -> none(size))[i] = unitOf[component];
			}
		}
		return new ArrayList<>(byKey.values());
	}

	/** Drops what is offered otherwise, or of which nothing can go, and notes which drafts are over the same indices. */
	private void mend(List<Draft> drafts) {
		drafts.stream().filter(d -> d.resolution > 0 && d.count < 2 || d.pin != null && d.resolution == 0 && offered(d))
				.forEach(d -> draftsOn.values().forEach(on -> on.remove(d)));
		draftsOn.forEach((c, on) -> {
			if (on.stream().anyMatch(d -> d.resolution > 0))
				on.stream().filter(d -> d.pin == null).filter(d -> on.stream().anyMatch(o -> o != d && meet(c, d, o)))
						.forEach(d -> d.shares = true);
		});
	}

	/** Whether every index of a pinned draft can go by another choice. */
	private boolean offered(Draft pinned) {
		return pinned.units.entrySet().stream().allMatch(e -> {
			List<int[]> others = draftsOn.getOrDefault(e.getKey(), List.of()).stream().filter(d -> d.pin == null)
					.map(d -> d.units.get(e.getKey())).filter(java.util.Objects::nonNull).toList();
			for (int i = 0; i < e.getValue().length; i++) {
				int at = i;
				if (e.getValue()[i] >= 0 && others.stream().noneMatch(u -> u[at] >= 0))
					return false;
			}
			return true;
		});
	}

	private static boolean meet(int c, Draft a, Draft b) {
		int[] x = a.units.get(c);
		int[] y = b.units.get(c);
		if (x == null || y == null || a.resolution == b.resolution)
			return false;
		for (int i = 0; i < x.length; i++)
			if (x[i] >= 0 && y[i] >= 0)
				return true;
		return false;
	}

	private static int[] none(int size) {
		int[] units = new int[size];
		Arrays.fill(units, -1);
		return units;
	}

	private void finish() {
		Map<Draft, List<Member>> members = new LinkedHashMap<>();
		Map<Draft, List<ChannelGroup.ValueAxis>> values = new HashMap<>();
		for (Axes.Carrier carrier : axes.carriers())
			for (int k = 0; k < carrier.shape.rank(); k++) {
				int c = first.classOf(carrier.base + k);
				for (Draft draft : draftsOn.getOrDefault(c, List.of()))
					place(carrier, k, draft, draft.units.get(c), members, values);
			}
		Map<Draft, List<Contraction>> sums = places(ties.sums, true);
		Map<Draft, List<Contraction>> statistics = places(ties.statistics, true);
		Map<Draft, List<Contraction>> beside = places(ties.statistics, false);
		members.keySet().removeIf(d -> !isGroup(d, java.util.Objects.requireNonNull(members.get(d))));
		Set<String> names = new HashSet<>();
		for (Draft draft : members.keySet().stream().sorted((a, b) -> Long.compare(position(members, a),
				position(members, b))).toList()) {
			List<Member> of = java.util.Objects.requireNonNull(members.get(draft));
			ChannelGroup group = new ChannelGroup(groups.size(), name(of, word(draft), names), draft.count, of,
					sums.getOrDefault(draft, List.of()), statistics.getOrDefault(draft, List.of()),
					beside.getOrDefault(draft, List.of()),
					values.getOrDefault(draft, List.of()), offer(draft), draft.pin);
			groups.add(group);
			draft.units.forEach((c, units) -> spans.computeIfAbsent(c, k -> new ArrayList<>())
					.add(Span.of(group, units)));
		}
	}

	private ChannelGroup.Offer offer(Draft draft) {
		if (draft.resolution == 0)
			return ChannelGroup.Offer.FIRST;
		return resolutions.get(draft.resolution).sampled() ? ChannelGroup.Offer.SAMPLED : ChannelGroup.Offer.OTHER;
	}

	/** @param concerned whether of the groups that a place is about, or of the others on its axis */
	private Map<Draft, List<Contraction>> places(List<Ties.Sum> of, boolean concerned) {
		Map<Draft, List<Contraction>> places = new HashMap<>();
		for (Ties.Sum sum : of) {
			int c = first.classOf(sum.axis());
			for (Draft draft : draftsOn.getOrDefault(c, List.of()))
				if (draft.units.containsKey(first.classOf(sum.over())) == concerned)
					places.computeIfAbsent(draft, d -> new ArrayList<>()).add(new Contraction(
							new Use(sum.node(), sum.slot()), sum.axisOfValue(),
							java.util.Objects.requireNonNull(draft.units.get(c))));
		}
		return places;
	}

	/** What a choice is called where several are offered over the same weights. */
	private @Nullable String word(Draft draft) {
		if (!draft.shares)
			return null;
		List<Integer> named = draft.units.keySet().stream().filter(words::containsKey).toList();
		return named.stream().filter(c -> draftsOn.getOrDefault(c, List.of()).size() == 1).findFirst()
				.or(() -> named.stream().findFirst()).map(words::get).orElse(null);
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

	private String name(List<Member> members, @Nullable String word, Set<String> taken) {
		Member first = maker(members);
		String plain = axes.layer(first.use().node()).layer();
		if (first.role() == Role.IN)
			plain += ".in";
		if (word != null)
			plain += "." + word;
		String name = plain;
		for (int n = 2; !taken.add(name); n++)
			name = plain + "#" + n;
		return name;
	}
}
