package espalier.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import espalier.allocate.Allocation;
import espalier.allocate.Allocator;
import espalier.allocate.Allocators;
import espalier.allocate.Budget;
import espalier.allocate.Manual;
import espalier.allocate.Uniform;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.depth.DepthMethod;
import espalier.depth.DepthMethods;
import espalier.depth.DepthScores;
import espalier.depth.Images;
import espalier.depth.LayerPrune;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.sweep.Journal;
import espalier.evaluate.sweep.Sweep;
import espalier.evaluate.sweep.SweepJob;
import espalier.graph.Fingerprint;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.L2;
import espalier.importance.Measurements;
import espalier.importance.Scores;
import espalier.reconstruct.Calibration;
import espalier.reconstruct.Reconstruction;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.session.DepthSurvey;
import espalier.session.Survey;
import espalier.session.Workpiece;

/** Says what of a network goes: scores it, on training images where need be, and goes by the scores to the goal. */
final class Chooser {
	private final MethodRun.Task task;
	private final Aim aim;
	private final BooleanSupplier cancelled;
	private final MethodRun.Listener listener;

	Chooser(MethodRun.Task task, Aim aim, BooleanSupplier cancelled, MethodRun.Listener listener) {
		this.task = task;
		this.aim = aim;
		this.cancelled = cancelled;
		this.listener = listener;
	}

	/** The channels that go when so much of the way to the goal is gone. */
	Cuts cuts(Workpiece piece, Step.Cut step, double gone) {
		Scores scores = Scores.of(piece.coupling(), bound(Criteria.byId(step.criterion()), piece), step.aggregation());
		aim.groups(piece.coupling()).stream().map(scores::notApplicable).filter(s -> s != null)
				.forEach(listener::noted);
		Allocator allocator = Allocators.byId(step.allocator());
		Allocation found = aim.allocate(piece, scores, allocator, aim.after(gone, piece),
				allocator.needsSensitivity() ? curves(piece, scores) : null);
		if (found.shortfall() != null)
			listener.noted(found.shortfall());
		return found.cuts();
	}

	private Criterion bound(Criterion criterion, Workpiece piece) {
		return criterion.needs().images()
				? new Survey(piece, Survey.sample(task.data().train(), Survey.IMAGES), task.preprocessing(),
						task.threads(), task.cache()).measure(criterion.needs(), Measurements.NONE, cancelled,
								(_, _, _) -> {
								})
						.bound(criterion)
				: criterion;
	}

	/** Curves of all groups that may be cut, on training images: those it is measured on at the end decide nothing. */
	private Sensitivity curves(Workpiece piece, Scores scores) {
		Map<ChannelGroup, int[]> orders = new LinkedHashMap<>();
		for (ChannelGroup group : aim.groups(piece.coupling()))
			if (scores.of(group) instanceof double[] of)
				orders.put(group, Manual.ascending(of));
		SweepJob job = new SweepJob(piece.coupling(), new Fingerprint().add(piece.graph()).hex(), scores.id(), orders,
				Sensitivity.Metric.ACCURACY, SweepJob.RATIOS,
				Survey.sample(task.data().train(), SweepJob.IMAGES), task.preprocessing(),
				new SweepJob.Effort(task.threads(), SweepJob.Effort.USUAL.memory(), null));
		return Sweep.run(job, Journal.of(job, task.cache().folder().resolve("sweeps")), new Sweep.Listener() {
			@Override
			public void grown(Sensitivity now, int done, int all) {}

			@Override
			public void noted(String sentence) {
				listener.noted(sentence);
			}
		}, cancelled);
	}

	/** The network without the blocks that matter least, as many of them as come nearest to the goal. */
	Workpiece without(Workpiece piece, Step.Blocks step) {
		Regions regions = Regions.of(piece.graph(), piece.trace());
		List<Region> blocks = regions.blocks();
		DepthMethod method = DepthMethods.byId(step.by()) instanceof LayerPrune
				? new LayerPrune(bound(Criteria.byId(step.criterion()), piece))
				: DepthMethods.byId(step.by());
		Images images = method.needs() == DepthMethod.Needs.NOTHING ? null
				: new Images(Survey.sample(task.data().train(), method.images()), task.preprocessing());
		DepthScores scores = new DepthSurvey(piece, blocks, images, task.cache()).measure(method,
				(_, _, _) -> {
				}, cancelled);
		scores.notApplicable().values().forEach(listener::noted);
		List<Bypass> gone = new ArrayList<>();
		Workpiece best = piece;
		for (String name : scores.lowest(scores.scores().size())) {
			if (!(regions.named(name).leave() instanceof Region.Leave.By(Bypass bypass)))
				continue;
			gone.add(bypass);
			Workpiece less = Workpiece.of(piece.graph(), piece.trace(),
					piece.coupling().choices().and(Choices.bypassing(gone)));
			if (miss(less) < miss(best))
				best = less;
			else
				gone.removeLast();
		}
		if (best == piece)
			throw new RefusedException("No block of the network brings it nearer to " + aim.budget().describe()
					+ "; choose a method that cuts channels.");
		return best;
	}

	/** Chosen and fitted layer by layer, each to the same share of its units. */
	Reconstruction reconstructed(Workpiece piece, Step.Reconstruct step) {
		Reconstruction.Method method = step.choice() == Step.Reconstruct.Choice.THINET
				? Reconstruction.Method.THINET
				: Reconstruction.Method.CHANNEL_PRUNING;
		List<ChannelGroup> able = Reconstruction.choosable(piece.coupling(), method);
		Allocation widths = aim.allocateAmong(able, piece,
				Scores.of(piece.coupling(), new L2(), Aggregation.DEFAULT), new Uniform(), aim.after(1, piece));
		if (widths.shortfall() != null)
			listener.noted(widths.shortfall());
		Map<ChannelGroup, Integer> keep = new LinkedHashMap<>();
		widths.cuts().groups().forEach(group -> keep.put(group, widths.cuts().kept(group)));
		Calibration calibration = new Calibration(Survey.sample(task.data().train(), step.images()),
				task.preprocessing(), step.positions(), task.recipe().seed(), step.shortcuts(), Calibration.MEMORY);
		Reconstruction made = Reconstruction.choose(piece.coupling(), keep, method, calibration, cancelled,
				(what, share) -> listener.at(what, share));
		made.left().forEach(listener::noted);
		made.layers().forEach(listener::fitted);
		return made;
	}

	/** How far its cost is from the goal, as a share of the whole network's. */
	private double miss(Workpiece piece) {
		if (aim.budget() instanceof Budget.Ratio)
			throw new RefusedException("How many blocks go is said by MACs or parameters;"
					+ " give a share of one of these, as in --target-macs 50%.");
		return Math.abs(aim.budget().share(Cuts.NONE, piece.cost(), aim.whole()) - aim.budget().kept());
	}
}
