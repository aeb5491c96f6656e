package espalier.allocate;

import java.util.Arrays;
import java.util.Locale;

import espalier.coupling.ChannelGroup;
import espalier.graph.RefusedException;

/**
 * One threshold over the scores of all free units: the lowest go first wherever they are, ties by group and index. Liu et al.
 * 2017, "Learning Efficient Convolutional Networks through Network Slimming", for |γ|; the scale makes scores of different
 * layers comparable.
 *
 * @param scale
 *            what becomes of the scores of a group before they are compared
 */
public record Global(Scale scale) implements Allocator {
	/** What makes groups comparable. */
	public enum Scale {
		/** Scores as they are. */
		NONE("Global", "."),
		/** Divided by the mean score of the group. */
		MEAN("Global, by layer mean", ", each divided by its group's mean."),
		/** Divided by the Euclidean norm of the group's scores. */
		L2("Global, by layer norm", ", each divided by the norm of its group's scores."),
		/**
		 * The square of a score as a share of the squares of all that are not lower in its group. Lee et al. 2021, "Layer-adaptive
		 * Sparsity for the Magnitude-based Pruning".
		 */
		LAMP("Global, LAMP", ", each squared and divided by the squares that are not lower in its group (Lee et al. 2021)."),
		/** Divided by what going without the unit saves of the cost that the budget is about. */
		COST("Global, by cost", ", each divided by the cost that the unit's removal saves.");

		private final String title;
		private final String summary;

		Scale(String title, String summary) {
			this.title = title;
			this.summary = summary;
		}
	}

	@Override
	public String id() {
		return scale == Scale.NONE ? "global" : "global-" + scale.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String title() {
		return scale.title;
	}

	@Override
	public String summary() {
		return "One threshold for the scores of all groups" + scale.summary;
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		UnitCost cost = new UnitCost(request);
		Ranking ranking = new Ranking();
		for (int g = 0; g < ladder.groups().size(); g++)
			ranking.add(g, comparable(ladder.scores(g), ladder.groups().get(g), cost));
		return new Search(request, ladder).along(ranking.order());
	}

	/** Scores below zero, as those told by deviations, have no mean or square to go by, and grow where a cost divides them. */
	private double[] comparable(double[] scores, ChannelGroup group, UnitCost cost) {
		if (scale != Scale.NONE && scale != Scale.L2 && Arrays.stream(scores).anyMatch(s -> s < 0))
			throw new RefusedException("Group `" + group.name() + "` has scores below zero, which `" + id()
					+ "` can't compare; normalise by mean, or choose the allocator global or global-l2.");
		return switch (scale) {
			case NONE -> scores;
			case MEAN -> divided(scores, Arrays.stream(scores).average().orElse(1));
			case L2 -> divided(scores, Math.sqrt(Arrays.stream(scores).map(s -> s * s).sum()));
			case LAMP -> lamp(scores);
			case COST -> {
				double[] saved = cost.of(group);
				double[] each = new double[scores.length];
				for (int u = 0; u < each.length; u++)
					each[u] = scores[u] / Math.max(1, saved[u]);
				yield each;
			}
		};
	}

	private static double[] divided(double[] scores, double by) {
		return by == 0 ? scores : Arrays.stream(scores).map(s -> s / by).toArray();
	}

	/** Each square over the sum of itself and those behind it in ascending order, ties by index. */
	static double[] lamp(double[] scores) {
		int[] ascending = Manual.ascending(scores);
		double[] result = new double[scores.length];
		double rest = 0;
		for (int i = ascending.length - 1; i >= 0; i--) {
			double square = scores[ascending[i]] * scores[ascending[i]];
			rest += square;
			result[ascending[i]] = rest == 0 ? 0 : square / rest;
		}
		return result;
	}
}
