package espalier.app;

import javafx.collections.ListChangeListener;
import javafx.geometry.Side;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import espalier.train.Metrics;

/** Loss and accuracy of a training while it goes on: the training images amber, the validation images green. */
final class TrainingCurves extends StackPane {
	private final Chart loss = new Chart("Loss", "steps", "validation");
	private final Chart accuracy = new Chart("Accuracy", "training", "validation");
	private final HBox charts = new HBox(16);
	private @Nullable TrainingRun shown;
	private final ListChangeListener<TrainingRun.Point> onLoss = c -> drawLosses();
	private final ListChangeListener<Metrics> onEpoch = c -> drawEpochs();

	TrainingCurves() {
		Label none = new Label("Loss and accuracy are drawn here while a version is trained");
		none.getStyleClass().add("muted");
		none.visibleProperty().bind(charts.visibleProperty().not());
		charts.getChildren().addAll(loss, accuracy);
		charts.setVisible(false);
		getChildren().addAll(none, charts);
		HBox.setHgrow(loss, Priority.ALWAYS);
		HBox.setHgrow(accuracy, Priority.ALWAYS);
		accuracy.percent();
	}

	void show(@Nullable TrainingRun run) {
		if (shown != null) {
			shown.losses().removeListener(onLoss);
			shown.epochs().removeListener(onEpoch);
		}
		shown = run;
		charts.setVisible(run != null);
		if (run == null)
			return;
		run.losses().addListener(onLoss);
		run.epochs().addListener(onEpoch);
		loss.epochs(run.recipe().epochs());
		accuracy.epochs(run.recipe().epochs());
		drawLosses();
		drawEpochs();
	}

	private void drawLosses() {
		TrainingRun run = shown;
		if (run != null)
			loss.first.getData().setAll(run.losses().stream()
					.map(p -> new XYChart.Data<Number, Number>(p.epoch(), p.loss())).toList());
	}

	private void drawEpochs() {
		TrainingRun run = shown;
		if (run == null)
			return;
		loss.second.getData().setAll(run.epochs().stream()
				.map(m -> new XYChart.Data<Number, Number>(m.epoch(), m.loss())).toList());
		accuracy.first.getData().setAll(run.epochs().stream()
				.map(m -> new XYChart.Data<Number, Number>(m.epoch(), 100 * m.trainAccuracy())).toList());
		accuracy.second.getData().setAll(run.epochs().stream()
				.map(m -> new XYChart.Data<Number, Number>(m.epoch(), 100 * m.accuracy())).toList());
	}

	/** Two curves over the epochs. */
	private static final class Chart extends LineChart<Number, Number> {
		private final XYChart.Series<Number, Number> first = new XYChart.Series<>();
		private final XYChart.Series<Number, Number> second = new XYChart.Series<>();

		Chart(String title, String one, String two) {
			super(new NumberAxis(), new NumberAxis());
			setTitle(title);
			setAnimated(false);
			setLegendSide(Side.TOP);
			getStyleClass().add("curves");
			first.setName(one);
			second.setName(two);
			getData().add(first);
			getData().add(second);
			setMinSize(160, 80);
			NumberAxis y = (NumberAxis) getYAxis();
			y.setForceZeroInRange(false);
			y.setMinorTickVisible(false);
			NumberAxis x = (NumberAxis) getXAxis();
			x.setLabel("epoch");
			x.setAutoRanging(false);
			x.setMinorTickVisible(false);
			epochs(1);
		}

		void epochs(int epochs) {
			NumberAxis x = (NumberAxis) getXAxis();
			x.setUpperBound(epochs);
			x.setTickUnit(Math.max(epochs <= 2 ? 0.25 : 1, Math.ceil(epochs / 8.0)));
		}

		void percent() {
			((NumberAxis) getYAxis()).setTickLabelFormatter(new StringConverter<>() {
				@Override
				public String toString(Number value) {
					double v = value.doubleValue();
					return (v == Math.rint(v) ? String.valueOf((long) v) : String.valueOf(v)) + "%";
				}

				@Override
				public Number fromString(String text) {
					return Double.valueOf(text.replace("%", ""));
				}
			});
		}
	}
}
