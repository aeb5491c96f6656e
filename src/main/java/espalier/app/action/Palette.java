package espalier.app.action;

import java.util.Comparator;
import java.util.List;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Every action by a few letters of its name. */
public final class Palette extends VBox {
	private final List<Action> actions;
	private final Runnable close;
	private final TextField typed = new TextField();
	private final ListView<Action> found = new ListView<>();

	public Palette(List<Action> actions, Runnable close) {
		this.actions = actions;
		this.close = close;
		getStyleClass().addAll("card", "palette");
		typed.setPromptText("What do you want to do?");
		typed.setId("palette-text");
		found.setId("palette-list");
		found.setCellFactory(list -> new Entry());
		found.setFocusTraversable(false);
		found.setOnMouseClicked(e -> perform());
		VBox.setVgrow(found, Priority.ALWAYS);
		getChildren().addAll(typed, found);
		typed.textProperty().addListener(o -> search());
		typed.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
		search();
	}

	@Override
	public void requestFocus() {
		typed.requestFocus();
	}

	private void key(KeyEvent e) {
		int at = found.getSelectionModel().getSelectedIndex();
		switch (e.getCode()) {
			case DOWN -> choose(at + 1);
			case UP -> choose(at - 1);
			case ENTER -> perform();
			case ESCAPE -> close.run();
			default -> {
				return;
			}
		}
		e.consume();
	}

	private void choose(int index) {
		int size = found.getItems().size();
		if (size == 0)
			return;
		found.getSelectionModel().select((index + size) % size);
		found.scrollTo(found.getSelectionModel().getSelectedIndex());
	}

	private void search() {
		String text = typed.getText();
		found.getItems().setAll(actions.stream().filter(a -> fit(text, a) > 0)
				.sorted(Comparator.comparing((Action a) -> !a.enabled()).thenComparingInt(a -> -fit(text, a)))
				.toList());
		found.getSelectionModel().selectFirst();
		found.scrollTo(0);
	}

	private static int fit(String text, Action action) {
		return Math.max(Fuzzy.fit(text, action.name().getValue()),
				Fuzzy.fit(text, action.menu() + " " + action.name().getValue()) / 2);
	}

	private void perform() {
		Action chosen = found.getSelectionModel().getSelectedItem();
		if (chosen == null || !chosen.enabled())
			return;
		close.run();
		chosen.run();
	}

	private static final class Entry extends ListCell<Action> {
		private final FontIcon icon = new FontIcon();
		private final Label name = new Label();
		private final Label note = new Label();
		private final Label keys = new Label();
		private final HBox row = new HBox(8);

		Entry() {
			note.getStyleClass().add("caption");
			keys.getStyleClass().add("keys");
			keys.setMinWidth(Region.USE_PREF_SIZE);
			name.setMinWidth(Region.USE_PREF_SIZE);
			HBox.setHgrow(note, Priority.ALWAYS);
			note.setMaxWidth(Double.MAX_VALUE);
			row.getStyleClass().add("palette-row");
			row.getChildren().addAll(icon, name, note, keys);
			row.setPrefWidth(0);
		}

		@Override
		protected void updateItem(@Nullable Action action, boolean empty) {
			super.updateItem(action, empty);
			setGraphic(action == null || empty ? null : row);
			if (action == null || empty)
				return;
			icon.setIconCode(action.icon());
			name.setText(action.name().getValue());
			note.setText(action.enabled() ? action.menu() : action.obstacle().getValue());
			keys.setText(action.shortcut() == null ? "" : action.shortcut().getDisplayText());
			row.setOpacity(action.enabled() ? 1 : 0.6);
		}
	}
}
