package espalier.app;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Sources;
import espalier.data.Splits;
import espalier.evaluate.Evaluation;
import espalier.graph.EspalierException;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Runner;
import espalier.session.Version;
import espalier.session.Workpiece;

/** The images at hand, and what is measured on them. Chosen once for a model, they are there when it is opened again. */
final class DataState {
	private static final long DIVIDING_SEED = 1;
	private static final String REMEMBERED = "data:";

	private final Workbench bench;
	private final Measuring measuring = new Measuring(this::found);
	private final ReadOnlyObjectWrapper<@Nullable Images> images = new ReadOnlyObjectWrapper<>();
	private @Nullable Thinned shown;
	private boolean measuringAll;

	DataState(Workbench bench) {
		this.bench = bench;
		bench.edit().addListener((o, was, is) -> planned(is == null ? null : is.draft().get()));
		bench.draft().subscribe(d -> planned(d));
	}

	/** Null until some are chosen. */
	ReadOnlyObjectProperty<@Nullable Images> images() {
		return images.getReadOnlyProperty();
	}

	Measuring measuring() {
		return measuring;
	}

	private void planned(@Nullable Draft draft) {
		PlanEdit edit = bench.edit().get();
		if (draft == null || edit == null) {
			shown = null;
			measuring.show(null, Cuts.NONE);
		} else if (edit.thinned() != shown) {
			shown = edit.thinned();
			measuring.show(shown, draft.cuts());
		} else
			measuring.plan(draft.cuts());
	}

	/** Leaves the images at hand. */
	void forget() {
		images.set(null);
		measuring.on(null);
	}

	/** Takes up the images that were last used with a model, or that its card names. */
	void recall(Path model) {
		forget();
		DataChoice choice = DataChoice.of(bench.settings().text(REMEMBERED + key(model), ""));
		if (choice == null)
			choice = DataChoice.besides(model);
		if (choice != null && choice.data() != null)
			open(choice.data(), choice.preprocessing(), false);
	}

	/** Opens images in the background and measures on them from then on. */
	void choose(String place) {
		Opened now = bench.opened().get();
		DataChoice card = now == null ? null : DataChoice.besides(now.file().path());
		open(place, card == null ? null : card.preprocessing(), true);
	}

	private void open(String place, @Nullable Preprocessing known, boolean told) {
		Opened now = bench.opened().get();
		PlanEdit edit = bench.edit().get();
		if (now == null || edit == null)
			return;
		Workpiece piece = edit.piece();
		String what = Images.title(place);
		bench.running().start("Read " + what, progress -> {
			progress.at("Listing images", -1);
			Preprocessing usual = known == null ? usual(piece) : known;
			Splits splits = Sources.open(place, DIVIDING_SEED);
			return new Images(place, splits, usual);
		}, found -> {
			if (bench.opened().get() != now)
				return;
			take(found);
			if (told) {
				bench.say(what + ": " + Figures.count(found.splits().train().size(), "image") + " to train on, "
						+ Figures.grouped(found.splits().validation().size()) + " to measure on");
				bench.log().add("Use " + what, ActLog.evaluate(now.file().path(), found, Images.SAMPLE));
			}
		}, e -> bench.report("Cannot use " + what, e));
	}

	private static Preprocessing usual(Workpiece piece) {
		if (piece.graph().inputs().size() != 1)
			throw new RefusedException("The model has " + piece.graph().inputs().size()
					+ " inputs; images can be used with models of one input.");
		Shape input = piece.trace().inputs().get(piece.graph().inputs().getFirst().name());
		if (input == null)
			throw new RefusedException("The size of the model's input is not known; set it under Input sizes.");
		return Preprocessing.guess(input);
	}

	private void take(Images found) {
		images.set(found);
		measuring.on(found);
		Opened now = bench.opened().get();
		if (now != null) {
			bench.settings().remember(REMEMBERED + key(now.file().path()),
					new DataChoice(found.place(), found.preprocessing()).text());
			bench.remember();
		}
	}

	/** Other numbers are made of the same images. */
	void use(Preprocessing preprocessing) {
		Images now = images.get();
		if (now != null && !now.preprocessing().equals(preprocessing))
			take(now.with(preprocessing));
	}

	/** Measures the version shown on all validation images. */
	void measureAll() {
		Opened now = bench.opened().get();
		Version version = bench.version().get();
		Images on = images.get();
		if (now == null || version == null || on == null || measuringAll)
			return;
		int all = on.splits().validation().size();
		measuringAll = true;
		AtomicBoolean ended = new AtomicBoolean();
		Runnable end = () -> {
			ended.set(true);
			measuringAll = false;
		};
		bench.running().start("Measure v" + Methods.number(version), end, progress -> {
			try (Runner runner = Runner.optimised(version.piece().graph())) {
				return Evaluation.of(runner, version.piece().graph(), on.splits().validation(), on.preprocessing(),
						ended::get,
						part -> progress.at(part.images() + " of " + all + " images", (double) part.images() / all));
			}
		}, found -> {
			measuringAll = false;
			measured(now, version, found);
			bench.say("v" + Methods.number(version) + " gets " + Figures.accuracy(found) + " right on "
					+ Figures.count(found.images(), "image")
					+ (found.skipped().isEmpty() ? "" : "; left out: " + found.skipped()));
			bench.log().add("Measure v" + Methods.number(version), ActLog.evaluate(now.file().path(), on, 0));
		}, e -> {
			measuringAll = false;
			if (!ended.get())
				bench.report("Cannot measure the accuracy", e);
		});
	}

	private void found(Workpiece piece, Evaluation evaluation) {
		Opened now = bench.opened().get();
		if (now != null)
			now.history().versions().stream().filter(v -> v.piece() == piece).findFirst()
					.ifPresent(v -> measured(now, v, evaluation));
	}

	private void measured(Opened on, Version version, Evaluation evaluation) {
		on.history().measured(version, evaluation);
		if (bench.opened().get() == on)
			bench.refresh();
	}

	/** A refusal of images as the window says it: by the names of its fields, not of options. */
	static String words(Throwable e) {
		return e instanceof EspalierException told
				? Prose.sentence(String.valueOf(told.getMessage()).replace("give --resize", "set Resize to")
						.replace("give --channels-convert", "tick Convert grey")
						.replace(" --channels-convert", " and tick Convert grey"))
				: "Accuracy can't be measured: " + e;
	}

	private static String key(Path model) {
		return model.toAbsolutePath().normalize().toString();
	}

	void close() {
		measuring.close();
	}
}
