package espalier.app;

import java.util.List;
import java.util.Locale;

import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Evaluation;

/** The figures of a version, and beside them those of its plan. */
final class AccuracyTable extends GridPane {
	private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

	AccuracyTable() {
		super(16, 4);
		setId("accuracy-table");
		ColumnConstraints figures = new ColumnConstraints();
		figures.setHalignment(HPos.RIGHT);
		figures.setMinWidth(80);
		getColumnConstraints().addAll(new ColumnConstraints(76), figures, figures);
	}

	void show(String name, Evaluation version, @Nullable Estimate plan) {
		getChildren().clear();
		column(0, List.of("", "Top-1", "95% interval", "Top-5", "Loss", "Images"), "caption");
		column(1, figures(name, version), "figure");
		if (plan != null) {
			column(2, figures("Plan ≈", plan.evaluation()), "figure");
			getChildren().stream().filter(n -> GridPane.getColumnIndex(n) == 2)
					.forEach(n -> n.pseudoClassStateChanged(STALE, !plan.settled()));
		}
		getChildren().stream().filter(n -> GridPane.getRowIndex(n) == 0)
				.forEach(n -> n.getStyleClass().add("caption"));
	}

	private void column(int column, List<String> texts, String style) {
		for (int row = 0; row < texts.size(); row++) {
			Label label = new Label(texts.get(row));
			label.getStyleClass().add(style);
			label.setMinWidth(USE_PREF_SIZE);
			add(label, column, row);
		}
	}

	private static List<String> figures(String name, Evaluation e) {
		return List.of(name, Figures.tenths(e.accuracy().share()),
				String.format(Locale.ROOT, "%.1f–%.1f%%", 100 * e.accuracy().low(), 100 * e.accuracy().high()),
				Figures.tenths((double) e.top5() / e.images()), String.format(Locale.ROOT, "%.3f", e.loss()),
				Integer.toString(e.images()));
	}
}
