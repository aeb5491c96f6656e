package espalier.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.method.MethodRun;
import espalier.method.Stage;
import espalier.session.Version;
import espalier.train.Outcome;

/**
 * Runs pruning methods on the version shown, in the background; each act that is done becomes a version at the end. A run is kept
 * in a folder until it is finished, so that the same one started again goes on where a killed or stopped one was.
 */
final class MethodWork {
	private final Workbench bench;
	private final ReadOnlyObjectWrapper<@Nullable MethodCourse> course = new ReadOnlyObjectWrapper<>();
	private final ObservableList<Ran> ran = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Ran> ranShown = FXCollections.unmodifiableObservableList(ran);

	/**
	 * A run that ended with versions.
	 *
	 * @param version
	 *            the last that it made
	 * @param before
	 *            multiply-accumulates of the version it started from
	 * @param end
	 *            why it ended, where that was early; or else empty
	 */
	record Ran(String method, String goal, Version version, long before, long macs, double accuracy, int epochs,
			double seconds, String end) {}

	private final ReadOnlyObjectWrapper<@Nullable Cuts> off = new ReadOnlyObjectWrapper<>();
	private final BooleanProperty inGraph = new SimpleBooleanProperty(true);
	private MethodWidths.Off last = MethodWidths.Off.NONE;
	private @Nullable PlanEdit on;

	MethodWork(Workbench bench) {
		this.bench = bench;
		bench.opened().addListener(o -> {
			cancel();
			ran.clear();
			if (!running())
				course.set(null);
		});
		course.addListener((o, was, is) -> {
			if (is != null) {
				is.sight().addListener(s -> haunt());
				is.end().addListener(s -> haunt());
			}
			haunt();
		});
		bench.edit().addListener(o -> haunt());
		inGraph.addListener(o -> haunt());
	}

	/** Channels of the version shown that are off in the run that started from it; null where there are none. */
	ReadOnlyObjectProperty<@Nullable Cuts> off() {
		return off.getReadOnlyProperty();
	}

	/** Whether they are to be seen in the graph. */
	BooleanProperty inGraph() {
		return inGraph;
	}

	private void haunt() {
		MethodCourse now = course.get();
		PlanEdit edit = bench.edit().get();
		Version shown = bench.version().get();
		boolean seen = now != null && running() && inGraph.get() && edit != null && shown != null
				&& shown.piece() == now.version().piece();
		if (now == null || edit == null || !seen) {
			last = MethodWidths.Off.NONE;
			off.set(null);
		} else if (now.sight().get().off() != last || edit != on) {
			last = now.sight().get().off();
			on = edit;
			Cuts cuts = last.cuts(edit.piece().coupling());
			off.set(cuts.isEmpty() ? null : cuts);
		}
	}

	/** The run that goes on or ended last; null before the first. */
	ReadOnlyObjectProperty<@Nullable MethodCourse> course() {
		return course.getReadOnlyProperty();
	}

	/** Runs of this sitting that made versions. */
	ObservableList<Ran> ran() {
		return ranShown;
	}

	boolean running() {
		MethodCourse now = course.get();
		return now != null && now.end().get() == null;
	}

	/**
	 * Starts, where nothing else is trained.
	 *
	 * @param oneEpoch
	 *            whether to pause behind the first epoch
	 */
	void start(MethodOrder order, boolean oneEpoch) {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		Draft draft = bench.draft().getValue();
		if (now == null || version == null || images == null || draft == null || bench.trains())
			return;
		MethodCourse begun = new MethodCourse(version, order, images.splits().train().size());
		if (oneEpoch)
			begun.step();
		course.set(begun);
		Path model = version.parent() == null ? now.file().path() : bench.exporting().file(version, "onnx");
		bench.running().start("Run " + order.recipe().title(), this::cancel,
				progress -> done(begun, now, images, draft, progress), result -> adopt(begun, now, result), e -> {
					begun.ended("failed");
					if (!(e instanceof CancellationException))
						bench.report("Cannot run " + order.recipe().title(), e);
				});
		bench.log().add("Run " + order.recipe().title() + " on v" + Methods.number(version),
				ActLog.method(model, images, order));
	}

	/**
	 * What became of a run.
	 *
	 * @param made
	 *            versions, each from the one before
	 * @param end
	 *            in words
	 */
	private record Result(List<Workbench.Loaded> made, List<Stage> stages, Outcome.@Nullable End end,
			@Nullable RuntimeException failure) {}

	private Result done(MethodCourse of, Opened on, Images images, Draft draft, Running.Progress progress)
			throws IOException {
		MethodOrder order = of.order();
		MethodRun.Task task = new MethodRun.Task(of.version().piece().graph(), of.version().piece().trace().inputs(),
				images.splits(), images.preprocessing(), order.recipe(), order.target().budget(),
				order.minimumWidth(), order.roundTo(), Runtime.getRuntime().availableProcessors(), null,
				bench.settings().measurements());
		Path folder = StoppedRuns.place(bench.settings().folder().resolve("runs"), task.identity().substring(0, 32));
		Outcome.End end = null;
		RuntimeException failure = null;
		try {
			end = MethodRun.run(task.in(folder), of.control(), of.telling(progress)).end();
		} catch (RuntimeException e) {
			failure = e;
		}
		progress.at("Making versions", -1);
		List<Stage> stages = of.stages();
		List<Version> line = MethodVersions.of(on.history(), of.version(), order.recipe(), images,
				stages);
		List<Workbench.Loaded> made = new ArrayList<>();
		for (Version version : line)
			made.add(bench.begun(on, version, draft));
		if (end == Outcome.End.FINISHED)
			StoppedRuns.delete(folder);
		return new Result(made, stages, end, failure);
	}

	private void adopt(MethodCourse of, Opened on, Result result) {
		String title = of.order().recipe().title();
		String how = result.end() == null ? "failed" : result.end().words();
		boolean early = result.end() != Outcome.End.FINISHED;
		of.ended(how);
		if (bench.opened().get() != on) {
			course.set(null);
			return;
		}
		if (result.failure() != null)
			bench.report("Cannot run " + title, result.failure());
		if (result.made().isEmpty()) {
			if (result.failure() == null)
				bench.say(title + (early
						? " was stopped (" + how + ") before its first part was done; started again, it goes on"
						: " left the network as it was"));
			return;
		}
		Version last = bench.adopt(result.made());
		Stage end = result.stages().getLast();
		ran.add(new Ran(title, of.order().target().label(), last, of.version().piece().cost().original().macs(),
				last.piece().cost().original().macs(), end.accuracy(),
				result.stages().stream().mapToInt(s -> s.metrics().size()).sum(),
				result.stages().stream().mapToDouble(Stage::seconds).sum(), early ? how : ""));
		String versions = "version" + (result.made().size() == 1 ? " "
				: "s " + (Methods.number(last)
						- result.made().size() + 1) + " to ")
				+ Methods.number(last);
		bench.say(early
				? title + " ended early (" + how + "); what was done is kept as " + versions
				: title + " is done: " + versions + ", " + Figures.percent(end.accuracy()) + " of "
						+ Figures.count(end.images(), "image") + " right");
	}

	/** Ends it at the next step; acts that are done become versions. */
	void cancel() {
		MethodCourse now = course.get();
		if (now != null)
			now.control().cancel();
	}
}
