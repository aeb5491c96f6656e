package espalier.app;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;

import espalier.app.control.CostBar;

/** Accuracy by class as thin bars, worst first. */
final class ClassBars extends ListView<Integer> {
	private static final double SCROLL_BAR = 24;

	private @Nullable Confusion shown;

	ClassBars() {
		setId("class-bars");
		getStyleClass().addAll("dense", "class-bars");
		setFocusTraversable(false);
		setCellFactory(list -> new ClassCell());
	}

	void show(Confusion confusion) {
		shown = confusion;
		getItems().setAll(confusion.worstFirst());
		refresh();
	}

	private final class ClassCell extends ListCell<Integer> {
		private final Label name = new Label();
		private final CostBar bar = new CostBar();
		private final Label share = new Label();
		private final HBox row = new HBox(8, name, bar, share);
		private final Tooltip tip = new Tooltip();

		ClassCell() {
			row.setAlignment(Pos.CENTER_LEFT);
			row.prefWidthProperty().bind(ClassBars.this.widthProperty().subtract(SCROLL_BAR));
			name.setMinWidth(72);
			name.setPrefWidth(72);
			share.setMinWidth(48);
			share.setAlignment(Pos.CENTER_RIGHT);
			share.getStyleClass().add("figure");
			bar.getStyleClass().add("share-bar");
			HBox.setHgrow(bar, Priority.ALWAYS);
		}

		@Override
		protected void updateItem(@Nullable Integer c, boolean empty) {
			super.updateItem(c, empty);
			Confusion confusion = shown;
			boolean some = c != null && !empty && confusion != null;
			setGraphic(some ? row : null);
			setTooltip(some ? tip : null);
			if (c == null || empty || confusion == null)
				return;
			int images = confusion.images(c);
			name.setText(confusion.name(c));
			bar.show(confusion.share(c, c));
			share.setText(images == 0 ? "–" : Figures.tenths(confusion.share(c, c)));
			tip.setText(images == 0 ? "No images of " + confusion.name(c) : confusion.sentence(c, c));
		}
	}
}
