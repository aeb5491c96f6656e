package espalier.app;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Evaluation;
import espalier.train.Metrics;

/** Loss and accuracy of a training while it goes on: the training images amber, the validation images green. */
final class TrainingCurves extends StackPane {
	private final Chart loss = new Chart();
	private final Chart accuracy = new Chart();
	private final HBox charts = new HBox(16);
	private @Nullable TrainingRun shown;
	private final ListChangeListener<TrainingRun.Point> onLoss = c -> drawLosses();
	private final ListChangeListener<Metrics> onEpoch = c -> drawEpochs();

	TrainingCurves() {
		Label none = new Label("Loss and accuracy are drawn here while a version is trained");
		none.getStyleClass().add("muted");
		none.visibleProperty().bind(charts.visibleProperty().not());
		charts.getChildren().addAll(titled("Loss", loss), titled("Accuracy", accuracy));
		charts.setVisible(false);
		getChildren().addAll(none, charts);
		accuracy.percent();
	}

	/** A chart under its name and the names of its curves, in their colours. */
	private static Node titled(String title, Chart chart) {
		Label name = new Label(title);
		name.getStyleClass().add("caption");
		HBox line = new HBox(12, name, curve("training", "training-curve"), curve("validation", "validation-curve"));
		line.setPadding(new Insets(0, 0, 0, 48));
		VBox box = new VBox(line, chart);
		VBox.setVgrow(chart, Priority.ALWAYS);
		HBox.setHgrow(box, Priority.ALWAYS);
		return box;
	}

	private static Label curve(String name, String style) {
		Region dash = new Region();
		dash.getStyleClass().add("curve-dash");
		Label label = new Label(name, dash);
		label.getStyleClass().addAll("caption", style);
		return label;
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
		List<XYChart.Data<Number, Number>> measured = new ArrayList<>();
		Evaluation before = run.version().measured();
		if (before != null)
			measured.add(new XYChart.Data<>(0, 100 * before.accuracy().share()));
		run.epochs().forEach(m -> measured.add(new XYChart.Data<>(m.epoch(), 100 * m.accuracy())));
		accuracy.second.getData().setAll(measured);
		accuracy.range();
	}

	/** Two curves over the epochs. */
	private static final class Chart extends LineChart<Number, Number> {
		private final XYChart.Series<Number, Number> first = new XYChart.Series<>();
		private final XYChart.Series<Number, Number> second = new XYChart.Series<>();

		Chart() {
			super(new NumberAxis(), new NumberAxis());
			setAnimated(false);
			setLegendVisible(false);
			getStyleClass().add("curves");
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

		/** Whole tens of percent around what is drawn. */
		void range() {
			NumberAxis y = (NumberAxis) getYAxis();
			DoubleSummaryStatistics drawn = getData().stream().flatMap(s -> s.getData().stream())
					.mapToDouble(d -> d.getYValue().doubleValue()).summaryStatistics();
			if (drawn.getCount() == 0)
				return;
			y.setLowerBound(Math.max(0, 10 * Math.floor((drawn.getMin() - 2) / 10)));
			y.setUpperBound(Math.min(100, 10 * Math.ceil((drawn.getMax() + 2) / 10)));
			y.setTickUnit(y.getUpperBound() - y.getLowerBound() > 40 ? 20 : 10);
		}

		void percent() {
			((NumberAxis) getYAxis()).setAutoRanging(false);
			((NumberAxis) getYAxis()).setUpperBound(100);
			((NumberAxis) getYAxis()).setTickUnit(20);
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
