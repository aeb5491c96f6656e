package espalier.allocate;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.cost.Cost;
import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;
import espalier.importance.Scores;

/**
 * What an allocator is asked for.
 *
 * @param manual
 *            cuts made by hand; their groups stay exactly so
 * @param fixed
 *            more groups to leave alone, as they are in {@code manual} or whole
 * @param minimumWidth
 *            units that stay in every group, at least 1
 * @param roundTo
 *            kept widths are multiples of this where the group allows, at least 1
 * @param sensitivity
 *            measured curves of the groups, for allocators that go by them; null where nothing was measured
 * @param whole
 *            what the shares of the budget are of: the network's cost before regions were taken out of it
 */
public record Request(Coupling coupling, CostModel cost, Scores scores, Budget budget, Cuts manual,
		Set<ChannelGroup> fixed, int minimumWidth, int roundTo, @Nullable Sensitivity sensitivity,
		Cost whole) {
	public Request {
		fixed = Set.copyOf(fixed);
		if (minimumWidth < 1)
			throw new RefusedException("The minimum width is at least 1, not " + minimumWidth + ".");
		if (roundTo < 1)
			throw new RefusedException("Widths can be rounded to multiples of 1 or more, not of " + roundTo + ".");
	}

	/** Of a network from which no region was taken. */
	public Request(Coupling coupling, CostModel cost, Scores scores, Budget budget, Cuts manual,
			Set<ChannelGroup> fixed, int minimumWidth, int roundTo, @Nullable Sensitivity sensitivity) {
		this(coupling, cost, scores, budget, manual, fixed, minimumWidth, roundTo, sensitivity, cost.original());
	}

	/** Without measured curves. */
	public Request(Coupling coupling, CostModel cost, Scores scores, Budget budget, Cuts manual,
			Set<ChannelGroup> fixed, int minimumWidth, int roundTo) {
		this(coupling, cost, scores, budget, manual, fixed, minimumWidth, roundTo, null);
	}

	/** Nothing done by hand, minimum width 1, no rounding. */
	public static Request of(Coupling coupling, CostModel cost, Scores scores, Budget budget) {
		return new Request(coupling, cost, scores, budget, Cuts.NONE, Set.of(), 1, 1);
	}

	/**
	 * Groups the allocator may cut: not pinned, not fixed, with scores, in network order. Where weights can be cut in several
	 * ways, the first of them; the others are for people.
	 */
	public List<ChannelGroup> free() {
		return coupling.prunable().stream().filter(g -> !g.alternative() && !held(g) && scores.notApplicable(g) == null)
				.toList();
	}

	/** The same with measured curves. */
	public Request with(@Nullable Sensitivity curves) {
		return new Request(coupling, cost, scores, budget, manual, fixed, minimumWidth, roundTo, curves, whole);
	}

	/** The same with the shares of the budget taken of another cost: that of the network before regions went. */
	public Request outOf(Cost before) {
		return new Request(coupling, cost, scores, budget, manual, fixed, minimumWidth, roundTo, sensitivity, before);
	}

	/** What of the network the budget is about is left after cuts, as a share of what there was. */
	public double share(Cuts cuts) {
		return budget.share(cuts, cost, whole);
	}

	/** Whether a person fixed this group. */
	public boolean held(ChannelGroup group) {
		return fixed.contains(group) || manual.count(group) > 0;
	}

	/** How many units of a group may go. */
	public Limit limit(ChannelGroup group) {
		return Limit.of(group, minimumWidth, roundTo);
	}
}
