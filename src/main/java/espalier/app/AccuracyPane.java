package espalier.app;

import java.util.List;
import java.util.Locale;

import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.evaluate.Distance;
import espalier.evaluate.Evaluation;
import espalier.session.Version;

/** What the version shown gets right: figures beside the plan's, what is taken for what, and the classes by accuracy. */
final class AccuracyPane extends StackPane {
	/** With more classes, cells are too small to be told apart. */
	private static final int MOST_CELLS = 30;
	private static final int MOST_PAIRS = 100;
	private static final double WIDEST_PAIRS = 720;
	private static final double WIDEST_BARS = 560;

	private final Workbench bench;
	private final Label empty = new Label();
	private final AccuracyTable figures = new AccuracyTable();
	private final Label leftOut = new Label();
	private final GridPane distance = new GridPane(16, 4);
	private final ConfusionMap map = new ConfusionMap();
	private final ConfusedPairs pairs = new ConfusedPairs();
	private final Label mapCaption = new Label();
	private final ClassBars bars = new ClassBars();
	private final VBox middle = new VBox(4);
	private final HBox columns;
	private @Nullable Evaluation drawn;

	AccuracyPane(Workbench bench, Action measure, Action compare) {
		this.bench = bench;
		setId("accuracy-pane");
		getStyleClass().add("bottom-pane");
		empty.setId("accuracy-empty");
		empty.getStyleClass().add("muted");
		empty.setWrapText(true);
		leftOut.getStyleClass().add("caption");
		leftOut.setMaxWidth(264);
		VBox left = new VBox(8, figures, leftOut);
		left.setMinWidth(264);
		left.setPrefWidth(264);
		columns = new HBox(16, left, actions(measure, compare), middle(), byClass());
		getChildren().addAll(empty, columns);
		bench.version().subscribe(v -> show());
		bench.images().subscribe(i -> show());
		bench.comparing().shown().subscribe(d -> showDistance(d));
		Measuring measuring = bench.data().measuring();
		measuring.planned().addListener(o -> show());
		measuring.obstacle().addListener(o -> show());
		show();
	}

	private Node actions(Action measure, Action compare) {
		Action all = new Action("Run", bench.images().map(i -> "Measure on all "
				+ Figures.count(i.splits().validation().size(), "image")).orElse("Measure on all images"),
				measure.icon(), measure::run).unless(measure.obstacle());
		ColumnConstraints right = new ColumnConstraints();
		right.setHalignment(HPos.RIGHT);
		right.setHgrow(Priority.ALWAYS);
		distance.getColumnConstraints().addAll(new ColumnConstraints(), right);
		distance.setId("distance");
		VBox box = new VBox(8, wide(all, "measure-all"), wide(compare, "compare"), distance);
		box.setMinWidth(240);
		box.setPrefWidth(240);
		return box;
	}

	private static Node wide(Action action, String id) {
		StackPane button = Menus.button(action, false);
		Region inner = (Region) button.getChildren().getFirst();
		inner.setId(id);
		inner.setMaxWidth(Double.MAX_VALUE);
		inner.getStyleClass().add("start");
		return button;
	}

	private Node middle() {
		StackPane either = new StackPane(map, pairs);
		either.setMinHeight(0);
		VBox.setVgrow(either, Priority.ALWAYS);
		mapCaption.getStyleClass().add("caption");
		middle.getChildren().setAll(mapCaption, either);
		HBox.setHgrow(middle, Priority.ALWAYS);
		return middle;
	}

	private Node byClass() {
		Label caption = new Label("By class, worst first");
		caption.getStyleClass().add("caption");
		bars.setMinHeight(0);
		VBox.setVgrow(bars, Priority.ALWAYS);
		VBox box = new VBox(4, caption, bars);
		box.setMinWidth(192);
		box.setPrefWidth(224);
		box.setMaxWidth(WIDEST_BARS);
		HBox.setHgrow(box, Priority.SOMETIMES);
		return box;
	}

	private void show() {
		Version version = bench.version().get();
		Evaluation measured = version == null ? null : version.measured();
		columns.setVisible(measured != null);
		empty.setVisible(measured == null);
		empty.setText(nextStep());
		if (version == null || measured == null)
			return;
		figures.show("v" + Methods.number(version), measured, bench.data().measuring().planned().get());
		leftOut.setText(measured.skipped().isEmpty() ? "" : "Left out: " + measured.skipped());
		leftOut.setTooltip(leftOut.getText().isEmpty() ? null : new Tooltip(leftOut.getText()));
		if (measured != drawn)
			draw(new Confusion(measured));
		drawn = measured;
	}

	private String nextStep() {
		if (bench.images().get() == null)
			return "Choose images on the Data tab: then the accuracy is measured here";
		String obstacle = bench.data().measuring().obstacle().get();
		return obstacle.isEmpty() ? "Being measured" : obstacle;
	}

	private void draw(Confusion confusion) {
		boolean few = confusion.classes() <= MOST_CELLS;
		map.setVisible(few);
		pairs.setVisible(!few);
		middle.setMaxWidth(few ? ConfusionMap.widest(confusion) : WIDEST_PAIRS);
		mapCaption.setText(few ? "Rows: the true class; columns: what it is taken for" : "Confused most");
		if (few)
			map.show(confusion);
		else
			pairs.show(confusion, MOST_PAIRS);
		bars.show(confusion);
	}

	private void showDistance(@Nullable Distance found) {
		distance.getChildren().clear();
		if (found == null)
			return;
		List<String> names = List.of("Cosine to v1", "Mean square error", "Same answer", "On");
		List<String> texts = List.of(String.format(Locale.ROOT, "%.4f", found.cosine()),
				String.format(Locale.ROOT, "%.3g", found.meanSquare()), Figures.tenths(found.agreement()),
				Figures.count(found.images(), "image"));
		for (int row = 0; row < names.size(); row++) {
			Label name = new Label(names.get(row));
			name.getStyleClass().add("caption");
			Label figure = new Label(texts.get(row));
			figure.getStyleClass().add("figure");
			distance.addRow(row, name, figure);
		}
	}
}
