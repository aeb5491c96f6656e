package espalier.allocate;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/** A walk from nothing cut to as much as was measured, always by the step that is cheapest for what it saves. */
final class Steps {
	/**
	 * A step of a group to so many removed units.
	 *
	 * @param group
	 *            by its position among the free ones
	 * @param price
	 *            drop for each unit of cost saved
	 */
	record Step(int group, int from, int to, double price, double saved) {
		/** The cheapest first; of equal price, of which free steps are the usual case, that which saves more. */
		static final Comparator<Step> CHEAPEST = Comparator.comparingDouble(Step::price)
				.thenComparing(Comparator.comparingDouble(Step::saved).reversed()).thenComparingInt(Step::group);
	}

	private final Search.Ladder ladder;
	private final List<@Nullable Envelope> envelopes;
	private final UnitCost cost;
	private final PriorityQueue<Step> steps = new PriorityQueue<>(Step.CHEAPEST);
	private Cuts cuts;
	private double amount;

	/**
	 * @throws espalier.graph.RefusedException
	 *             when nothing was measured, or of a network with other groups
	 */
	Steps(Request request, Search.Ladder ladder) {
		this.ladder = ladder;
		envelopes = BySensitivity.envelopes(request, ladder);
		cost = new UnitCost(request);
		cuts = request.manual();
		amount = cost.amount(cuts);
		for (int g = 0; g < envelopes.size(); g++)
			offer(g, 0);
	}

	/** What is cut so far. */
	Cuts cuts() {
		return cuts;
	}

	/**
	 * The drop of cuts by the curves, of those groups that are wanted.
	 *
	 * @throws espalier.graph.RefusedException
	 *             as when steps are made
	 */
	static double drop(Request request, Search.Ladder ladder, Cuts cuts, Predicate<ChannelGroup> wanted) {
		List<@Nullable Envelope> envelopes = BySensitivity.envelopes(request, ladder);
		double drop = 0;
		for (int g = 0; g < envelopes.size(); g++) {
			ChannelGroup group = ladder.groups().get(g);
			if (envelopes.get(g) instanceof Envelope envelope && wanted.test(group))
				drop += envelope.drop((double) cuts.count(group) / group.units());
		}
		return drop;
	}

	/** The step to be taken next; null where no further point was measured. */
	@Nullable
	Step cheapest() {
		while (steps.poll() instanceof Step step) {
			// what others gave since makes every step save less: only one that is still the cheapest is taken
			Step now = best(step.group(), step.from());
			if (now == null)
				continue;
			steps.add(now);
			if (now.equals(step) || steps.peek() == now)
				return now;
		}
		return null;
	}

	/** Takes the step that is next. */
	void take(Step step) {
		steps.remove(step);
		cuts = cuts.with(ladder.groups().get(step.group()), lowest(step.group(), step.to()));
		amount = cost.amount(cuts);
		offer(step.group(), step.to());
	}

	private void offer(int group, int from) {
		if (best(group, from) instanceof Step step)
			steps.add(step);
	}

	/** The cheapest step of a group from here; null where no further point was measured. */
	private @Nullable Step best(int g, int from) {
		Envelope envelope = envelopes.get(g);
		if (envelope == null)
			return null;
		ChannelGroup group = ladder.groups().get(g);
		double dropped = envelope.drop((double) from / group.units());
		Step best = null;
		for (double share : envelope.shares()) {
			int to = Math.min(ladder.limits().get(g).most(), (int) Math.round(share * group.units()));
			if (to <= from)
				continue;
			double saved = amount - cost.amount(cuts.with(group, lowest(g, to)));
			if (saved <= 0)
				continue;
			Step step = new Step(g, from, to, (envelope.drop((double) to / group.units()) - dropped) / saved, saved);
			if (best == null || Step.CHEAPEST.compare(step, best) < 0)
				best = step;
		}
		return best;
	}

	private BitSet lowest(int group, int count) {
		return Manual.lowest(ladder.scores(group), count);
	}
}
