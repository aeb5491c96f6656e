package espalier.method;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Budget;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.evaluate.Evaluation;
import espalier.graph.Fingerprint;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.reconstruct.LayerFit;
import espalier.reconstruct.Reconstruction;
import espalier.session.MeasurementCache;
import espalier.session.Workpiece;
import espalier.train.Control;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Progress;
import espalier.train.Recalibration;
import espalier.train.Shaping;
import espalier.train.Trainer;

/**
 * Runs a method on a network, act by act. With a folder, each act that is done is kept there, and training in it after each epoch;
 * a run that was stopped or killed goes on from there and ends with the network it would have had.
 */
public final class MethodRun {
	private final Task task;
	private final Control control;
	private final Listener listener;
	private final Aim aim;
	private final Chooser chooser;
	private final @Nullable RunFolder folder;
	private final List<Stage> stages = new ArrayList<>();

	/**
	 * What is to be done.
	 *
	 * @param inputs
	 *            sizes of the network's inputs
	 * @param budget
	 *            what stays in the end: of channels, MACs or parameters
	 * @param minimumWidth
	 *            units that stay in every group
	 * @param roundTo
	 *            widths are multiples of this where groups allow
	 * @param threads
	 *            that libtorch may use
	 * @param folder
	 *            where the run is kept; null for nowhere
	 * @param cache
	 *            of what is measured on images
	 */
	public record Task(Graph graph, Map<String, Shape> inputs, Splits data, Preprocessing preprocessing,
			MethodRecipe recipe, Budget budget, int minimumWidth, int roundTo, int threads, @Nullable Path folder,
			MeasurementCache cache) {
		/**
		 * @throws RefusedException
		 *             when the budget is of time, which can't be told of networks that change in training, or widths are below 1
		 */
		public Task {
			if (budget instanceof Budget.Latency)
				throw new RefusedException("Methods go by MACs, parameters or channels, not by time;"
						+ " give a share of one of these.");
			if (minimumWidth < 1 || roundTo < 1)
				throw new RefusedException("Widths are at least 1, and rounded to multiples of 1 or more, not "
						+ minimumWidth + " and " + roundTo + ".");
		}

		/** A hash over everything that a run follows from. */
		public String identity() {
			return new Fingerprint().add(recipe.toJson()).add(graph).add(inputs.toString()).add(data.train().hash())
					.add(data.validation().hash()).add(preprocessing.toJson()).add(budget.toString())
					.add(minimumWidth + " " + roundTo).hex();
		}

		/** The same, kept in a folder. */
		public Task in(Path kept) {
			return new Task(graph, inputs, data, preprocessing, recipe, budget, minimumWidth, roundTo, threads, kept,
					cache);
		}
	}

	/** Hears how it goes, on the thread that runs. */
	public interface Listener extends Progress {
		/** Before an act, of so many. */
		default void begun(int number, int of, String title) {}

		/** After each epoch of a training that shapes the network. */
		default void shaped(Shaped now) {}

		/** After an act; also for those that were done in an earlier run. */
		default void done(Stage stage) {}

		/**
		 * Within an act that does not train.
		 *
		 * @param share
		 *            done, 0 to 1
		 */
		default void at(String step, double share) {}

		/** After a layer was fitted to what it made before. */
		default void fitted(LayerFit layer) {}

		/** What a person should know. */
		default void noted(String sentence) {}
	}

	/**
	 * What came of it.
	 *
	 * @param original
	 *            the network before
	 * @param piece
	 *            the network behind the last stage; the original where there is none
	 * @param end
	 *            why it ended
	 */
	public record Result(Workpiece original, Workpiece piece, List<Stage> stages, Outcome.End end) {
		public Result {
			stages = List.copyOf(stages);
		}
	}

	private MethodRun(Task task, Control control, Listener listener) {
		this.task = task;
		this.control = control;
		this.listener = listener;
		aim = Aim.of(task);
		chooser = new Chooser(task, aim, control::ends, listener);
		folder = task.folder == null ? null : RunFolder.open(task.folder, task, aim.whole().macs());
	}

	/**
	 * @throws RefusedException
	 *             when the network can't be trained or a step does not apply to it, or the folder is of another run
	 * @throws espalier.graph.BadInputException
	 *             when the folder can't be read or written
	 */
	public static Result run(Task task, Control control, Listener listener) {
		return new MethodRun(task, control, listener).run();
	}

	private Result run() {
		List<Act> acts = Act.of(task.recipe);
		Workpiece piece = aim.original();
		for (int i = 0; i < acts.size(); i++) {
			Stage known = folder == null ? null : folder.stage(i + 1, piece);
			Act act = acts.get(i);
			listener.begun(i + 1, acts.size(), act.title());
			if (known == null) {
				if (control.cancelled())
					return new Result(aim.original(), piece, stages, Outcome.End.CANCELLED);
				Done done;
				try {
					done = done(act, piece, i + 1);
				} catch (CancellationException e) {
					return new Result(aim.original(), piece, stages, Outcome.End.CANCELLED);
				}
				if (done.early())
					return early(done, piece);
				known = Objects.requireNonNull(done.stage);
				if (folder != null)
					folder.keep(known);
			}
			stages.add(known);
			piece = known.piece();
			listener.done(known);
		}
		String missed = aim.missed(piece);
		if (missed != null)
			listener.noted(missed);
		return new Result(aim.original(), piece, stages, Outcome.End.FINISHED);
	}

	/** With the best that a training had come to. The folder keeps its checkpoint instead, from which it goes on. */
	private Result early(Done done, Workpiece before) {
		if (done.stage == null)
			return new Result(aim.original(), before, stages, done.end);
		stages.add(done.stage);
		listener.done(done.stage);
		return new Result(aim.original(), done.stage.piece(), stages, done.end);
	}

	/** A stage; null where there is none because it ended before anything was worth keeping. */
	private record Done(@Nullable Stage stage, Outcome.End end) {
		boolean early() {
			return stage == null || end == Outcome.End.CANCELLED || end == Outcome.End.DIVERGED;
		}
	}

	private Done done(Act act, Workpiece piece, int number) {
		long start = System.nanoTime();
		return switch (act) {
			case Act.CutTo(Step.Cut step, double gone) ->
				cut(act, number, start, piece, chooser.cuts(piece, step, gone));
			case Act.CutZeros() -> cut(act, number, start, piece, Zeros.of(aim, piece));
			case Act.WithoutBlocks(Step.Blocks step) ->
				cut(act, number, start, chooser.without(piece, step), Cuts.NONE);
			case Act.Reconstruct(Step.Reconstruct step) -> {
				Reconstruction made = chooser.reconstructed(piece, step);
				yield measured(act, number, start, piece.like(made.graph()),
						new Stage.Change.Fitted(piece, made.cuts()));
			}
			case Act.NewStatistics(Step.Recalibrate step) -> {
				Graph graph = Recalibration.of(piece.graph(), task.data.train(), task.preprocessing, step.images(),
						task.recipe.seed(), task.threads, control::ends);
				Workpiece after = piece.like(graph);
				yield measured(act, number, start, after, new Stage.Change.Weights());
			}
			case Act.Rewound(int behind) -> measured(act, number, start,
					Rewinding.of(behind == 0 ? aim.original() : stages.get(behind - 1).piece(),
							stages.subList(behind, stages.size())),
					new Stage.Change.Weights());
			case Act.Training training -> trained(training, number, start, piece);
		};
	}

	private Done cut(Act act, int number, long start, Workpiece planned, Cuts cuts) {
		return measured(act, number, start, planned.without(cuts), new Stage.Change.Cut(planned, cuts));
	}

	private Done measured(Act act, int number, long start, Workpiece after, Stage.Change change) {
		Evaluation found = Evaluation.of(after.graph(), task.data.validation(), task.preprocessing, control::ends);
		return new Done(new Stage(number, act.title(), change, after, found.accuracy().share(), found.images(),
				List.of(), seconds(start)), Outcome.End.FINISHED);
	}

	private Done trained(Act.Training act, int number, long start, Workpiece piece) {
		Trainer.Job job = new Trainer.Job(piece.graph(), task.data, task.preprocessing,
				task.recipe.training(act.epochs(), act.rate()), task.graph,
				folder == null ? null : folder.checkpoint(number), task.threads);
		Shaping shaping = shaping(act.step());
		Outcome outcome = Trainer.run(shaping == null ? job : job.with(shaping), control, listener);
		if (outcome.best() == 0)
			return new Done(null, outcome.end());
		Metrics best = outcome.metrics().get(outcome.best() - 1);
		return new Done(new Stage(number, act.title(), new Stage.Change.Weights(), piece.like(outcome.graph()),
				best.accuracy(), task.data.validation().size(), outcome.metrics(), seconds(start)), outcome.end());
	}

	private @Nullable Shaping shaping(Step step) {
		long seed = task.recipe.seed();
		return switch (step) {
			case Step.Slim slim -> new Slimming(aim, slim, listener::shaped);
			case Step.Soft soft -> new SoftPruning(aim, soft, listener::shaped);
			case Step.Explore explore -> Exploring.of(aim, explore, seed, listener::shaped);
			case Step.Cover cover -> Covering.of(aim, cover, seed, listener::shaped);
			default -> null;
		};
	}

	private static double seconds(long start) {
		return (System.nanoTime() - start) / 1e9;
	}
}
