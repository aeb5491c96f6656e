package espalier.app;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;

import org.jspecify.annotations.Nullable;

/** Which classes are taken for which others most often, where there are too many for a map. */
final class ConfusedPairs extends TableView<Confusion.Pair> {
	private @Nullable Confusion shown;

	ConfusedPairs() {
		setId("confused-pairs");
		getStyleClass().add("dense");
		setPlaceholder(new Label("No class is taken for another"));
		getColumns().add(new TextColumn<>("Class", 160, p -> shown == null ? "" : shown.name(p.truth())));
		getColumns().add(new TextColumn<>("Taken for", 160, p -> shown == null ? "" : shown.name(p.taken())));
		getColumns().add(new FigureColumn<>("Images", 96,
				p -> shown == null ? "" : p.count() + " of " + shown.images(p.truth())));
		getColumns().add(new FigureColumn<>("Share", 72,
				p -> shown == null ? "" : Figures.tenths(shown.share(p.truth(), p.taken()))));
		setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
	}

	void show(Confusion confusion, int most) {
		shown = confusion;
		getItems().setAll(confusion.worst(most));
	}
}
