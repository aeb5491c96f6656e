package espalier.method;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.allocate.Allocation;
import espalier.allocate.Allocator;
import espalier.allocate.Budget;
import espalier.allocate.Request;
import espalier.cost.Cost;
import espalier.cost.Si;
import espalier.coupling.Adapter;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Residual;
import espalier.evaluate.Sensitivity;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.importance.Aggregation;
import espalier.importance.Criterion;
import espalier.importance.Scores;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;

import org.jspecify.annotations.Nullable;

/**
 * How much a run takes away, and where it may.
 *
 * @param budget
 *            what stays in the end
 * @param whole
 *            the cost that the budget's shares are of: that of the network before the run
 * @param original
 *            the network before the run, with samplers where its branches read a part of a stream
 * @param residual
 *            what goes of residual streams
 */
record Aim(Budget budget, Cost whole, Workpiece original, MethodRecipe.Residual residual, int minimumWidth,
		int roundTo) {
	/** By how much of the whole a run may miss its goal before that is said. */
	private static final double NEAR = 0.01;

	/** Of a run: what is to stay of a network. Samplers pass everything on at first. */
	static Aim of(MethodRun.Task task) {
		Workpiece whole = Workpiece.of(task.graph(), task.inputs());
		Workpiece original = task.recipe().residual() != MethodRecipe.Residual.SAMPLER ? whole
				: Workpiece.of(whole.graph(), whole.trace(),
						Choices.adapting(Residual.streams(whole.coupling()).keySet().stream()
								.flatMap(g -> Residual.adapters(whole.coupling(), g, Adapter.Kind.SAMPLER).stream())
								.toList()));
		return new Aim(task.budget(), whole.cost().original(), original, task.recipe().residual(), task.minimumWidth(),
				task.roundTo());
	}

	/** A graph with what follows from it. */
	Workpiece piece(Graph graph) {
		return original.like(graph);
	}

	/** Groups that may lose units: none that are only another way to cut the same weights. */
	List<ChannelGroup> groups(Coupling coupling) {
		Set<ChannelGroup> held = held(coupling);
		return coupling.prunable().stream().filter(g -> !g.alternative() && !held.contains(g)).toList();
	}

	private Set<ChannelGroup> held(Coupling coupling) {
		return residual == MethodRecipe.Residual.SYNCHRONOUS ? Set.of() : Residual.streams(coupling).keySet();
	}

	/** How many units the groups have that may be cut. */
	private double units(Workpiece piece) {
		return groups(piece.coupling()).stream().mapToInt(ChannelGroup::units).sum();
	}

	/**
	 * The goal of a network on the way when so much of what is to go is gone.
	 *
	 * @param gone
	 *            0 to 1
	 */
	Budget after(double gone, Workpiece piece) {
		return switch (budget) {
			case Budget.Ratio(double removed) -> new Budget.Ratio(Math.clamp(
					1 - (1 - removed * gone) * units(original) / Math.max(1, units(piece)), 0, Math.nextDown(1.0)));
			case Budget.Macs(double kept) -> new Budget.Macs(1 - (1 - kept) * gone);
			case Budget.Parameters(double kept) -> new Budget.Parameters(1 - (1 - kept) * gone);
			case Budget.Latency(double kept, var estimate) -> new Budget.Latency(1 - (1 - kept) * gone, estimate);
		};
	}

	/** Says by how much a network misses the goal; null where it meets it as nearly as one may ask. */
	@Nullable
	String missed(Workpiece piece) {
		double left = budget instanceof Budget.Ratio ? units(piece) / Math.max(1, units(original))
				: budget.share(Cuts.NONE, piece.cost(), whole);
		return Math.abs(left - budget.kept()) <= NEAR ? null
				: "The goal was " + budget.describe() + ", and " + Si.percent(left)
						+ (budget instanceof Budget.Ratio ? " of channels are left" : " is left")
						+ ": what else may go in whole channels or blocks comes no nearer, or the method can't judge it.";
	}

	/** Cuts by scores. */
	Allocation allocate(Workpiece piece, Scores scores, Allocator allocator, Budget to,
			@Nullable Sensitivity curves) {
		return allocate(piece, scores, allocator, to, curves, held(piece.coupling()));
	}

	/** Cuts some of the groups that may be cut by scores. */
	Allocation allocateAmong(List<ChannelGroup> some, Workpiece piece, Scores scores, Allocator allocator, Budget to) {
		Set<ChannelGroup> fixed = new HashSet<>(held(piece.coupling()));
		piece.coupling().prunable().stream().filter(g -> !some.contains(g)).forEach(fixed::add);
		return allocate(piece, scores, allocator, to, null, fixed);
	}

	private Allocation allocate(Workpiece piece, Scores scores, Allocator allocator, Budget to,
			@Nullable Sensitivity curves, Set<ChannelGroup> fixed) {
		return allocator.allocate(new Request(piece.coupling(), piece.cost(), scores, to, Cuts.NONE, fixed,
				minimumWidth, roundTo, curves, whole));
	}

	/** Scores by a criterion of a group's filters alone, as most papers have it. */
	static Scores filters(Workpiece piece, Criterion criterion) {
		return Scores.of(piece.coupling(), criterion, FILTERS);
	}

	static final Aggregation FILTERS = new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.MEAN,
			Aggregation.MemberChoice.OUTPUTS);
}
