package espalier.app;

import java.util.Locale;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.app.control.CountSpinner;
import espalier.session.Version;

/** How long a run takes: the first version, the one shown and its plan in turn, and the nodes of the one shown. */
final class LatencyPane extends HBox {
	private static final int LARGEST_BATCH = 1024;
	private static final int MOST_RUNS = 10_000;

	private final Workbench bench;
	private final CountSpinner batch;
	private final CountSpinner threads;
	private final CountSpinner runs;
	private final Tooltip batchTip = new Tooltip();
	private final TableView<TimingResult.Row> table = new TableView<>();
	private final NodeTable nodes;
	private final Label state = new Label();
	/** Whether the plan is no longer the one that was timed. */
	private final Label advice = new Label(
			"Less than the MACs promise: processors run widths in multiples of 8 fastest;"
					+ " set them beside the allocator");
	private boolean changed;

	LatencyPane(Workbench bench, Action time) {
		super(24);
		this.bench = bench;
		setId("latency");
		getStyleClass().add("bottom-pane");
		TimingSetup setup = TimingSetup.from(bench.settings());
		batch = new CountSpinner("batch-size", LARGEST_BATCH, setup.batch());
		threads = new CountSpinner("threads", Runtime.getRuntime().availableProcessors(), setup.threads());
		runs = new CountSpinner("runs", MOST_RUNS, setup.runs());
		nodes = new NodeTable(bench.selection());
		for (Spinner<Integer> spinner : new CountSpinner[]{batch, threads, runs})
			spinner.valueProperty().addListener(o -> new TimingSetup(batch.getValue(), threads.getValue(),
					runs.getValue()).remember(bench.settings()));
		state.setId("latency-state");
		state.getStyleClass().add("caption");
		state.setWrapText(true);
		StackPane button = Menus.button(time, false);
		button.getChildren().getFirst().setId("time");
		button.getChildren().getFirst().getStyleClass().add("accent");
		button.setMinWidth(Region.USE_PREF_SIZE);
		HBox form = new HBox(12, captioned("Batch", batch, batchTip),
				captioned("Threads", threads, new Tooltip("Threads that ONNX Runtime may use")),
				captioned("Runs", runs, new Tooltip("Timed runs of each network, in turn")), button, state);
		form.setAlignment(Pos.CENTER_LEFT);
		columns();
		VBox.setVgrow(table, Priority.ALWAYS);
		advice.getStyleClass().add("caption");
		advice.managedProperty().bind(advice.visibleProperty());
		VBox left = new VBox(8, form, table, advice);
		left.setMinWidth(632);
		left.setPrefWidth(632);
		HBox.setHgrow(nodes, Priority.ALWAYS);
		getChildren().addAll(left, nodes);
		bench.version().subscribe(v -> fixBatch(v));
		bench.timing().shown().subscribe(r -> show(r));
		bench.timing().busy().addListener(o -> say());
		bench.draft().subscribe(d -> say());
		bench.edit().addListener(o -> say());
	}

	private static Node captioned(String text, Region control, Tooltip tip) {
		Label label = new Label(text);
		label.getStyleClass().add("caption");
		label.setMinWidth(Region.USE_PREF_SIZE);
		HBox box = new HBox(8, label, control);
		box.setAlignment(Pos.CENTER_LEFT);
		Tooltip.install(box, tip);
		return box;
	}

	private void columns() {
		table.setId("latencies");
		table.getStyleClass().add("dense");
		table.setMinHeight(56);
		Label none = new Label("Times the first version, the one shown and its plan, run by run in turn");
		none.getStyleClass().add("caption");
		table.setPlaceholder(none);
		table.getColumns().add(new TextColumn<>("Network", 256, this::name));
		table.getColumns()
				.add(new FigureColumn<>("Median ms", 88, r -> Figures.milliseconds(r.latency().median())));
		table.getColumns().add(new FigureColumn<>("Quartiles ms", 120,
				r -> Figures.milliseconds(r.latency().low()) + " to " + Figures.milliseconds(r.latency().high())));
		table.getColumns().add(new FigureColumn<>("Speed-up", 80, r -> times(result().speedUp(r)),
				r -> "The first version's median over this one's"));
		table.getColumns().add(new FigureColumn<>("By MACs", 80, r -> times(result().speedUpByMacs(r)),
				r -> "What it would be if time went by multiply-accumulates"));
		table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
	}

	private TimingResult result() {
		return java.util.Objects.requireNonNull(bench.timing().shown().get());
	}

	private static String times(double ratio) {
		return String.format(Locale.ROOT, "%.2f ×", ratio);
	}

	private void fixBatch(@Nullable Version version) {
		int fixed = version == null ? 0 : TimingSetup.fixedBatch(version.piece().graph());
		batch.setDisable(fixed > 0);
		batchTip.setText(fixed > 0 ? "The network fixes the batch at " + fixed : "Samples a run");
	}

	private void show(@Nullable TimingResult result) {
		table.getItems().setAll(result == null ? java.util.List.of() : result.rows());
		nodes.show(result);
		advice.setVisible(result != null && result.disappoints());
		say();
	}

	private String name(TimingResult.Row row) {
		return row.plan() ? (changed ? "Earlier plan: " : "Plan: ") + row.name() : row.name();
	}

	private void say() {
		TimingResult result = bench.timing().shown().get();
		PlanEdit edit = bench.edit().get();
		if (bench.timing().busy().get())
			state.setText("Being timed");
		else if (result == null)
			state.setText("");
		else
			state.setText("Shown: " + result.setup().words());
		boolean now = result != null && edit != null && !result.timed(edit);
		if (now != changed) {
			changed = now;
			table.refresh();
		}
	}
}
