package espalier.allocate;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The same ratio in every free group, the lowest scores first; groups differ by rounding only. For a cost target the ratio grows
 * step by step; where a step would make several groups narrower at once, the first groups take it before the others, which
 * brings the cost nearer to the target than any single ratio.
 */
public record Uniform() implements Allocator {
	@Override
	public String id() {
		return "uniform";
	}

	@Override
	public String title() {
		return "Uniform";
	}

	@Override
	public String summary() {
		return "The same ratio in every group.";
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		Search search = new Search(request, ladder);
		if (request.budget() instanceof Budget.Ratio(double removed))
			return search.allocation(counts(ladder, removed));
		double[] ratios = ratios(ladder);
		int groups = Math.max(1, ladder.groups().size());
		return search.nearest(rung -> {
			int ratio = rung / groups;
			int[] counts = counts(ladder, ratios[ratio]);
			if (ratio + 1 < ratios.length) {
				int[] next = counts(ladder, ratios[ratio + 1]);
				System.arraycopy(next, 0, counts, 0, Math.min(rung % groups, counts.length));
			}
			return counts;
		}, (ratios.length - 1) * groups);
	}

	private static int[] counts(Search.Ladder ladder, double ratio) {
		return ladder.limits().stream().mapToInt(limit -> Manual.count(ratio, limit)).toArray();
	}

	/** Every ratio at which some group loses one unit more. */
	private static double[] ratios(Search.Ladder ladder) {
		SortedSet<Double> ratios = new TreeSet<>();
		ratios.add(0.0);
		int[] sizes = ladder.limits().stream().mapToInt(Limit::units).distinct().toArray();
		for (int units : sizes)
			for (int k = 1; k <= units; k++)
				ratios.add((double) k / units);
		return ratios.stream().mapToDouble(Double::doubleValue).toArray();
	}
}
