package espalier.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.data.Cached;
import espalier.data.Dataset;
import espalier.data.Subset;
import espalier.evaluate.Sensitivity;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.sweep.Journal;
import espalier.evaluate.sweep.Sweep;
import espalier.evaluate.sweep.SweepJob;
import espalier.graph.BadInputException;
import espalier.graph.Fingerprint;
import espalier.importance.Scores;
import espalier.session.Version;

/**
 * How the version shown answers when one group alone is cut: measured in the background, growing as it is measured. What was
 * measured at any time before, and usual in kind, is there as soon as images are chosen.
 */
final class Sweeping {
	/** What is in the way where it is the version shown that is being measured. */
	static final String UNDER_WAY = "Being measured";
	private static final long SAMPLE_SEED = 1;
	private static final long SAMPLE_BYTES = 256L << 20;
	private static final long TELLING_NANOS = 100_000_000L;

	private final Workbench bench;
	private final Map<Integer, Sensitivity> known = new HashMap<>();
	private final ObservableList<Kept> kept = FXCollections.observableArrayList();
	private final ObservableList<Kept> keptShown = FXCollections.unmodifiableObservableList(kept);
	private final ReadOnlyObjectWrapper<@Nullable Sensitivity> shown = new ReadOnlyObjectWrapper<>();
	private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
	private final ObservableValue<String> obstacle;
	/** What is being measured, or was last. */
	private @Nullable Version measured;
	private AtomicBoolean ended = new AtomicBoolean();

	/**
	 * A sweep of this sitting.
	 *
	 * @param title
	 *            as in {@code v2, l2}
	 */
	record Kept(String title, Sensitivity sensitivity) {}

	/** What a sweep is of. */
	private record Subject(Opened opened, Version version, Images images, Scores scores) {}

	Sweeping(Workbench bench) {
		this.bench = bench;
		obstacle = Bindings.createStringBinding(this::why, bench.version(), bench.edit(), bench.images(), busy);
		bench.opened().addListener(o -> forget());
		bench.images().addListener(o -> forget());
		bench.edit().addListener(o -> show());
	}

	/** Of the version shown; null before anything of it was measured. Fewer curves and points while it is measured. */
	ReadOnlyObjectProperty<@Nullable Sensitivity> shown() {
		return shown.getReadOnlyProperty();
	}

	/** All sweeps of this sitting, one for each version, criterion and metric. */
	ObservableList<Kept> kept() {
		return keptShown;
	}

	/** Whether something is being measured. */
	ReadOnlyBooleanProperty busy() {
		return busy.getReadOnlyProperty();
	}

	/** Why nothing can be measured now, or empty. */
	ObservableValue<String> obstacle() {
		return obstacle;
	}

	private String why() {
		if (bench.version().get() == null)
			return "Open a network first";
		if (bench.images().get() == null)
			return "Choose images on the Data tab first";
		PlanEdit edit = bench.edit().get();
		if (edit != null && !edit.thinned().isWhole())
			return "It is measured of versions: " + Committing.REGIONS_FIRST;
		Version one = measured;
		return !busy.get() || one == null ? ""
				: one.id() == bench.version().get().id() ? UNDER_WAY
						: "Wait until v" + Methods.number(one) + " is measured, or cancel that";
	}

	/** Leaves off; what was measured stays. */
	void cancel() {
		ended.set(true);
	}

	private void forget() {
		cancel();
		known.clear();
		kept.clear();
		show();
	}

	private void know(Version version, Sensitivity now) {
		known.put(version.id(), now);
		Kept fresh = new Kept("v" + Methods.number(version) + ", " + now.criterion()
				+ (now.metric() == Metric.ACCURACY ? "" : ", " + now.metric().id()), now);
		// in its place, so that who has chosen it keeps it while it grows
		int place = IntStream.range(0, kept.size()).filter(i -> kept.get(i).title().equals(fresh.title())).findFirst()
				.orElse(-1);
		if (place < 0)
			kept.add(fresh);
		else
			kept.set(place, fresh);
	}

	private void show() {
		Version version = bench.version().get();
		Sensitivity of = version == null ? null : known.get(version.id());
		shown.set(of);
		Subject subject = subject();
		if (of == null && subject != null)
			recall(subject);
	}

	private @Nullable Subject subject() {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images images = bench.images().get();
		PlanEdit edit = bench.edit().get();
		return now == null || version == null || images == null || edit == null || edit.piece() != version.piece()
				? null
				: new Subject(now, version, images, edit.scores().get());
	}

	/** Takes up what an earlier sweep of the usual kind has left. */
	private void recall(Subject subject) {
		bench.running().aside(() -> {
			SweepJob job = job(subject, Metric.ACCURACY, SweepJob.IMAGES, SweepJob.RATIOS);
			Sensitivity found = Sweep.known(job, Journal.found(job, bench.settings().cache()));
			if (found != null)
				Platform.runLater(() -> {
					if (current(subject) && !known.containsKey(subject.version().id()))
						know(subject.version(), found);
					if (current(subject) && bench.version().get() == subject.version())
						shown.set(known.get(subject.version().id()));
				});
			return true;
		}, e -> System.getLogger(Sweeping.class.getName()).log(System.Logger.Level.DEBUG, "nothing recalled", e));
	}

	/** Accuracy at the usual ratios on the usual number of images. */
	void start() {
		start(Metric.ACCURACY, SweepJob.IMAGES, SweepJob.RATIOS);
	}

	/**
	 * Measures the version shown.
	 *
	 * @param images
	 *            how many of the validation images, evenly over the classes
	 */
	void start(Metric metric, int images, List<Double> ratios) {
		Subject subject = subject();
		if (subject == null || !why().isEmpty())
			return;
		AtomicBoolean end = new AtomicBoolean();
		ended = end;
		measured = subject.version();
		busy.set(true);
		String what = "v" + Methods.number(subject.version());
		bench.running().start("Sensitivity of " + what, () -> end.set(true), progress -> {
			progress.at("Preparing", -1);
			try {
				SweepJob job = job(subject, metric, images, ratios);
				return Optional.of(new Found(job,
						Sweep.run(job, journal(job), new Telling(subject, progress), end::get)));
			} catch (CancellationException e) {
				return Optional.<Found>empty();
			}
		}, found -> {
			busy.set(false);
			if (!current(subject))
				return;
			found.ifPresentOrElse(f -> adopt(subject, f),
					() -> bench.say("The measurement was cancelled; what is finished stays"));
		}, e -> {
			busy.set(false);
			if (current(subject))
				bench.report("Cannot measure the sensitivity", e);
		});
	}

	private record Found(SweepJob job, Sensitivity sensitivity) {}

	private void adopt(Subject subject, Found found) {
		grow(subject, found.sensitivity());
		String what = "Measure sensitivity of v" + Methods.number(subject.version());
		Version version = subject.version();
		Path model = version.parent() == null
				? subject.opened().file().path()
				: bench.exporting().file(version, "onnx");
		bench.say("Sensitivity of " + Figures.count(found.sensitivity().curves().size(), "group") + " is measured on "
				+ Figures.count(found.sensitivity().images(), "image"));
		bench.log().add(what, ActLog.sensitivity(model, subject.images(), subject.scores(), found.job()));
	}

	private void grow(Subject subject, Sensitivity now) {
		if (!current(subject))
			return;
		know(subject.version(), now);
		Version version = bench.version().get();
		if (version != null && version.id() == subject.version().id())
			shown.set(now);
	}

	/** Whether the model and images are still those. */
	private boolean current(Subject subject) {
		return bench.opened().get() == subject.opened() && bench.images().get() == subject.images();
	}

	private Journal journal(SweepJob job) {
		try {
			return Journal.of(job, bench.settings().cache());
		} catch (BadInputException e) {
			Platform.runLater(() -> bench.say(String.valueOf(e.getMessage())));
			return Journal.NONE;
		}
	}

	/** Off the JavaFX thread: of a version that was made here the weights are gone through. */
	private static SweepJob job(Subject subject, Metric metric, int images, List<Double> ratios) {
		Version version = subject.version();
		Map<ChannelGroup, int[]> orders = new LinkedHashMap<>();
		for (ChannelGroup group : version.piece().coupling().prunable())
			if (subject.scores().of(group) instanceof double[] scores)
				orders.put(group, Manual.ascending(scores));
		String hash = version.parent() == null
				? subject.opened().file().sha256()
				: new Fingerprint().add(version.piece().graph()).hex();
		Dataset data = images == Images.SAMPLE
				? subject.images().sample()
				: new Cached(Subset.stratified(subject.images().splits().validation(), images, SAMPLE_SEED),
						SAMPLE_BYTES);
		return new SweepJob(version.piece().coupling(), hash, subject.scores().id(), orders, metric, ratios, data,
				subject.images().preprocessing(), SweepJob.Effort.USUAL);
	}

	/** Shows points as they come, a few times a second. */
	private final class Telling implements Sweep.Listener {
		private final Subject subject;
		private final Running.Progress progress;
		private long told;

		Telling(Subject subject, Running.Progress progress) {
			this.subject = subject;
			this.progress = progress;
		}

		@Override
		public void grown(Sensitivity now, int done, int all) {
			progress.at(done + " of " + all + " cuts", (double) done / all);
			long time = System.nanoTime();
			if (told != 0 && time - told < TELLING_NANOS)
				return;
			told = time;
			Platform.runLater(() -> grow(subject, now));
		}

		@Override
		public void noted(String sentence) {
			Platform.runLater(() -> bench.say(sentence));
		}
	}
}
