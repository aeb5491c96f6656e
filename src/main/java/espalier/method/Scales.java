package espalier.method;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import espalier.allocate.Budget;
import espalier.allocate.Limit;
import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.RefusedException;
import espalier.importance.Scores;
import espalier.session.Workpiece;

/**
 * One threshold over the absolute batch-norm scales of all layers says how many channels of each layer go. The threshold is the one
 * whose cost comes nearest to the goal.
 */
record Scales(Aim aim) {
	private static final int COARSE = 64;

	/**
	 * How many units of each group go.
	 *
	 * @param sparing
	 *            whether a group of which all would go is left whole (REPrune), or keeps its minimum width
	 * @throws RefusedException
	 *             when no group has scales
	 */
	Map<ChannelGroup, Integer> removed(Workpiece piece, boolean sparing) {
		Scores gammas = Shaped.gammas(piece);
		List<ChannelGroup> groups = aim.groups(piece.coupling()).stream().filter(g -> gammas.of(g) != null).toList();
		if (groups.isEmpty())
			throw new RefusedException("No channel that may be cut is followed by a batch normalisation, whose scale"
					+ " says how wide layers become; choose a method that goes by weights, such as l1 or fpgm.");
		double[] all = groups.stream().flatMapToDouble(g -> Arrays.stream(gammas.of(g))).sorted().toArray();
		int best = 0;
		double nearest = Double.POSITIVE_INFINITY;
		// where groups are spared, less may go at a higher threshold: so all are tried, coarsely first
		for (int step = Math.max(1, all.length / COARSE), from = 0, to = all.length;;) {
			for (int k = from; k <= to; k += step) {
				double miss = Math
						.abs(share(piece, counts(groups, gammas, all, k, sparing), gammas) - aim.budget().kept());
				if (miss < nearest) {
					nearest = miss;
					best = k;
				}
			}
			if (step == 1)
				return counts(groups, gammas, all, best, sparing);
			from = Math.max(0, best - step);
			to = Math.min(all.length, best + step);
			step = Math.max(1, step / 8);
		}
	}

	/** What goes of each group when the k lowest scales of all go. */
	private Map<ChannelGroup, Integer> counts(List<ChannelGroup> groups, Scores gammas, double[] all, int k,
			boolean sparing) {
		double threshold = k == 0 ? Double.NEGATIVE_INFINITY : all[k - 1];
		Map<ChannelGroup, Integer> counts = new LinkedHashMap<>();
		for (ChannelGroup group : groups) {
			int below = (int) Arrays.stream(gammas.of(group)).filter(g -> g <= threshold).count();
			counts.put(group, sparing && below == group.units() ? 0
					: Limit.of(group, aim.minimumWidth(), aim.roundTo()).fit(below));
		}
		return counts;
	}

	private double share(Workpiece piece, Map<ChannelGroup, Integer> counts, Scores gammas) {
		Map<ChannelGroup, BitSet> cuts = new LinkedHashMap<>();
		counts.forEach((group, count) -> cuts.put(group,
				Manual.lowest(Objects.requireNonNull(gammas.of(group)), count)));
		Cuts all = Cuts.of(cuts);
		return switch (aim.budget()) {
			case Budget.Ratio r -> 1 - (double) counts.values().stream().mapToInt(c -> c).sum()
					/ counts.keySet().stream().mapToInt(ChannelGroup::units).sum();
			default -> aim.budget().share(all, piece.cost(), aim.whole());
		};
	}
}
