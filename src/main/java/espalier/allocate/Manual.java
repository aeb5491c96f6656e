package espalier.allocate;

import java.util.BitSet;
import java.util.stream.IntStream;

import espalier.coupling.ChannelGroup;
import espalier.graph.RefusedException;
import espalier.importance.Scores;

/** What a person takes away by hand. */
public final class Manual {
	private Manual() {}

	/** All units from the least to the most important, ties by index. */
	public static int[] ascending(double[] scores) {
		return IntStream.range(0, scores.length).boxed()
				.sorted((a, b) -> scores[a] != scores[b] ? Double.compare(scores[a], scores[b]) : Integer.compare(a, b))
				.mapToInt(Integer::intValue).toArray();
	}

	/** The units that go when so many of the lowest scores go, ties by index. */
	public static BitSet lowest(double[] scores, int remove) {
		BitSet units = new BitSet();
		int[] order = ascending(scores);
		for (int i = 0; i < Math.min(remove, order.length); i++)
			units.set(order[i]);
		return units;
	}

	/** The units below a threshold, as far as the limit lets them go, the lowest first. */
	public static BitSet below(double[] scores, double threshold, Limit limit) {
		int count = 0;
		for (double score : scores)
			if (score < threshold)
				count++;
		return lowest(scores, limit.fit(count));
	}

	/** How many units a ratio takes away: the whole part of ratio times units, as far as the limit lets them go. */
	public static int count(double ratio, Limit limit) {
		return limit.fit(Search.wanted(ratio, limit.units()));
	}

	/**
	 * The units of a group that a ratio from 0 to 1 takes away.
	 *
	 * @throws RefusedException
	 *             when the group has no scores to choose by, or is pinned
	 */
	public static BitSet ratio(ChannelGroup group, Scores scores, double ratio, Limit limit) {
		if (!(ratio >= 0 && ratio <= 1))
			throw new RefusedException(
					"The ratio of group `" + group.name() + "` is a share from 0 to 1, not " + ratio + ".");
		double[] of = scores.of(group);
		if (of == null)
			throw new RefusedException(String.valueOf(scores.notApplicable(group)));
		return lowest(of, count(ratio, limit));
	}
}
