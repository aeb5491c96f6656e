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
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.app.chart.FigureView;
import espalier.graph.EspalierException;
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
	private Chart.@Nullable Missing said;
	private boolean stale = true;

	/** Draws at most once a frame, and only where it can be seen. */
	private final AnimationTimer timer = new AnimationTimer() {
		@Override
		public void handle(long now) {
			if (stale && seen(ChartsPane.this)) {
				stale = false;
				draw(shown.sight());
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
		Tooltip whole = new Tooltip();
		whole.textProperty().bind(caption.textProperty());
		caption.setTooltip(whole);
		HBox top = new HBox(16, kinds, controls, caption,
				new FigureTools(bench, picker, view::figure, enlarge).node("chart"));
		top.setAlignment(Pos.CENTER_LEFT);
		top.getStyleClass().add("charts-top");
		setTop(top);
		missing.setAlignment(Pos.CENTER);
		setCenter(new StackPane(missing, view));
		view.onPicked(mark -> shown.pick(mark));
		view.onFailed(e -> draw(new Chart.Missing(
				"The chart can't be drawn: " + (e instanceof EspalierException ? DataState.words(e) : e), null)));
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
		view.toTop();
		for (Observable watched : chart.watches())
			watched.addListener(changed);
		later();
	}

	private void later() {
		stale = true;
	}

	/** Whether a part of the window can be seen now. */
	static boolean seen(Region part) {
		for (Node node = part; node != null; node = node.getParent())
			if (!node.isVisible())
				return false;
		return part.getScene() != null && part.getWidth() > 0;
	}

	private void draw(Chart.Sight sight) {
		view.setVisible(sight instanceof Chart.Drawn);
		missing.setVisible(!view.isVisible());
		view.show(sight instanceof Chart.Drawn(var figure) ? figure : null);
		caption.setText(sight instanceof Chart.Drawn(var figure) ? figure.title() : "");
		// what is there already may have the focus
		if (sight instanceof Chart.Missing nothing && !nothing.equals(said)) {
			said = nothing;
			missing.getChildren().setAll(muted(nothing.sentence()));
			if (nothing.action() != null)
				offer(nothing.action());
		}
	}

	/** The act that would help, and why it can't be done where it can't. */
	private void offer(Action action) {
		StackPane button = Menus.button(action, false);
		button.setMaxWidth(Region.USE_PREF_SIZE);
		Label obstacle = muted("");
		obstacle.textProperty().bind(action.obstacle());
		obstacle.managedProperty().bind(obstacle.textProperty().isNotEmpty());
		missing.getChildren().addAll(button, obstacle);
	}

	private static Label muted(String text) {
		Label label = new Label(text);
		label.getStyleClass().add("muted");
		label.setWrapText(true);
		return label;
	}
}
