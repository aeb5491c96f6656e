package espalier.app;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import org.jspecify.annotations.Nullable;

/** Which classes are taken for which others most often, where there are too many for a map. */
final class ConfusedPairs extends TableView<Confusion.Pair> {
	private @Nullable Confusion shown;

	ConfusedPairs() {
		setId("confused-pairs");
		getStyleClass().add("dense");
		setPlaceholder(new Label("No class is taken for another"));
		getColumns().add(name("Class", true));
		getColumns().add(name("Taken for", false));
		getColumns().add(new FigureColumn<>("Images", 96,
				p -> shown == null ? "" : p.count() + " of " + shown.images(p.truth())));
		getColumns().add(new FigureColumn<>("Share", 72,
				p -> shown == null ? "" : Figures.percent(shown.share(p.truth(), p.taken()))));
		setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
	}

	private TableColumn<Confusion.Pair, String> name(String title, boolean truth) {
		TableColumn<Confusion.Pair, String> column = new TableColumn<>(title);
		column.setCellValueFactory(row -> new ReadOnlyStringWrapper(shown == null
				? ""
				: shown.name(truth ? row.getValue().truth() : row.getValue().taken())));
		column.setSortable(false);
		column.setReorderable(false);
		column.setPrefWidth(160);
		return column;
	}

	void show(Confusion confusion, int most) {
		shown = confusion;
		getItems().setAll(confusion.worst(most));
	}
}
