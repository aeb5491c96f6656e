package espalier.app;

import java.util.function.Function;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;

/** A column of figures, set to the right under its name. */
final class FigureColumn<S> extends TableColumn<S, String> {
	FigureColumn(String name, double width, Function<S, String> text) {
		this(name, width, text, row -> "");
	}

	/** @param tip what hovering a figure says, or empty */
	FigureColumn(String name, double width, Function<S, String> text, Function<S, String> tip) {
		super(name);
		setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
		setCellFactory(c -> new FigureCell<>(tip));
		setPrefWidth(width);
		setSortable(false);
		setReorderable(false);
		getStyleClass().add("figure-column");
	}

	private static final class FigureCell<S> extends TableCell<S, String> {
		private final Function<S, String> tip;

		FigureCell(Function<S, String> tip) {
			this.tip = tip;
			setAlignment(Pos.CENTER_RIGHT);
			getStyleClass().add("figure");
		}

		@Override
		protected void updateItem(@Nullable String text, boolean empty) {
			super.updateItem(text, empty);
			setText(empty ? null : text);
			S row = getTableRow() == null ? null : getTableRow().getItem();
			String said = row == null || empty ? "" : tip.apply(row);
			setTooltip(said.isEmpty() ? null : new Tooltip(said));
		}
	}
}
