package espalier.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.session.History;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Recalibration;
import espalier.train.Recipe;
import espalier.train.Trainer;

/**
 * Fine-tunes the version shown, in the background; what comes of it is a new version. A checkpoint is kept after each epoch, so
 * that the same training started again goes on where a killed or cancelled one stopped.
 */
final class Training {
	private static final int CALIBRATION = 512;

	private final Workbench bench;
	private final ReadOnlyObjectWrapper<@Nullable TrainingRun> run = new ReadOnlyObjectWrapper<>();

	Training(Workbench bench) {
		this.bench = bench;
	}

	/** The training that runs or ran last; null before the first. */
	ReadOnlyObjectProperty<@Nullable TrainingRun> run() {
		return run.getReadOnlyProperty();
	}

	boolean running() {
		TrainingRun now = run.get();
		return now != null && now.end().get() == null;
	}

	/**
	 * Starts, where no other training runs.
	 *
	 * @param preset
	 *            from which the recipe was made
	 * @param distil
	 *            whether to learn from the first version's outputs, too
	 */
	void start(Preset preset, Recipe recipe, boolean distil) {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		if (now == null || version == null || images == null || bench.trains())
			return;
		Recipe used = distil ? recipe.withLoss(new Recipe.Loss(recipe.loss().labelSmoothing(), 0.9, 4)) : recipe;
		TrainingRun started = new TrainingRun(version, used);
		Draft draft = java.util.Objects.requireNonNull(bench.draft().getValue());
		Graph teacher = distil ? now.history().versions().getFirst().piece().graph() : null;
		Trainer.Job job = new Trainer.Job(version.piece().graph(), images.splits(), images.preprocessing(), used,
				teacher, null, Runtime.getRuntime().availableProcessors());
		run.set(started);
		bench.running().start("Fine-tune v" + Methods.number(version), this::cancel, progress -> {
			Path checkpoint = checkpoint(job.identity());
			Outcome outcome = Trainer.run(job.with(checkpoint), started.control(), started.telling(progress));
			if (outcome.best() == 0)
				return new Result(outcome, null);
			progress.at("Finding coupled channels", -1);
			if (outcome.end() == Outcome.End.FINISHED)
				Files.deleteIfExists(checkpoint);
			return new Result(outcome, bench.begun(now, made(now.history(), version, images, used, outcome), draft));
		}, result -> adopt(started, result), e -> {
			started.ended(Outcome.End.CANCELLED);
			bench.report("Cannot fine-tune this version", e);
		});
		bench.log().add("Fine-tune v" + Methods.number(version),
				ActLog.train(now.file().path(), images, preset.id(), used, distil));
	}

	private record Result(Outcome outcome, Workbench.@Nullable Loaded made) {}

	private static Version made(History history, Version parent, Images images, Recipe recipe, Outcome outcome) {
		Metrics best = outcome.metrics().get(outcome.best() - 1);
		String title = "fine-tuned " + Figures.count(outcome.metrics().size(), "epoch") + ", "
				+ Figures.percent(best.accuracy());
		return history.prepare(title, parent, outcome.graph(), new Origin.Trained(recipe,
				images.splits().train().hash(), outcome.metrics(), outcome.best()));
	}

	private Path checkpoint(String job) throws IOException {
		return StoppedRuns.place(bench.settings().folder().resolve("checkpoints"),
				job.substring(0, 32) + ".safetensors");
	}

	private void adopt(TrainingRun ended, Result result) {
		ended.ended(result.outcome().end());
		String how = result.outcome().end().words();
		Workbench.Loaded made = result.made();
		if (made == null) {
			bench.say("Training ended before its first epoch: " + how);
			return;
		}
		bench.adopt(made);
		if (result.outcome().end() == Outcome.End.FINISHED)
			bench.say("Trained: " + made.version().title());
		else
			bench.say("Training ended early (" + how + "); the best weights so far are kept as a version");
	}

	/** Makes a version whose batch norms have the statistics of training images; no weight is moved. */
	void recalibrate() {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		Draft draft = bench.draft().getValue();
		if (now == null || version == null || images == null || draft == null)
			return;
		bench.running().start("Recalibrate v" + Methods.number(version), progress -> {
			progress.at("Taking statistics", -1);
			Thread thread = Thread.currentThread();
			Graph graph = version.piece().graph();
			Graph fresh = Recalibration.of(graph, images.splits().train(), images.preprocessing(), CALIBRATION, 1,
					Runtime.getRuntime().availableProcessors(), thread::isInterrupted);
			if (fresh == graph)
				throw new RefusedException("This network has no batch norms to recalibrate.");
			Version made = now.history().prepare("batch norms recalibrated", version, fresh,
					new Origin.Recalibrated(CALIBRATION, images.splits().train().hash()));
			return bench.begun(now, made, draft);
		}, made -> {
			bench.adopt(made);
			bench.say("Batch norms have the statistics of " + CALIBRATION + " training images now");
			bench.log().add("Recalibrate v" + Methods.number(version),
					ActLog.recalibrate(now.file().path(), images, CALIBRATION));
		}, e -> bench.report("Cannot recalibrate this version", e));
	}

	/** Ends it at the next step; the best weights so far become a version. */
	void cancel() {
		TrainingRun now = run.get();
		if (now != null)
			now.control().cancel();
	}

	/** As people read a time: {@code 3 min 20 s}. */
	static String duration(double seconds) {
		long whole = Math.max(0, Math.round(seconds));
		if (whole < 60)
			return whole + " s";
		if (whole < 3600)
			return whole / 60 + " min " + whole % 60 + " s";
		return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
	}

	/** The recipes offered, by name. */
	static List<Preset> presets() {
		return List.of(new Preset("quick", "Quick", Recipe.quick()),
				new Preset("standard", "Standard", Recipe.standard()),
				new Preset("long", "Long", Recipe.thorough()));
	}

	/** @param id as the command line takes it */
	record Preset(String id, String title, Recipe recipe) {}
}
