package espalier.app;

import javafx.collections.ListChangeListener;
import javafx.concurrent.Task;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

import espalier.cost.Cost;

/** The bottom line: cost before and after, what happened last, what runs and how to stop it. */
final class StatusBar extends HBox {
	private final Workbench bench;
	private final Label cost = new Label();
	private final Label accuracy = new Label();
	private final Label message = new Label();
	private final HBox tasks = new HBox(8);

	StatusBar(Workbench bench) {
		super(16);
		this.bench = bench;
		getStyleClass().add("status-bar");
		setAlignment(Pos.CENTER_LEFT);
		cost.getStyleClass().add("figure");
		cost.setMinWidth(Region.USE_PREF_SIZE);
		message.setId("message");
		message.getStyleClass().add("muted");
		message.setMaxWidth(Double.MAX_VALUE);
		HBox.setHgrow(message, Priority.ALWAYS);
		tasks.setAlignment(Pos.CENTER_RIGHT);
		tasks.setMinWidth(Region.USE_PREF_SIZE);
		accuracy.setId("accuracy-line");
		accuracy.getStyleClass().add("figure");
		accuracy.setMinWidth(Region.USE_PREF_SIZE);
		getChildren().addAll(cost, accuracy, message, tasks);
		bench.draft().subscribe(d -> showCost());
		bench.edit().addListener(o -> showCost());
		bench.message().subscribe(m -> showMessage());
		bench.edit().flatMap(PlanEdit::shortfall).subscribe(s -> showMessage());
		Measuring measuring = bench.data().measuring();
		measuring.current().addListener(o -> showAccuracy());
		measuring.planned().addListener(o -> showAccuracy());
		measuring.obstacle().addListener(o -> showAccuracy());
		showAccuracy();
		bench.running().tasks().addListener((ListChangeListener<Task<?>>) c -> showTasks());
	}

	private void showAccuracy() {
		Measuring measuring = bench.data().measuring();
		accuracy.setText(AccuracyMeter.line(measuring));
		accuracy.setTooltip(measuring.obstacle().get().isEmpty() ? null : new Tooltip(measuring.obstacle().get()));
		accuracy.setManaged(!accuracy.getText().isEmpty());
	}

	private void showCost() {
		PlanEdit edit = bench.edit().get();
		Cost after = bench.preview();
		if (edit == null || after == null) {
			cost.setText("");
			return;
		}
		Cost before = edit.original();
		cost.setText(before.equals(after)
				? Figures.si(before.macs()) + " MACs   " + Figures.si(before.parameters()) + " parameters"
				: line(before.macs(), after.macs(), "MACs") + "   "
						+ line(before.parameters(), after.parameters(), "parameters"));
	}

	private static String line(long before, long after, String unit) {
		return Figures.si(before) + " → " + Figures.si(after) + " " + unit + " " + Figures.change(before, after);
	}

	private void showMessage() {
		PlanEdit edit = bench.edit().get();
		String shortfall = edit == null ? "" : edit.shortfall().get();
		message.setText(shortfall.isEmpty() ? bench.message().get() : shortfall);
		message.setTooltip(message.getText().isEmpty() ? null : new Tooltip(message.getText()));
	}

	private void showTasks() {
		tasks.getChildren().setAll(bench.running().tasks().stream().map(StatusBar::view).toList());
	}

	private static Node view(Task<?> task) {
		Label title = new Label();
		title.textProperty().bind(task.titleProperty());
		Label step = new Label();
		step.textProperty().bind(task.messageProperty());
		step.getStyleClass().add("caption");
		ProgressBar bar = new ProgressBar();
		bar.progressProperty().bind(task.progressProperty());
		bar.setPrefWidth(80);
		Button cancel = new Button("", new FontIcon(MaterialDesignC.CLOSE));
		cancel.getStyleClass().addAll("flat", "tiny-button");
		cancel.setAccessibleText("Cancel");
		// it soon goes away, and would take the focus of a button that its work disables with it
		cancel.setFocusTraversable(false);
		cancel.setTooltip(new Tooltip("Cancel"));
		cancel.setOnAction(e -> task.cancel());
		HBox view = new HBox(8, title, step, bar, cancel);
		view.setAlignment(Pos.CENTER_RIGHT);
		return view;
	}
}
