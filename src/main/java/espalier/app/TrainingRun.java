package espalier.app;

import java.util.ArrayList;
import java.util.List;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.session.Version;
import espalier.train.Control;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Progress;
import espalier.train.Recipe;

/**
 * One training as the window follows it. The thread that trains tells it step by step; what views see changes on the JavaFX
 * thread, some ten times a second.
 */
final class TrainingRun implements Progress {
	private static final long TELLING_NANOS = 100_000_000L;
	/** Points of the loss curve: older steps are joined two by two beyond this. */
	private static final int MOST_POINTS = 400;

	/** Mean loss over some steps. */
	record Point(double epoch, double loss) {}

	/**
	 * How far it is.
	 *
	 * @param secondsLeft
	 *            at the present pace
	 */
	record Pace(long step, long steps, double rate, double imagesPerSecond, double secondsLeft) {
		double share() {
			return steps == 0 ? 0 : (double) step / steps;
		}
	}

	private final Version version;
	private final Recipe recipe;
	private final Control control = new Control();
	private final ObservableList<Point> losses = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Point> shownLosses = FXCollections.unmodifiableObservableList(losses);
	private final ObservableList<Metrics> epochs = FXCollections.observableArrayList();
	private final ObservableList<Metrics> shownEpochs = FXCollections.unmodifiableObservableList(epochs);
	private final ReadOnlyObjectWrapper<@Nullable Pace> pace = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyObjectWrapper<Outcome.@Nullable End> end = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
	private final ReadOnlyObjectWrapper<String> skipped = new ReadOnlyObjectWrapper<>("");
	private final List<Point> untold = new ArrayList<>();
	private int joined = 1;
	private double sum;
	private int count;
	private double speed;
	private long told;

	/** @param version whose weights are trained */
	TrainingRun(Version version, Recipe recipe) {
		this.version = version;
		this.recipe = recipe;
	}

	Version version() {
		return version;
	}

	Recipe recipe() {
		return recipe;
	}

	Control control() {
		return control;
	}

	/** The loss over the steps so far. */
	ObservableList<Point> losses() {
		return shownLosses;
	}

	/** What was measured after each epoch. */
	ObservableList<Metrics> epochs() {
		return shownEpochs;
	}

	ReadOnlyObjectProperty<@Nullable Pace> pace() {
		return pace.getReadOnlyProperty();
	}

	/** Why it ended; null while it goes on. */
	ReadOnlyObjectProperty<Outcome.@Nullable End> end() {
		return end.getReadOnlyProperty();
	}

	ReadOnlyBooleanProperty paused() {
		return paused.getReadOnlyProperty();
	}

	/** Images left out, in words. */
	ReadOnlyObjectProperty<String> left() {
		return skipped.getReadOnlyProperty();
	}

	void pause(boolean on) {
		if (on)
			control.pause();
		else
			control.resume();
		paused.set(on);
	}

	void ended(Outcome.End why) {
		end.set(why);
		paused.set(false);
	}

	/** The same, with the share done told to the status line, too. */
	Progress telling(Running.Progress line) {
		return new Progress() {
			@Override
			public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
				TrainingRun.this.step(step, steps, loss, rate, imagesPerSecond);
				long epoch = Math.min(recipe.epochs(), 1 + (step - 1) * recipe.epochs() / steps);
				line.at("epoch " + epoch + " of " + recipe.epochs(), (double) step / steps);
			}

			@Override
			public void epoch(Metrics metrics) {
				TrainingRun.this.epoch(metrics);
			}

			@Override
			public void skipped(String description) {
				TrainingRun.this.skipped(description);
			}
		};
	}

	@Override
	public void step(long step, long steps, double loss, double rate, double imagesPerSecond) {
		speed = speed == 0 ? imagesPerSecond : 0.95 * speed + 0.05 * imagesPerSecond;
		sum += loss;
		if (++count >= joined) {
			untold.add(new Point((double) step * recipe.epochs() / steps, sum / count));
			sum = 0;
			count = 0;
		}
		long now = System.nanoTime();
		if (now - told < TELLING_NANOS && step < steps)
			return;
		told = now;
		List<Point> news = List.copyOf(untold);
		untold.clear();
		Pace at = new Pace(step, steps, rate, speed, (steps - step) * recipe.batch() / speed);
		Platform.runLater(() -> {
			losses.addAll(news);
			pace.set(at);
			if (losses.size() > MOST_POINTS)
				halve();
		});
		if (step / joined > MOST_POINTS)
			joined *= 2;
	}

	private void halve() {
		List<Point> fewer = new ArrayList<>();
		for (int i = 0; i + 1 < losses.size(); i += 2)
			fewer.add(new Point(losses.get(i + 1).epoch(), (losses.get(i).loss() + losses.get(i + 1).loss()) / 2));
		losses.setAll(fewer);
	}

	@Override
	public void epoch(Metrics metrics) {
		Platform.runLater(() -> epochs.add(metrics));
	}

	@Override
	public void skipped(String description) {
		Platform.runLater(() -> skipped.set(description));
	}
}
