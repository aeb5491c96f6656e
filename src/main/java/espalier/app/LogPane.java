package espalier.app;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

import javafx.collections.ListChangeListener;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

/** What was done, with the command that does the same; copy one line or the whole as a script. */
final class LogPane extends ListView<ActLog.Entry> {
	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

	private final ActLog log;

	LogPane(ActLog log) {
		this.log = log;
		setId("log");
		getStyleClass().addAll("log", "dense");
		setItems(log.entries());
		Label none = new Label("Acts are listed here, each with the command that does the same");
		none.getStyleClass().add("caption");
		setPlaceholder(none);
		setCellFactory(view -> new EntryCell());
		MenuItem one = new MenuItem("Copy command");
		one.setAccelerator(new KeyCodeCombination(javafx.scene.input.KeyCode.C, KeyCombination.SHORTCUT_DOWN));
		one.setOnAction(e -> {
			ActLog.Entry chosen = getSelectionModel().getSelectedItem();
			if (chosen != null)
				copy(chosen.command());
		});
		MenuItem all = new MenuItem("Copy all as a script");
		all.setOnAction(e -> copy(this.log.script()));
		setContextMenu(new ContextMenu(one, all));
		log.entries().addListener((ListChangeListener<ActLog.Entry>) c -> scrollTo(log.entries().size() - 1));
	}

	static void copy(String text) {
		ClipboardContent content = new ClipboardContent();
		content.putString(text);
		Clipboard.getSystemClipboard().setContent(content);
	}

	private static final class EntryCell extends ListCell<ActLog.Entry> {
		private final Label time = new Label();
		private final Label act = new Label();
		private final Label command = new Label();
		private final HBox row = new HBox(12, time, act, command);

		EntryCell() {
			time.getStyleClass().addAll("caption", "figure");
			time.setMinWidth(Region.USE_PREF_SIZE);
			act.setMinWidth(Region.USE_PREF_SIZE);
			command.getStyleClass().add("command");
			row.setPrefWidth(0);
		}

		@Override
		protected void updateItem(ActLog.@Nullable Entry entry, boolean empty) {
			super.updateItem(entry, empty);
			setGraphic(entry == null || empty ? null : row);
			if (entry == null || empty)
				return;
			time.setText(TIME.format(entry.time()));
			act.setText(entry.act());
			command.setText(entry.command());
		}
	}
}
