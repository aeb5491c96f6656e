package espalier.app;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.plan.Surgeon;
import espalier.runtime.Runner;
import espalier.session.Workpiece;
import espalier.train.Recalibration;

/**
 * Live accuracy: what the version shown gets right on a sample, and what it would after the plan. Once a plan rests, the cut
 * network is made and run on a thread of its own; a newer plan ends the older one's run. Used on the JavaFX thread.
 */
final class Measuring implements AutoCloseable {
	/** Training images that batch norms are recalibrated on. */
	static final int CALIBRATION = 256;
	private static final Duration REST = Duration.millis(150);

	private final ReadOnlyObjectWrapper<@Nullable Estimate> current = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyObjectWrapper<@Nullable Estimate> planned = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyStringWrapper obstacle = new ReadOnlyStringWrapper("");
	private final BooleanProperty recalibrate = new SimpleBooleanProperty();
	private final PauseTransition rest = new PauseTransition(REST);
	private final ExecutorService worker = Executors
			.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("espalier-accuracy").factory());
	private final BiConsumer<Workpiece, Evaluation> found;
	private final Map<Workpiece, Evaluation> known = new IdentityHashMap<>();
	private @Nullable Question asked;
	private @Nullable Images images;
	private @Nullable Thinned shown;
	private Cuts cuts = Cuts.NONE;

	/** One run; ended when another takes its place. */
	private static final class Question {
		private volatile boolean dropped;
	}

	/** @param found hears what a version gets right on the whole sample */
	Measuring(BiConsumer<Workpiece, Evaluation> found) {
		this.found = found;
		rest.setOnFinished(e -> ask());
		recalibrate.addListener(o -> replan(cuts));
	}

	/** The version shown, as it is. Null without data, or before the first figure. */
	ReadOnlyObjectProperty<@Nullable Estimate> current() {
		return current.getReadOnlyProperty();
	}

	/** After the plan; null where nothing is planned. */
	ReadOnlyObjectProperty<@Nullable Estimate> planned() {
		return planned.getReadOnlyProperty();
	}

	/** Why there is no accuracy, in a sentence; empty where there is one, or will be. */
	ReadOnlyStringProperty obstacle() {
		return obstacle.getReadOnlyProperty();
	}

	/** Whether batch norms take statistics of calibration images before a plan is measured. */
	BooleanProperty recalibrate() {
		return recalibrate;
	}

	/** Measures on these images from now on; null for none. */
	void on(@Nullable Images other) {
		if (images == null || other == null || images.sample() != other.sample()
				|| !images.preprocessing().equals(other.preprocessing()))
			known.clear();
		images = other;
		show(shown, cuts);
	}

	/** Another version is shown, with its plan. */
	void show(@Nullable Thinned other, Cuts planOnIt) {
		drop();
		Thinned last = shown;
		Estimate earlier = planned.get();
		shown = other;
		cuts = planOnIt;
		obstacle.set("");
		Evaluation before = other == null ? null : known.get(other.base());
		current.set(before == null ? null : new Estimate(before, true));
		boolean same = last != null && other != null && last.base() == other.base();
		planned.set(same && earlier != null && planned(planOnIt) ? earlier.stale() : null);
		if (same && images != null)
			rest.playFromStart();
		else if (other != null && images != null)
			ask();
	}

	/** The plan changed: it is measured once it has rested. */
	void plan(Cuts other) {
		if (!other.equals(cuts))
			replan(other);
	}

	private void replan(Cuts other) {
		cuts = other;
		Estimate last = planned.get();
		if (!planned(other))
			planned.set(null);
		else if (last != null)
			planned.set(last.stale());
		if (images == null || shown == null)
			return;
		drop();
		rest.playFromStart();
	}

	private boolean planned(Cuts plan) {
		return !plan.isEmpty() || shown != null && !shown.isWhole();
	}

	private void drop() {
		rest.stop();
		if (asked != null)
			asked.dropped = true;
	}

	private void ask() {
		Thinned of = shown;
		Images with = images;
		if (of == null || with == null)
			return;
		Workpiece on = of.base();
		Question question = new Question();
		asked = question;
		Cuts plan = cuts;
		boolean goes = planned(plan);
		boolean fresh = recalibrate.get();
		boolean measured = known.containsKey(on);
		worker.execute(() -> {
			try {
				if (!measured)
					run(question, on.graph(), with, current, e -> {
						known.put(on, e);
						found.accept(on, e);
					});
				if (goes)
					run(question, pruned(of.piece(), plan, with, fresh, question), with, planned, e -> {
					});
			} catch (CancellationException e) {
				// a newer question has taken this one's place
			} catch (RuntimeException | OutOfMemoryError e) {
				Platform.runLater(() -> refuse(question, e));
			}
		});
	}

	private static Graph pruned(Workpiece piece, Cuts plan, Images images, boolean recalibrated, Question question) {
		if (question.dropped)
			throw new CancellationException();
		Graph cut = Surgeon.apply(piece.coupling(), plan);
		return recalibrated
				? Recalibration.of(cut, images.splits().train(), images.preprocessing(), CALIBRATION, 1,
						Runtime.getRuntime().availableProcessors(), () -> question.dropped)
				: cut;
	}

	private static void run(Question question, Graph graph, Images images,
			ReadOnlyObjectWrapper<@Nullable Estimate> into, Consumer<Evaluation> whole) {
		if (question.dropped)
			throw new CancellationException();
		try (Runner runner = Runner.optimised(graph)) {
			Evaluation all = Evaluation.of(runner, graph, images.sample(), images.preprocessing(),
					() -> question.dropped, part -> Platform.runLater(() -> {
						if (!question.dropped)
							into.set(new Estimate(part, false));
					}));
			Platform.runLater(() -> {
				if (question.dropped)
					return;
				whole.accept(all);
				into.set(new Estimate(all, true));
			});
		}
	}

	private void refuse(Question question, Throwable e) {
		if (question.dropped)
			return;
		current.set(null);
		planned.set(null);
		obstacle.set(DataState.words(e));
	}

	@Override
	public void close() {
		drop();
		worker.shutdownNow();
	}
}
