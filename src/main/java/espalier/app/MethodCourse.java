package espalier.app;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import espalier.method.MethodRun;
import espalier.method.Shaped;
import espalier.method.Stage;
import espalier.reconstruct.LayerFit;
import espalier.report.Phase;
import espalier.report.RunFigure;
import espalier.session.Version;
import espalier.train.Control;
import espalier.train.Metrics;

/**
 * A method's run as the window follows it. The thread that runs it tells it act by act; what views see changes on the JavaFX
 * thread, at most ten times a second.
 */
final class MethodCourse implements MethodRun.Listener {
	/** Points of the loss curve in an epoch. */
	private static final int POINTS = 20;

	/**
	 * How far it is; a value, taken between two events.
	 *
	 * @param act
	 *            the one that runs, counted from 1; 0 before the first
	 * @param title
	 *            of that act
	 * @param part
	 *            what it does now, where it does not train; or empty
	 * @param epoch
	 *            of that act, counted from 1; 0 where it does not train
	 * @param of
	 *            epochs of that act
	 * @param over
	 *            share of the run's epochs that is over, 0 to 1
	 * @param speed
	 *            images a second
	 * @param secondsLeft
	 *            of all training that is left, at this speed; NaN before it is known
	 * @param scales
	 *            batch-norm scales of each group, behind epochs that told them
	 * @param fitted
	 *            layers that were fitted to what they made before
	 * @param note
	 *            what a person should know, or empty
	 */
	record Sight(int act, int acts, String title, String part, int epoch, int of, double over, double speed,
			double secondsLeft,
			List<RunFigure.Loss> losses, List<RunFigure.Epoch> epochs, List<MethodWidths.Moment> widths,
			List<Scales> scales, List<Phase> phases, MethodWidths.Off off, List<LayerFit> fitted, String note) {}

	/** Batch-norm scales behind an epoch. */
	record Scales(int epoch, SequencedMap<String, double[]> groups) {}

	private final Version version;
	private final MethodOrder order;
	/** Steps in an epoch. */
	private final int steps;
	private final Control control = new Control();
	private final ReadOnlyObjectWrapper<Sight> sight;
	private final ReadOnlyObjectWrapper<@Nullable String> end = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
	private final AtomicBoolean told = new AtomicBoolean();
	private final PauseTransition rest = new PauseTransition(Duration.millis(100));

	private final List<RunFigure.Loss> losses = new ArrayList<>();
	private final List<RunFigure.Epoch> epochs = new ArrayList<>();
	private final List<Scales> scales = new ArrayList<>();
	private final List<Phase> phases = new ArrayList<>();
	private final List<Stage> stages = new ArrayList<>();
	private final List<LayerFit> fitted = new ArrayList<>();
	private final MethodWidths widths;
	private int act;
	private int acts;
	private String title = "";
	private String part = "";
	private String note = "";
	/** Epochs of acts that are done. */
	private int before;
	/** Epochs of this act that were told. */
	private int heard;
	private long step;
	private long last;
	private double sum;
	private int count;
	private double speed;
	private Running.Progress line = (step, share) -> {
	};

	/**
	 * @param version
	 *            that it starts from
	 * @param images
	 *            to train on
	 */
	MethodCourse(Version version, MethodOrder order, int images) {
		this.version = version;
		this.order = order;
		// what is left after the last full batch is left out
		steps = Math.max(1, images / order.recipe().training().batch());
		widths = new MethodWidths(version.piece());
		sight = new ReadOnlyObjectWrapper<>(taken());
		rest.setOnFinished(e -> {
			told.set(false);
			sight.set(taken());
			paused.set(control.paused());
		});
	}

	Version version() {
		return version;
	}

	MethodOrder order() {
		return order;
	}

	Control control() {
		return control;
	}

	ReadOnlyObjectProperty<Sight> sight() {
		return sight.getReadOnlyProperty();
	}

	/** Why it ended, in words; null while it goes on. */
	ReadOnlyObjectProperty<@Nullable String> end() {
		return end.getReadOnlyProperty();
	}

	ReadOnlyBooleanProperty paused() {
		return paused.getReadOnlyProperty();
	}

	void pause(boolean on) {
		if (on)
			control.pause();
		else
			control.resume();
		paused.set(on);
	}

	/** Goes on to the end of the epoch. */
	void step() {
		control.step();
		paused.set(false);
	}

	/** Said on the JavaFX thread. */
	void ended(String why) {
		rest.stop();
		sight.set(taken());
		end.set(why);
		paused.set(false);
	}

	/** Acts that are done; any thread. */
	synchronized List<Stage> stages() {
		return List.copyOf(stages);
	}

	private synchronized Sight taken() {
		int all = order.recipe().epochs();
		double left = (double) all * steps - (double) before * steps - step;
		return new Sight(act, acts, title, part, step == 0 ? 0 : (int) (1 + (step - 1) / steps), (int) (last / steps),
				all == 0 ? 0 : Math.clamp((before + (double) step / steps) / all, 0, 1), speed,
				speed > 0 ? left * order.recipe().training().batch() / speed : Double.NaN, List.copyOf(losses),
				List.copyOf(epochs), widths.moments(), List.copyOf(scales), phases(), widths.off(), List.copyOf(fitted),
				note);
	}

	/** With the one that runs. */
	private List<Phase> phases() {
		List<Phase> all = new ArrayList<>(phases);
		if (act > 0 && last > 0 && phases.size() < act)
			all.add(new Phase(title, before, before + (double) last / steps));
		return List.copyOf(all);
	}

	private void changed() {
		if (told.compareAndSet(false, true))
			Platform.runLater(rest::playFromStart);
	}

	/** Tells the share done to the status line, too, from now on. */
	synchronized MethodCourse telling(Running.Progress status) {
		line = status;
		return this;
	}

	/** As in {@code 2 of 3: Soft pruning, epoch 1 of 3}. */
	static String words(Sight now) {
		return now.act() + " of " + now.acts() + ": " + now.title()
				+ (now.part().isEmpty() ? "" : ", " + now.part())
				+ (now.epoch() > 0 ? ", epoch " + now.epoch() + " of " + now.of() : "");
	}

	@Override
	public synchronized void begun(int number, int of, String name) {
		act = number;
		acts = of;
		title = name;
		part = "";
		heard = 0;
		step = 0;
		last = 0;
		line.at(name, -1);
		changed();
	}

	@Override
	public synchronized void step(long done, long of, double loss, double rate, double imagesPerSecond) {
		step = done;
		last = of;
		speed = speed == 0 ? imagesPerSecond : 0.95 * speed + 0.05 * imagesPerSecond;
		sum += loss;
		count++;
		if (done * POINTS / steps != (done - 1) * POINTS / steps) {
			losses.add(new RunFigure.Loss(before + (double) done / steps, sum / count));
			sum = 0;
			count = 0;
		}
		Sight now = taken();
		line.at(words(now), now.over());
		changed();
	}

	@Override
	public synchronized void shaped(Shaped now) {
		widths.shaped(before + now.epoch(), now);
		if (!now.scales().isEmpty())
			scales.add(new Scales(before + now.epoch(), now.scales()));
		changed();
	}

	@Override
	public synchronized void epoch(Metrics m) {
		boolean trained = step > (m.epoch() - 1L) * steps;
		if (trained)
			control.epochOver();
		else
			widths.forget();
		heard = m.epoch();
		epochs.add(new RunFigure.Epoch(before + m.epoch(), m.loss(), m.trainAccuracy(), m.accuracy()));
		if (trained)
			widths.same(before + m.epoch());
		changed();
	}

	@Override
	public synchronized void done(Stage stage) {
		stages.add(stage);
		// one that was done in an earlier run comes at once
		for (Metrics m : stage.metrics().subList(Math.min(heard, stage.metrics().size()), stage.metrics().size()))
			epochs.add(new RunFigure.Epoch(before + m.epoch(), m.loss(), m.trainAccuracy(), m.accuracy()));
		phases.add(new Phase(title, before, before + stage.metrics().size()));
		before += stage.metrics().size();
		step = 0;
		last = 0;
		widths.done(before, stage);
		changed();
	}

	@Override
	public synchronized void at(String what, double share) {
		part = what;
		line.at(words(taken()), share);
		changed();
	}

	@Override
	public synchronized void fitted(LayerFit layer) {
		fitted.add(layer);
		noted(layer.layer() + " missed " + Figures.percent(layer.lostBefore()) + " of what it makes, and misses "
				+ Figures.percent(layer.lostAfter()) + " now");
	}

	@Override
	public void skipped(String description) {
		noted("Left out: " + description);
	}

	@Override
	public synchronized void noted(String sentence) {
		note = sentence;
		changed();
	}
}
