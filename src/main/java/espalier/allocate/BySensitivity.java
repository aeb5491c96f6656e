package espalier.allocate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;

/**
 * As much of every group as makes the network worse by no more than one tolerated drop when that group alone is cut, as its
 * measured curve tells; the drop is found by the budget. Li et al. 2017, "Pruning Filters for Efficient ConvNets", section 3.2.
 * Groups without a curve stay whole.
 */
public record BySensitivity() implements Allocator {
	@Override
	public String id() {
		return "sensitivity";
	}

	@Override
	public String title() {
		return "Sensitivity";
	}

	@Override
	public String summary() {
		return "As much of each group as costs the same accuracy when it is cut alone, by its measured curve (Li et al. 2017).";
	}

	@Override
	public boolean needsSensitivity() {
		return true;
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		Ranking ranking = new Ranking();
		List<@Nullable Envelope> envelopes = envelopes(request, ladder);
		for (int g = 0; g < envelopes.size(); g++)
			if (envelopes.get(g) instanceof Envelope envelope)
				ranking.add(g, drops(envelope, ladder.groups().get(g).units()));
		return new Search(request, ladder).along(ranking.order());
	}

	/** The drop at which each number of units has gone. */
	private static double[] drops(Envelope envelope, int units) {
		double[] drops = new double[units];
		for (int k = 1; k <= units; k++)
			drops[k - 1] = envelope.drop((double) k / units);
		return drops;
	}

	/**
	 * By free group; null where it was not measured.
	 *
	 * @throws RefusedException
	 *             when nothing was measured, or of a network with other groups
	 */
	static List<@Nullable Envelope> envelopes(Request request, Search.Ladder ladder) {
		Sensitivity measured = request.sensitivity();
		if (measured == null)
			throw new RefusedException(
					"The sensitivity of the groups is not known yet; measure it first, then allocate by it.");
		List<@Nullable Envelope> envelopes = new ArrayList<>();
		for (ChannelGroup group : ladder.groups()) {
			Sensitivity.Curve curve = measured.of(group.name());
			if (curve != null && curve.units() != group.units())
				throw new RefusedException("The sensitivity was measured of a network whose group `" + group.name()
						+ "` has " + curve.units() + " units instead of " + group.units()
						+ "; measure it anew for this one.");
			envelopes.add(curve == null || curve.points().isEmpty()
					? null
					: Envelope.of(curve, measured.whole(), measured.metric()));
		}
		return envelopes;
	}
}
