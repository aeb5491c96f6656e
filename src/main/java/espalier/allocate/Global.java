package espalier.allocate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One threshold over the scores of all free units: the lowest go first wherever they are, ties by group and index. Liu et al.
 * 2017, "Learning Efficient Convolutional Networks through Network Slimming", for |γ|; the scale makes scores of different
 * layers comparable.
 *
 * @param scale
 *            what the scores of a group are divided by before they are compared
 */
public record Global(Scale scale) implements Allocator {
	/** What makes groups comparable. */
	public enum Scale {
		/** Scores as they are. */
		NONE,
		/** The mean score of the group. */
		MEAN,
		/** The Euclidean norm of the group's scores. */
		L2;

		private double of(double[] scores) {
			return switch (this) {
				case NONE -> 1;
				case MEAN -> Arrays.stream(scores).average().orElse(1);
				case L2 -> Math.sqrt(Arrays.stream(scores).map(s -> s * s).sum());
			};
		}
	}

	/** A unit of the free group at a position, with its comparable score. */
	private record Ranked(double score, int group, int unit) {}

	@Override
	public String id() {
		return scale == Scale.NONE ? "global" : "global-" + scale.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String title() {
		return switch (scale) {
			case NONE -> "Global";
			case MEAN -> "Global, by layer mean";
			case L2 -> "Global, by layer norm";
		};
	}

	@Override
	public String summary() {
		return "One threshold for the scores of all groups" + switch (scale) {
			case NONE -> ".";
			case MEAN -> ", each divided by its group's mean.";
			case L2 -> ", each divided by the norm of its group's scores.";
		};
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		Search search = new Search(request, ladder);
		int[] order = groupsInOrder(ladder);
		if (request.budget() instanceof Budget.Ratio(double removed))
			return search.removing(Search.wanted(removed, order.length), rung -> counts(ladder, order, rung),
					order.length);
		return search.nearest(rung -> counts(ladder, order, rung), order.length);
	}

	/** The group of each unit, from the lowest score to the highest. */
	private int[] groupsInOrder(Search.Ladder ladder) {
		return IntStream.range(0, ladder.groups().size()).boxed().flatMap(g -> {
			double[] scores = ladder.scores(g);
			double by = scale.of(scores);
			return IntStream.range(0, scores.length)
					.mapToObj(u -> new Ranked(by == 0 ? scores[u] : scores[u] / by, g, u));
		}).sorted((a, b) -> {
			int byScore = a.score == b.score ? 0 : Double.compare(a.score, b.score);
			int byGroup = byScore != 0 ? byScore : Integer.compare(a.group, b.group);
			return byGroup != 0 ? byGroup : Integer.compare(a.unit, b.unit);
		}).mapToInt(Ranked::group).toArray();
	}

	/** How many units of each group are among the first of the order. */
	private static int[] counts(Search.Ladder ladder, int[] order, int first) {
		int[] counts = new int[ladder.groups().size()];
		for (int i = 0; i < first; i++)
			counts[order[i]]++;
		for (int g = 0; g < counts.length; g++)
			counts[g] = ladder.limits().get(g).fit(counts[g]);
		return counts;
	}
}
