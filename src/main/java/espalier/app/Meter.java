package espalier.app;

import java.util.function.Function;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import espalier.app.control.CostBar;

/** A figure before and after, with a bar of what stays. */
final class Meter extends VBox {
	private final Label caption = new Label();
	private final Label change = new Label();
	private final Label figures = new Label();
	private final CostBar bar = new CostBar();

	Meter(String name) {
		super(2);
		getStyleClass().add("meter");
		caption.setText(name);
		caption.getStyleClass().add("caption");
		caption.setMinWidth(Region.USE_PREF_SIZE);
		change.setMinWidth(Region.USE_PREF_SIZE);
		change.getStyleClass().addAll("caption", "figure", "change");
		figures.getStyleClass().add("figure");
		figures.setMinWidth(Region.USE_PREF_SIZE);
		Region gap = new Region();
		HBox.setHgrow(gap, Priority.ALWAYS);
		getChildren().addAll(new HBox(4, caption, gap, change), figures, bar);
		setMinWidth(120);
	}

	/** A cost. */
	void show(long before, long after, Function<Long, String> text) {
		boolean same = before == after;
		show(same ? text.apply(before) : text.apply(before) + " → " + text.apply(after),
				same ? "" : Figures.change(before, after), before == 0 ? 1 : after / (double) before);
	}

	/** @param share length of the bar, 0 to 1 */
	void show(String value, String beside, double share) {
		figures.setText(value);
		change.setText(beside);
		bar.show(share);
	}
}
