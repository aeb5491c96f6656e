package espalier.allocate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.BadInputException;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.region.Region;

/**
 * Spends one budget on depth and width together: takes again and again what makes the network least worse for what it saves, be it
 * a step of one group's sensitivity curve or a whole region, until the budget is met. A region that goes takes with it the groups
 * that lie inside it; the walk then begins anew on what is left, where steps save what they save there. The widths are allocated
 * on the thinned network as {@link Greedy} does. Because a region may save more than is wanted, so that steps before it were not
 * needed, of the regions taken one after the other only as many go as make the sum of all drops least; and because steps taken
 * inside a region make it save less, those left in are tried once more, the cheapest first, and go where that makes the sum less.
 * <p>
 * Exact: the cost in MACs or parameters of the result, and that it meets the budget or how far it misses it. Measured: the drop of
 * each region alone, and of each group alone at the measured ratios; both must be of the same metric. Estimated: that drops add up;
 * drops between measured ratios; what a region saves before it is out ({@link RegionGain}); for a latency budget all times
 * ({@link LatencyEstimate}).
 */
public final class DepthAndWidth {
	/** As written on the command line. */
	public static final String ID = "depth-and-width";

	/**
	 * What goes.
	 *
	 * @param removed
	 *            regions, in the order in which they were taken
	 * @param request
	 *            of the thinned network: its coupling, whose choices hold the regions, its cost and its scores
	 * @param allocation
	 *            cuts on the groups of the thinned network
	 * @param drop
	 *            the sum of all measured drops of what goes, in the metric of the curves
	 * @param notes
	 *            a sentence for each region that would have been taken but could not
	 */
	public record Result(List<Region> removed, Request request, Allocation allocation, double drop,
			List<String> notes) {
		public Result {
			removed = List.copyOf(removed);
			notes = List.copyOf(notes);
		}

		/** The thinned network. */
		public Coupling coupling() {
			return request.coupling();
		}

		/** Those of the whole network and the regions that go. */
		public Choices choices() {
			return coupling().choices();
		}

		/** What is left of what the budget is about, as a share of the whole network's; for latency, an estimate. */
		public double share() {
			return request.share(allocation.cuts());
		}
	}

	private final Request whole;
	private final Map<String, Double> drops;
	private final List<Region> candidates;
	private final List<String> notes = new ArrayList<>();
	private final Set<String> refused = new HashSet<>();

	private final BooleanSupplier cancelled;

	private DepthAndWidth(Request whole, List<Region> regions, Map<String, Double> drops, BooleanSupplier cancelled) {
		this.whole = whole;
		this.cancelled = cancelled;
		this.drops = drops;
		candidates = regions.stream().filter(r -> r.removable() && drops.containsKey(r.name()) && !holds(r)).toList();
	}

	private boolean holds(Region region) {
		for (ChannelGroup group : whole.coupling().prunable())
			if (whole.held(group) && inside(group, region)) {
				notes.add("Region `" + region.name() + "` stays: group `" + group.name()
						+ "` in it is fixed by hand.");
				return true;
			}
		return false;
	}

	/** Whether all layers that make a group are in a region, so that it goes with it. */
	private static boolean inside(ChannelGroup group, Region region) {
		Set<String> nodes = region.nodes().stream().map(Node::name).collect(Collectors.toSet());
		List<String> makers = group.members().stream()
				.filter(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE).map(Member::layer).toList();
		return !makers.isEmpty() && nodes.containsAll(makers);
	}

	/**
	 * Allocates. The same question always gives the same answer. Cost: a walk for each region that is tried, each some ten previews a
	 * measured point, and a coupling.
	 *
	 * @param whole
	 *            of the network with all its regions, with measured curves
	 * @param regions
	 *            of that network that may go, as {@link espalier.region.Regions#blocks()} gives them
	 * @param drops
	 *            by name of the region, how much worse the network gets when it alone goes, in the metric of the curves; a region
	 *            without one stays
	 * @param cancelled
	 *            asked before each region that is tried
	 * @throws RefusedException
	 *             when curves are missing or of another network, the budget is a ratio of channels, or a drop is no number
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Result allocate(Request whole, List<Region> regions, Map<String, Double> drops,
			BooleanSupplier cancelled) {
		if (whole.sensitivity() == null)
			throw new RefusedException(
					"The sensitivity of the groups is not known yet; measure it first, then allocate by it.");
		if (whole.budget() instanceof Budget.Ratio)
			throw new RefusedException("Depth and width share a budget of MACs, parameters or time, not a ratio of"
					+ " channels; give one of those as the target.");
		drops.forEach((region, drop) -> {
			if (!Double.isFinite(drop))
				throw new RefusedException("The drop without region `" + region + "` is " + drop
						+ ", which is no number; measure the regions anew.");
		});
		return new DepthAndWidth(whole, regions, drops, cancelled).run();
	}

	private Result run() {
		Thinned thinned = Thinned.of(whole, List.of());
		Result best = result(thinned);
		while (next(thinned) instanceof Thinned further) {
			thinned = further;
			best = better(best, result(thinned));
		}
		while (improved(best) instanceof Result further)
			best = further;
		return new Result(best.removed(), best.request(), best.allocation(), best.drop(), notes);
	}

	/** Of equal drops the one with more regions out. */
	private static Result better(Result best, Result now) {
		return best.allocation().shortfall() != null
				|| now.allocation().shortfall() == null && now.drop() <= best.drop() ? now : best;
	}

	/** With one more region out and less cut for it, where that makes the sum of drops less; else null. */
	private @Nullable Result improved(Result best) {
		Thinned thinned = new Thinned(best.removed(), best.request());
		if (best.allocation().shortfall() != null)
			return null;
		for (Priced region : priced(thinned, best.request().manual(), _ -> 0))
			if (region.price() * region.saved() < best.drop()
					&& without(thinned, region.region()) instanceof Thinned further
					&& result(further) instanceof Result now && now.allocation().shortfall() == null
					&& now.drop() < best.drop())
				return now;
		return null;
	}

	private Result result(Thinned thinned) {
		Request request = thinned.request();
		Allocation allocation = new Greedy().allocate(request);
		Search.Ladder ladder = Search.Ladder.of(request);
		double drop = thinned.out().stream().mapToDouble(this::drop).sum()
				+ Steps.drop(request, ladder, allocation.cuts(), _ -> true);
		return new Result(thinned.out(), request, allocation, drop, List.of());
	}

	/** With the next region out; null where the budget is met before one is the cheapest, or none is left. */
	private @Nullable Thinned next(Thinned thinned) {
		Request request = thinned.request();
		Search.Ladder ladder = Search.Ladder.of(request);
		Steps steps = new Steps(request, ladder);
		while (request.share(steps.cuts()) > target() * (1 + Budget.TOLERANCE)) {
			Steps.Step step = steps.cheapest();
			for (Priced region : priced(thinned, steps.cuts(),
					r -> Steps.drop(request, ladder, steps.cuts(), g -> inside(g, r)))) {
				if (step != null && region.price() > step.price())
					break;
				if (without(thinned, region.region()) instanceof Thinned further)
					return further;
			}
			if (step == null)
				return null;
			steps.take(step);
		}
		return null;
	}

	/** @param price drop for each unit of cost saved */
	private record Priced(Region region, double price, double saved) {}

	/**
	 * Regions that may still go and save something, the cheapest first; of equal price that which saves more.
	 *
	 * @param spent
	 *            what was dropped on groups inside a region, which need not have been
	 */
	private List<Priced> priced(Thinned thinned, Cuts cuts, ToDoubleFunction<Region> spent) {
		RegionGain gain = new RegionGain(thinned.request(), cuts);
		Set<Region> gone = thinned.out().stream().flatMap(Region::all).collect(Collectors.toSet());
		return candidates.stream()
				.filter(r -> !refused.contains(r.name()) && !gone.contains(r) && r.all().noneMatch(gone::contains))
				.map(r -> new Priced(r, Math.max(0, drop(r) - spent.applyAsDouble(r)) / gain.of(r), gain.of(r)))
				.filter(p -> p.saved() > 0)
				.sorted(Comparator.comparingDouble(Priced::price)
						.thenComparing(Comparator.comparingDouble(Priced::saved).reversed()))
				.toList();
	}

	/** The network without one more region; null where it can't go, which is noted. */
	private @Nullable Thinned without(Thinned thinned, Region region) {
		if (cancelled.getAsBoolean())
			throw new CancellationException();
		List<Region> out = new ArrayList<>(thinned.out());
		out.add(region);
		try {
			Thinned further = Thinned.of(whole, out);
			double left = further.request().share(further.request().manual());
			if (left >= target() * (1 - Budget.TOLERANCE))
				return further;
			notes.add("Region `" + region.name() + "` stays: without it less than the target would be left.");
		} catch (BadInputException | RefusedException e) {
			notes.add("Region `" + region.name() + "` stays: " + e.getMessage());
		}
		refused.add(region.name());
		return null;
	}

	/** A region that the network is better without costs nothing, but earns no credit for others. */
	private double drop(Region region) {
		return Math.max(0, drops.getOrDefault(region.name(), 0.0));
	}

	private double target() {
		return switch (whole.budget()) {
			case Budget.Macs(double kept) -> kept;
			case Budget.Parameters(double kept) -> kept;
			case Budget.Latency(double kept, LatencyEstimate _) -> kept;
			case Budget.Ratio r -> throw new IllegalStateException("a ratio has no cost to spend");
		};
	}
}
