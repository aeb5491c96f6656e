package espalier.allocate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Overlaps;
import espalier.importance.Scores;

/** Walks a ladder of ever larger cuts to the rung whose cost is nearest to the budget. */
final class Search {
	/** Units of each free group in the order in which they go. */
	record Ladder(Request request, List<ChannelGroup> groups, List<int[]> orders, List<Limit> limits) {
		static Ladder of(Request request) {
			List<ChannelGroup> groups = request.free();
			return new Ladder(request, groups, groups.stream().map(g -> Manual.ascending(scores(request, g))).toList(),
					groups.stream().map(request::limit).toList());
		}

		private static double[] scores(Request request, ChannelGroup group) {
			return Objects.requireNonNull(request.scores().of(group), "free groups have scores");
		}

		/** The scores of the free group at a position. */
		double[] scores(int group) {
			return scores(request, groups.get(group));
		}

		/** The cuts by hand together with so many units of each free group. */
		Cuts cuts(int[] removed) {
			Map<ChannelGroup, BitSet> units = new LinkedHashMap<>();
			for (ChannelGroup group : request.manual().groups())
				units.put(group, request.manual().removed(group));
			for (int g = 0; g < removed.length; g++)
				if (groups.get(g).offer() != ChannelGroup.Offer.SAMPLED)
					units.put(groups.get(g), lowest(g, removed[g], new BitSet()));
			Cuts streams = Cuts.of(units);
			for (int g = 0; g < removed.length; g++)
				if (groups.get(g).offer() == ChannelGroup.Offer.SAMPLED)
					units.put(groups.get(g),
							lowest(g, removed[g], Overlaps.lost(request.coupling(), groups.get(g), streams)));
			return Overlaps.mended(request.coupling(), Cuts.of(units), (group, unit) -> {
				double[] scores = request.scores().of(group);
				return scores == null ? 0 : scores[unit];
			});
		}

		/** So many units of a group, first those that go anyway. */
		private BitSet lowest(int group, int count, BitSet anyway) {
			BitSet units = (BitSet) anyway.clone();
			for (int unit : orders.get(group)) {
				if (units.cardinality() >= count)
					break;
				units.set(unit);
			}
			return units;
		}
	}

	private final Request request;
	private final Ladder ladder;
	private final int[] most;

	Search(Request request, Ladder ladder) {
		this(request, ladder, ladder.limits().stream().mapToInt(Limit::most).toArray());
	}

	/** @param most units of each free group that may go */
	private Search(Request request, Ladder ladder, int[] most) {
		this.request = request;
		this.ladder = ladder;
		this.most = most;
	}

	/**
	 * The rung nearest to a cost target, the cheaper of two equally near.
	 *
	 * @param rungs
	 *            removed units by free group at a rung; rung 0 the smallest cut, each further one at least as large
	 * @param last
	 *            the largest rung
	 */
	Allocation nearest(IntFunction<int[]> rungs, int last) {
		double target = target();
		int low = 0;
		int high = last;
		// the first rung at or below the target; the last where none is
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (share(rungs.apply(middle)) <= target)
				high = middle;
			else
				low = middle + 1;
		}
		int best = low;
		if (low > 0 && Math.abs(share(rungs.apply(low - 1)) - target) < Math.abs(share(rungs.apply(low)) - target))
			best = low - 1;
		return allocation(rungs.apply(best));
	}

	/** The first rung on which so many units of the free groups go, or the last. */
	Allocation removing(int units, IntFunction<int[]> rungs, int last) {
		int low = 0;
		int high = last;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (Arrays.stream(rungs.apply(middle)).sum() >= units)
				high = middle;
			else
				low = middle + 1;
		}
		return allocation(rungs.apply(low));
	}

	/**
	 * Lets units go one after the other until the budget is met. Where a whole step misses a cost by more than is tolerated, the
	 * last unit may be of any group: that which comes nearest.
	 *
	 * @param order
	 *            the free group, by position, that each step takes a unit of
	 */
	Allocation along(int[] order) {
		IntFunction<int[]> rungs = first -> counts(order, first);
		Search search = new Search(request, ladder, counts(order, order.length));
		if (request.budget() instanceof Budget.Ratio(double removed))
			return search.removing(wanted(removed, ladder.limits().stream().mapToInt(Limit::units).sum()), rungs,
					order.length);
		Allocation found = search.nearest(rungs, order.length);
		return found.shortfall() == null ? found : search.filled(found, rungs, order.length);
	}

	private Allocation filled(Allocation found, IntFunction<int[]> rungs, int last) {
		int[] counts = ladder.groups().stream().mapToInt(found.cuts()::count).toArray();
		int[] start = counts;
		for (int rung = last; rung >= 0 && share(start) < target(); rung--)
			start = rungs.apply(rung);
		int[] best = counts;
		for (int g = 0; g < start.length; g++) {
			int[] one = start.clone();
			one[g] = ladder.limits().get(g).fit(start[g] + ladder.limits().get(g).step());
			if (one[g] <= most[g] && Math.abs(share(one) - target()) < Math.abs(share(best) - target()))
				best = one;
		}
		return allocation(best);
	}

	/** How many units of each group are among the first steps, as far as limits let them go. */
	private int[] counts(int[] order, int first) {
		int[] counts = new int[ladder.groups().size()];
		for (int i = 0; i < first; i++)
			counts[order[i]]++;
		for (int g = 0; g < counts.length; g++)
			counts[g] = ladder.limits().get(g).fit(counts[g]);
		return counts;
	}

	/** What these numbers of removed units come to. */
	Allocation allocation(int[] removed) {
		Cuts cuts = ladder.cuts(removed);
		Cost cost = request.cost().preview(cuts);
		return new Allocation(cuts, cost, shortfall(cuts, removed));
	}

	private double target() {
		if (request.budget() instanceof Budget.Ratio)
			throw new IllegalStateException("a ratio has no cost to search for");
		return request.budget().kept();
	}

	private double share(int[] removed) {
		return request.share(ladder.cuts(removed));
	}

	private @Nullable String shortfall(Cuts cuts, int[] removed) {
		if (request.budget() instanceof Budget.Ratio(double ratio))
			return shortOfRatio(ratio, removed);
		double target = target();
		double share = request.share(cuts);
		if (Math.abs(share - target) <= Budget.TOLERANCE * target)
			return null;
		return "The nearest to " + request.budget().describe() + " is " + Si.percent(share) + ": "
				+ (share > target && atLimits(removed) ? reasons(removed) : steps(share, target)) + ".";
	}

	private @Nullable String shortOfRatio(double ratio, int[] removed) {
		int units = ladder.limits().stream().mapToInt(Limit::units).sum();
		int gone = Arrays.stream(removed).sum();
		if (ratio == 0 || units > 0 && (!atLimits(removed) || gone >= wanted(ratio, units)))
			return null;
		return "Only " + Si.percent(units == 0 ? 0 : (double) gone / units) + " of channels could go instead of "
				+ Si.percent(ratio) + ": " + reasons(removed) + ".";
	}

	/** The whole part of a ratio of units; 0.3 times 10 is a little less than 3. */
	static int wanted(double ratio, int units) {
		return (int) Math.floor(ratio * units + 1e-9);
	}

	private boolean atLimits(int[] removed) {
		for (int g = 0; g < removed.length; g++)
			if (removed[g] < most[g])
				return false;
		return true;
	}

	private String steps(double share, double target) {
		if (share < target && share(new int[ladder.groups().size()]) <= target)
			return request.whole().equals(request.cost().original())
					? "what is fixed by hand alone takes away more; free some of it"
					: "the regions that are out, and what is fixed by hand, take away more; leave some in";
		return request.roundTo() > 1
				? "widths in multiples of " + request.roundTo() + " allow nothing nearer; round to a smaller number"
				: "single units allow nothing nearer";
	}

	/** Why no more can go. */
	private String reasons(int[] removed) {
		List<String> reasons = new ArrayList<>();
		Scores scores = request.scores();
		count(reasons, request.coupling().groups().stream().filter(ChannelGroup::pinned).count(), "pinned");
		count(reasons, request.coupling().prunable().stream().filter(request::held).count(), "fixed by hand");
		count(reasons, request.coupling().prunable().stream()
				.filter(g -> !request.held(g) && scores.notApplicable(g) != null).count(),
				"without a score under " + scores.criterion().title());
		count(reasons, IntStream.range(0, most.length).filter(g -> most[g] == 0 && !curved(g)).count(),
				"without a sensitivity curve");
		long narrow = 0;
		for (int g = 0; g < removed.length; g++)
			if (removed[g] >= ladder.limits().get(g).most())
				narrow++;
		count(reasons, IntStream.range(0, most.length)
				.filter(g -> most[g] < ladder.limits().get(g).most() && curved(g)).count(),
				"at the end of what was measured");
		if (narrow > 0)
			reasons.add(plural(narrow, "group") + " at " + (narrow == 1 ? "its" : "their") + " minimum width of "
					+ request.minimumWidth()
					+ (request.roundTo() > 1 ? " rounded up to multiples of " + request.roundTo() : ""));
		return reasons.isEmpty() ? "the model has no groups" : String.join(", ", reasons);
	}

	/** Whether the sensitivity of a free group was measured; true where nobody asks for it. */
	private boolean curved(int group) {
		return request.sensitivity() == null || request.sensitivity().of(ladder.groups().get(group).name()) != null;
	}

	private static void count(List<String> reasons, long groups, String state) {
		if (groups > 0)
			reasons.add(plural(groups, "group") + (groups == 1 ? " is " : " are ") + state);
	}

	private static String plural(long count, String noun) {
		return count + " " + noun + (count == 1 ? "" : "s");
	}
}
