package espalier.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

import espalier.app.control.Caption;
import espalier.app.control.CountSpinner;
import espalier.graph.EspalierException;
import espalier.method.Evidence;
import espalier.method.MethodRecipe;

/** Published pruning methods: one is chosen, given a goal and started on the left; what it is and does is seen beside it. */
final class MethodPane extends HBox {
	private static final int MOST_EPOCHS = 10_000;
	private static final int MOST_SEED = 999_999;

	private final Workbench bench;
	private final FilePicker picker;
	private final Consumer<Region> ask;
	private final Runnable closeCard;
	private final MethodChooser method;
	private final CountSpinner keep = new CountSpinner("method-keep", 99, 50);
	private final ComboBox<Target.Measure> measure = HeaderBar.choice("method-measure",
			List.of(Target.Measure.values()), Target.Measure::label);
	private final CountSpinner epochs = new CountSpinner("method-epochs", MOST_EPOCHS, 5);
	private final CountSpinner seed = new CountSpinner("method-seed", MOST_SEED, 1);
	private final Button start = button("start-method", "Start", MaterialDesignP.PLAY);
	private final Button pause = button("pause-method", "Pause", MaterialDesignP.PAUSE);
	private final Button step = button("step-method", "Step", MaterialDesignS.SKIP_NEXT);
	private final Button stop = button("stop-method", "Stop", MaterialDesignS.STOP);
	private final Label state = new Label();
	private final MethodText text = new MethodText();
	private final MethodViews views;
	private String wrong = "";

	/**
	 * @param ask
	 *            shows a card above the window
	 * @param enlarge
	 *            makes room for the charts, or takes it away again
	 */
	MethodPane(Workbench bench, FilePicker picker, Consumer<Region> ask, Runnable closeCard, Runnable enlarge) {
		super(24);
		this.bench = bench;
		this.picker = picker;
		this.ask = ask;
		this.closeCard = closeCard;
		setId("methods");
		getStyleClass().add("bottom-pane");
		method = new MethodChooser(bench, picker, ask, closeCard, this::recipe, this::compare, this::openEvidence);
		method.chosen().subscribe(this::fill);
		measure.setValue(Target.Measure.MACS);
		views = new MethodViews(bench, picker, enlarge, this::compare);
		start.getStyleClass().add("accent");
		start.setOnAction(e -> start(false));
		pause.setOnAction(e -> pause());
		step.setOnAction(e -> step());
		stop.setOnAction(e -> {
			bench.methods().cancel();
			bench.evidence().cancel();
		});
		step.setTooltip(new Tooltip("Run to the end of the epoch, and pause there"));
		stop.setTooltip(new Tooltip("End at the next step; what is done is kept as versions, with the best epoch of a"
				+ " training, and the same run started again from the same version goes on"));
		state.setId("method-state");
		state.setWrapText(true);
		state.setMinHeight(Region.USE_PREF_SIZE);
		state.getStyleClass().add("muted");
		VBox left = new VBox(8, form(), new HBox(8, start, pause, step, stop), state);
		left.setMinWidth(352);
		left.setPrefWidth(352);
		text.setMinWidth(216);
		text.setPrefWidth(240);
		HBox.setHgrow(views, Priority.ALWAYS);
		getChildren().addAll(left, text, views);
		epochs.valueProperty().addListener(o -> describe());
		Drops.on(this, method::open);
		bench.methods().course().subscribe(this::follow);
		bench.images().subscribe(i -> show());
		bench.version().subscribe(v -> show());
		bench.timing().busy().addListener(o -> show());
		bench.evidence().state().addListener(o -> show());
		bench.training().run().addListener((o, was, is) -> {
			if (is != null)
				is.end().addListener(e -> show());
			show();
		});
	}

	private static Button button(String id, String name, org.kordamp.ikonli.Ikon icon) {
		Button button = new Button(name, new FontIcon(icon));
		button.setId(id);
		button.setMinWidth(Region.USE_PREF_SIZE);
		return button;
	}

	/** Colours follow the window's. */
	void dress(boolean dark) {
		views.dress(dark);
	}

	private Node form() {
		GridPane grid = new GridPane(8, 8);
		for (Region field : new Region[]{keep, measure, epochs, seed})
			field.getStyleClass().add("small-field");
		measure.setPrefWidth(112);
		measure.setMaxWidth(Double.MAX_VALUE);
		grid.add(new Caption("Method"), 0, 0);
		grid.add(method, 1, 0, 3, 1);
		grid.addRow(1, new Caption("Keep %"), keep, new Caption("of"), measure);
		grid.addRow(2, new Caption("Epochs"), epochs, new Caption("Seed"), seed);
		return grid;
	}

	private void fill(MethodChooser.@Nullable Choice choice) {
		if (choice == null)
			return;
		wrong = "";
		epochs.getValueFactory().setValue(Math.max(1, choice.recipe().epochs()));
		seed.getValueFactory().setValue(Math.clamp(choice.recipe().seed(), 1, MOST_SEED));
		describe();
	}

	/** The recipe as it would be run. */
	private void describe() {
		try {
			text.show(recipe());
			wrong = "";
		} catch (EspalierException e) {
			wrong = Prose.sentence(String.valueOf(e.getMessage()));
		}
		show();
	}

	private MethodRecipe recipe() {
		return method.chosen().getValue().recipe().withEpochs(epochs.getValue()).withSeed(seed.getValue());
	}

	private void start(boolean oneEpoch) {
		PlanEdit edit = bench.edit().get();
		if (edit == null)
			return;
		try {
			Method limits = edit.draft().get().method();
			bench.methods().start(new MethodOrder(recipe(), method.chosen().getValue().source(),
					new Target(measure.getValue(), keep.getValue() / 100.0), limits.minimumWidth(),
					limits.roundTo()), oneEpoch);
		} catch (EspalierException e) {
			wrong = Prose.sentence(String.valueOf(e.getMessage()));
			show();
		}
	}

	private void pause() {
		MethodCourse now = bench.methods().course().get();
		if (now != null)
			now.pause(!now.paused().get());
	}

	private void step() {
		MethodCourse now = bench.methods().course().get();
		if (now != null && bench.methods().running())
			now.step();
		else
			start(true);
	}

	/** Asks which methods to run side by side, at the goal that is set. */
	void compare() {
		Opened now = bench.opened().get();
		Images images = bench.images().get();
		if (now == null || images == null || bench.trains() || bench.timing().busy().get()) {
			bench.say(words(bench.methods().course().get()));
			return;
		}
		Path model = now.file().path().toAbsolutePath();
		Path beside = model.getParent();
		Path parent = beside != null && java.nio.file.Files.isWritable(beside) ? beside : bench.settings().folder();
		String name = String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
		ask.accept(new EvidenceCard(method.choices(),
				new Target(measure.getValue(), keep.getValue() / 100.0), images.splits().train().size(),
				parent.resolve(name + "-evidence"), picker, closeCard, order -> {
					bench.evidence().start(order);
					views.evidence();
				}));
	}

	private void openEvidence() {
		Path file = picker.open("Evidence on methods", "json");
		if (file != null)
			bench.running().start("Open evidence", progress -> Evidence.of(file), found -> {
				bench.evidence().show(found);
				views.evidence();
			}, e -> bench.report("Cannot open " + file.getFileName(), e));
	}

	private void follow(@Nullable MethodCourse course) {
		if (course != null)
			List.of(course.sight(), course.end(), course.paused()).forEach(p -> p.addListener(o -> show()));
		show();
	}

	private void show() {
		MethodCourse course = bench.methods().course().get();
		boolean running = bench.methods().running();
		boolean ready = !bench.trains() && !bench.timing().busy().get() && bench.images().get() != null
				&& bench.version().get() != null && wrong.isEmpty();
		start.setDisable(!ready);
		step.setDisable(!ready && !running);
		pause.setDisable(!running);
		stop.setDisable(!running && !bench.evidence().running());
		boolean paused = course != null && course.paused().get();
		pause.setText(paused ? "Go on" : "Pause");
		pause.setGraphic(new FontIcon(paused ? MaterialDesignP.PLAY : MaterialDesignP.PAUSE));
		for (Spinner<?> field : new Spinner<?>[]{keep, epochs, seed})
			field.setDisable(running);
		method.hold(running);
		measure.setDisable(running);
		state.setText(words(course));
	}

	private String words(@Nullable MethodCourse course) {
		if (course != null && bench.methods().running())
			return progress(course);
		if (bench.evidence().running())
			return bench.evidence().state().get();
		if (!wrong.isEmpty())
			return wrong;
		if (bench.timing().busy().get())
			return "Networks are being timed, which training would disturb";
		if (bench.training().running())
			return "A training runs; stop it or wait for its end";
		if (bench.images().get() == null)
			return "Choose images on the Data tab first";
		if (course != null && course.end().get() != null)
			return "v" + Methods.number(course.version()) + ", " + course.order().recipe().title() + ": "
					+ course.end().get();
		return "Each part of the method becomes a version; the one shown stays as it is";
	}

	private static String progress(MethodCourse course) {
		MethodCourse.Sight now = course.sight().get();
		if (now.act() == 0)
			return "Reading the network";
		String where = MethodCourse.words(now);
		if (course.paused().get())
			return where + ", paused";
		return where + (now.epoch() == 0 || now.speed() == 0
				? ""
				: String.format(Locale.ROOT, ", %.0f images/s, %s left", now.speed(),
						Training.duration(now.secondsLeft())))
				+ (now.note().isEmpty() ? "" : "\n" + Prose.sentence(now.note()));
	}
}
