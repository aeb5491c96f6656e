package espalier.app;

import java.util.List;

import javafx.animation.AnimationTimer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import espalier.app.action.Menus;
import espalier.app.chart.FigureView;
import espalier.report.Ink;

/** The Charts tab: one chart at a time, its choices above it, and what can be done with any of them at the right. */
final class ChartsPane extends BorderPane {
	private static final String CHOSEN = "chart";

	private final Workbench bench;
	private final List<Chart> charts;
	private final ToggleGroup choice = new ToggleGroup();
	private final HBox controls = new HBox(8);
	private final FigureView view = new FigureView();
	private final Label caption = new Label();
	private final VBox missing = new VBox(12);
	private final InvalidationListener changed = o -> later();
	private Chart shown;
	private boolean stale = true;

	/** Draws at most once a frame, and only where it can be seen. */
	private final AnimationTimer timer = new AnimationTimer() {
		@Override
		public void handle(long now) {
			if (stale && visible()) {
				stale = false;
				draw();
			}
		}
	};

	/** @param enlarge makes room for the chart, or takes it away again */
	ChartsPane(Workbench bench, FilePicker picker, List<Chart> charts, Runnable enlarge) {
		this.bench = bench;
		this.charts = charts;
		this.shown = charts.getFirst();
		setId("charts");
		getStyleClass().add("charts-pane");
		HBox kinds = new HBox();
		kinds.setId("chart-kinds");
		for (Chart chart : charts)
			kinds.getChildren().add(kind(chart));
		kinds.setAlignment(Pos.CENTER_LEFT);
		kinds.setMinWidth(Region.USE_PREF_SIZE);
		controls.setAlignment(Pos.CENTER_LEFT);
		caption.getStyleClass().add("caption");
		caption.setMinWidth(0);
		HBox.setHgrow(caption, Priority.ALWAYS);
		caption.setMaxWidth(Double.MAX_VALUE);
		HBox top = new HBox(16, kinds, controls, caption,
				new FigureTools(bench, picker, view::figure, enlarge).node("chart"));
		top.setAlignment(Pos.CENTER_LEFT);
		top.getStyleClass().add("charts-top");
		setTop(top);
		missing.setAlignment(Pos.CENTER);
		setCenter(new StackPane(missing, view));
		view.onPicked((mark, e) -> shown.picked(mark, e));
		choose(charts.stream().filter(c -> c.title().equals(bench.settings().text(CHOSEN, ""))).findFirst()
				.orElse(charts.getFirst()));
		sceneProperty().addListener((o, was, is) -> {
			if (is == null)
				timer.stop();
			else
				timer.start();
		});
		localToSceneTransformProperty().addListener(changed);
	}

	/** Colours follow the window's. */
	void dress(boolean dark) {
		view.setInk(dark ? Ink.DARK : Ink.LIGHT);
	}

	/** Shows the chart of a title. */
	void show(String title) {
		charts.stream().filter(c -> c.title().equals(title)).findFirst().ifPresent(this::choose);
	}

	private ToggleButton kind(Chart chart) {
		ToggleButton button = new ToggleButton(chart.title());
		button.setToggleGroup(choice);
		button.setUserData(chart);
		button.getStyleClass().addAll("small", chart == charts.getFirst() ? Styles.LEFT_PILL
				: chart == charts.getLast() ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
		button.setOnAction(e -> choose(chart));
		return button;
	}

	private void choose(Chart chart) {
		shown.watches().forEach(o -> o.removeListener(changed));
		shown = chart;
		choice.getToggles().forEach(t -> t.setSelected(t.getUserData() == chart));
		bench.settings().remember(CHOSEN, chart.title());
		controls.getChildren().setAll(chart.controls());
		view.onDragged(chart.dragging());
		for (Observable watched : chart.watches())
			watched.addListener(changed);
		later();
	}

	private void later() {
		stale = true;
	}

	private boolean visible() {
		for (Node node = this; node != null; node = node.getParent())
			if (!node.isVisible())
				return false;
		return getScene() != null && getWidth() > 0;
	}

	private void draw() {
		Chart.Sight sight = shown.sight();
		view.setVisible(sight instanceof Chart.Drawn);
		missing.setVisible(!view.isVisible());
		switch (sight) {
			case Chart.Drawn(var figure) -> {
				view.show(figure);
				caption.setText(figure.title());
			}
			case Chart.Missing(String sentence, var action) -> {
				view.show(null);
				caption.setText("");
				Label label = new Label(sentence);
				label.getStyleClass().add("muted");
				label.setWrapText(true);
				missing.getChildren().setAll(label);
				if (action != null) {
					StackPane button = Menus.button(action, false);
					button.setMaxWidth(Region.USE_PREF_SIZE);
					missing.getChildren().add(button);
				}
			}
		}
	}
}
