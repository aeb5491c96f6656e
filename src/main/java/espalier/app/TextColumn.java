package espalier.app;

import java.util.function.Function;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;

import org.jspecify.annotations.Nullable;

/** A column of names, told in full on hover: there may be no room for all of one. */
final class TextColumn<S> extends TableColumn<S, String> {
	TextColumn(String name, double width, Function<S, String> text) {
		super(name);
		setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
		setCellFactory(c -> new TextCell<>());
		setPrefWidth(width);
		setSortable(false);
		setReorderable(false);
	}

	private static final class TextCell<S> extends TableCell<S, String> {
		@Override
		protected void updateItem(@Nullable String text, boolean empty) {
			super.updateItem(text, empty);
			setText(empty ? null : text);
			setTooltip(text == null || empty ? null : new Tooltip(text));
		}
	}
}
