package espalier.app;

import java.util.List;
import java.util.Locale;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
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
import espalier.train.Metrics;
import espalier.train.Recipe;
import espalier.train.Schedule;

/** Fine-tuning of the version shown: the recipe on the left, the curves of the run beside it. */
final class TrainingPane extends HBox {
	private static final int MOST_EPOCHS = 10_000;
	private static final int LARGEST_BATCH = 4096;

	private final Workbench bench;
	private final ComboBox<Training.Preset> preset = HeaderBar.choice("preset", Training.presets(),
			Training.Preset::title);
	private final Spinner<Integer> epochs = number("epochs", MOST_EPOCHS);
	private final Spinner<Integer> batch = number("batch", LARGEST_BATCH);
	private final TextField rate = new TextField();
	private final CheckBox distil = new CheckBox("Learn from the first version, too");
	private final Button start = new Button("Fine-tune", new FontIcon(MaterialDesignP.PLAY));
	private final Button pause = new Button("Pause", new FontIcon(MaterialDesignP.PAUSE));
	private final Button stop = new Button("Stop", new FontIcon(MaterialDesignS.STOP));
	private final Label state = new Label();
	private final TrainingCurves curves = new TrainingCurves();

	TrainingPane(Workbench bench) {
		super(24);
		this.bench = bench;
		setId("training");
		getStyleClass().add("bottom-pane");
		start.setId("train");
		start.getStyleClass().add("accent");
		pause.setId("pause-training");
		stop.setId("stop-training");
		rate.setId("rate");
		rate.setPrefWidth(112);
		rate.getStyleClass().add("small-field");
		state.setId("training-state");
		state.setWrapText(true);
		state.setMinHeight(Region.USE_PREF_SIZE);
		state.getStyleClass().add("muted");
		distil.setTooltip(new Tooltip(
				"Knowledge distillation: most of the loss is the distance to the first version's outputs"));
		rate.setTooltip(new Tooltip("The highest learning rate; it rises to it and falls to nothing"));
		preset.valueProperty().addListener((o, was, is) -> fill(is.recipe()));
		preset.setValue(Training.presets().getFirst());
		start.setOnAction(e -> start());
		pause.setOnAction(e -> pause());
		stop.setOnAction(e -> bench.training().cancel());
		VBox left = new VBox(8, form(), buttons(), state);
		left.setMinWidth(368);
		left.setPrefWidth(368);
		HBox.setHgrow(curves, Priority.ALWAYS);
		getChildren().addAll(left, curves);
		bench.training().run().subscribe(this::follow);
		bench.images().subscribe(i -> show());
		bench.version().subscribe(v -> show());
		bench.timing().busy().addListener(o -> show());
	}

	private static Spinner<Integer> number(String id, int most) {
		Spinner<Integer> spinner = new Spinner<>(1, most, 1);
		spinner.setId(id);
		spinner.setEditable(true);
		spinner.setPrefWidth(96);
		spinner.setMinWidth(96);
		spinner.getStyleClass().add("small-field");
		return spinner;
	}

	private Node form() {
		GridPane grid = new GridPane(12, 8);
		preset.setPrefWidth(112);
		preset.getStyleClass().add("small-field");
		grid.addRow(0, new Caption("Recipe"), preset, new Caption("Epochs"), epochs);
		grid.addRow(1, new Caption("Learning rate"), rate, new Caption("Batch"), batch);
		grid.add(distil, 0, 2, 4, 1);
		return grid;
	}

	private Node buttons() {
		HBox line = new HBox(8, start, pause, stop);
		line.setAlignment(Pos.CENTER_LEFT);
		return line;
	}

	private void fill(Recipe recipe) {
		epochs.getValueFactory().setValue(recipe.epochs());
		batch.getValueFactory().setValue(recipe.batch());
		rate.setText(String.valueOf(recipe.schedule().rate()));
	}

	private @Nullable Recipe recipe() {
		Recipe base = preset.getValue().recipe();
		try {
			double highest = Double.parseDouble(rate.getText().strip());
			Schedule schedule = new Schedule(base.schedule().kind(), highest, base.schedule().warmup(),
					base.schedule().last());
			return base.withEpochs(epochs.getValue()).withBatch(batch.getValue()).withSchedule(schedule);
		} catch (NumberFormatException e) {
			state.setText("The learning rate is a number, as in 0.05");
			return null;
		}
	}

	private void start() {
		try {
			Recipe recipe = recipe();
			if (recipe != null)
				bench.training().start(preset.getValue(), recipe, distil.isSelected());
		} catch (espalier.graph.EspalierException e) {
			state.setText(Prose.sentence(String.valueOf(e.getMessage())));
		}
	}

	private void pause() {
		TrainingRun run = bench.training().run().get();
		if (run != null)
			run.pause(!run.paused().get());
	}

	private void follow(@Nullable TrainingRun run) {
		curves.show(run);
		if (run != null) {
			List.of(run.pace(), run.end(), run.paused(), run.left()).forEach(p -> p.addListener(o -> show()));
			run.epochs().addListener((ListChangeListener<Metrics>) c -> show());
		}
		show();
	}

	private void show() {
		TrainingRun run = bench.training().run().get();
		boolean running = bench.training().running();
		start.setDisable(running || bench.timing().busy().get() || bench.images().get() == null
				|| bench.version().get() == null);
		pause.setDisable(!running);
		stop.setDisable(!running);
		boolean paused = run != null && run.paused().get();
		pause.setText(paused ? "Go on" : "Pause");
		pause.setGraphic(new FontIcon(paused ? MaterialDesignP.PLAY : MaterialDesignP.PAUSE));
		state.setText(words(run));
	}

	private String words(@Nullable TrainingRun run) {
		if (bench.timing().busy().get())
			return "Networks are being timed, which training would disturb";
		if (run == null)
			return bench.images().get() == null
					? "Choose images on the Data tab first"
					: "What comes of it is a new version; the one shown stays as it is";
		TrainingRun.Pace pace = run.pace().get();
		String left = run.left().get().isEmpty() ? "" : "\nLeft out: " + run.left().get();
		if (run.end().get() != null)
			return "v" + Methods.number(run.version()) + ": "
					+ Figures.count(run.epochs().size(), "epoch") + ", " + run.end().get().words() + left;
		if (pace == null)
			return "Compiling v" + Methods.number(run.version()) + " for training" + left;
		String where = "Epoch "
				+ Math.min(run.recipe().epochs(), 1 + (pace.step() - 1) * run.recipe().epochs() / pace.steps())
				+ " of " + run.recipe().epochs();
		if (run.paused().get())
			return where + ", paused" + left;
		return String.format(Locale.ROOT, "%s, %.0f images/s, %s left", where, pace.imagesPerSecond(),
				Training.duration(pace.secondsLeft())) + left;
	}
}
