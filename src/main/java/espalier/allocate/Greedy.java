package espalier.allocate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/**
 * Takes again and again the step, from one measured point of a group's curve to a further one, that makes the network least worse
 * for each MAC (or parameter) it saves. Drops of different groups are taken to add up. Cost: one preview for each step that is
 * weighed, about ten times the number of measured points.
 */
public record Greedy() implements Allocator {
	@Override
	public String id() {
		return "greedy";
	}

	@Override
	public String title() {
		return "Greedy";
	}

	@Override
	public String summary() {
		return "Step by step what costs the least accuracy for what it saves, by measured curves.";
	}

	@Override
	public boolean needsSensitivity() {
		return true;
	}

	@Override
	public Allocation allocate(Request request) {
		Search.Ladder ladder = Search.Ladder.of(request);
		List<@Nullable Envelope> envelopes = BySensitivity.envelopes(request, ladder);
		return new Search(request, ladder).along(new Walk(request, ladder, envelopes).order());
	}

	/**
	 * A step of a group to so many removed units.
	 *
	 * @param price
	 *            drop for each unit of cost saved
	 */
	private record Step(int group, int from, int to, double price, double saved) {
		/** The cheapest first; of equal price, of which free steps are the usual case, that which saves more. */
		static final Comparator<Step> CHEAPEST = Comparator.comparingDouble(Step::price)
				.thenComparing(Comparator.comparingDouble(Step::saved).reversed()).thenComparingInt(Step::group);
	}

	/** One walk from nothing cut to as much as was measured. */
	private static final class Walk {
		private final Request request;
		private final Search.Ladder ladder;
		private final List<@Nullable Envelope> envelopes;
		private final UnitCost cost;
		private Cuts cuts;

		Walk(Request request, Search.Ladder ladder, List<@Nullable Envelope> envelopes) {
			this.request = request;
			this.ladder = ladder;
			this.envelopes = envelopes;
			this.cost = new UnitCost(request);
			this.cuts = request.manual();
		}

		/** The group that gives each unit. */
		int[] order() {
			PriorityQueue<Step> steps = new PriorityQueue<>(Step.CHEAPEST);
			for (int g = 0; g < envelopes.size(); g++)
				offer(steps, g, 0);
			List<Integer> order = new ArrayList<>();
			while (steps.poll() instanceof Step step) {
				// what others gave since makes every step save less: only one that is still the cheapest is taken
				Step now = best(step.group(), step.from());
				if (now == null)
					continue;
				if (steps.peek() instanceof Step next && Step.CHEAPEST.compare(now, next) > 0) {
					steps.add(now);
					continue;
				}
				for (int k = now.from(); k < now.to(); k++)
					order.add(now.group());
				cuts = cuts.with(ladder.groups().get(now.group()), lowest(now.group(), now.to()));
				offer(steps, now.group(), now.to());
			}
			return order.stream().mapToInt(Integer::intValue).toArray();
		}

		private void offer(PriorityQueue<Step> steps, int group, int from) {
			if (best(group, from) instanceof Step step)
				steps.add(step);
		}

		/** The cheapest step of a group from here; null where no further point was measured. */
		private @Nullable Step best(int g, int from) {
			Envelope envelope = envelopes.get(g);
			if (envelope == null)
				return null;
			ChannelGroup group = ladder.groups().get(g);
			double before = cost.amount(request.cost().preview(cuts));
			double dropped = envelope.drop((double) from / group.units());
			Step best = null;
			for (double share : envelope.shares()) {
				int to = Math.min(ladder.limits().get(g).most(), (int) Math.round(share * group.units()));
				if (to <= from)
					continue;
				double saved = before - cost.amount(request.cost().preview(cuts.with(group, lowest(g, to))));
				if (saved <= 0)
					continue;
				Step step = new Step(g, from, to, (envelope.drop((double) to / group.units()) - dropped) / saved,
						saved);
				if (best == null || Step.CHEAPEST.compare(step, best) < 0)
					best = step;
			}
			return best;
		}

		private BitSet lowest(int group, int count) {
			return Manual.lowest(ladder.scores(group), count);
		}
	}
}
