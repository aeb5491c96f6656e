package espalier.app.action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** Menus, buttons and the cheat sheet, made of actions. */
public final class Menus {
	private Menus() {}

	/** One menu for each menu name, in order of first use. */
	public static List<Menu> of(List<Action> actions) {
		Map<String, Menu> menus = new LinkedHashMap<>();
		for (Action action : actions) {
			Menu menu = menus.computeIfAbsent(action.menu(), title -> new Menu(title));
			if (action.afterLine() && !menu.getItems().isEmpty())
				menu.getItems().add(new SeparatorMenuItem());
			menu.getItems().add(item(action));
		}
		return new ArrayList<>(menus.values());
	}

	private static MenuItem item(Action action) {
		MenuItem item = new MenuItem("", new FontIcon(action.icon()));
		item.textProperty().bind(action.name());
		item.setMnemonicParsing(false);
		item.setAccelerator(action.shortcut());
		item.disableProperty().bind(action.disabled());
		item.setOnAction(e -> action.run());
		return item;
	}

	/** A button that says on hover what it does, or why it can't; wrapped, since disabled nodes get no hover. */
	public static StackPane button(Action action, boolean iconOnly) {
		Button button = new Button("", new FontIcon(action.icon()));
		button.textProperty().bind(action.name());
		button.disableProperty().bind(action.disabled());
		button.setOnAction(e -> action.run());
		if (iconOnly) {
			button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
			button.getStyleClass().addAll("flat", "button-icon");
		}
		button.setMnemonicParsing(false);
		StackPane wrapper = new StackPane(button);
		Tooltip tip = new Tooltip();
		String keys = action.shortcut() == null ? "" : "  " + action.shortcut().getDisplayText();
		tip.textProperty().bind(action.obstacle()
				.flatMap(reason -> reason.isEmpty() ? action.name().map(n -> n + keys) : action.obstacle()));
		Tooltip.install(wrapper, tip);
		return wrapper;
	}

	/** All shortcuts, by menu. */
	public static VBox cheatSheet(List<Action> actions, Map<String, String> more) {
		Map<String, GridPane> grids = new LinkedHashMap<>();
		for (Action action : actions)
			if (action.shortcut() != null)
				row(grids, action.menu(), action.name().getValue(), action.shortcut().getDisplayText());
		more.forEach((what, keys) -> row(grids, "Anywhere", what, keys));
		HBox columns = new HBox(32);
		for (GridPane grid : grids.values())
			shortest(columns, Math.min(3, grids.size())).getChildren().add(grid);
		Label title = new Label("Keyboard and mouse");
		title.getStyleClass().add("title");
		VBox sheet = new VBox(16, title, columns);
		sheet.getStyleClass().addAll("card", "cheat-sheet");
		sheet.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
		return sheet;
	}

	/** The column with the fewest lines; a new one while there are fewer than so many. */
	private static VBox shortest(HBox columns, int count) {
		if (columns.getChildren().size() < count) {
			VBox column = new VBox(16);
			columns.getChildren().add(column);
			return column;
		}
		return columns.getChildren().stream().map(VBox.class::cast).min(Comparator.comparingInt(Menus::lines))
				.orElseThrow();
	}

	private static int lines(VBox column) {
		return column.getChildren().stream().mapToInt(grid -> ((GridPane) grid).getRowCount()).sum();
	}

	private static void row(Map<String, GridPane> grids, String menu, String what, String keys) {
		GridPane grid = grids.computeIfAbsent(menu, name -> {
			GridPane fresh = new GridPane(16, 4);
			Label head = new Label(name);
			head.getStyleClass().add("caption");
			fresh.add(head, 0, 0, 2, 1);
			return fresh;
		});
		Label shortcut = new Label(keys);
		shortcut.getStyleClass().add("keys");
		shortcut.setMinWidth(Region.USE_PREF_SIZE);
		Label name = new Label(what);
		name.setMinWidth(Region.USE_PREF_SIZE);
		grid.addRow(grid.getRowCount(), name, shortcut);
	}
}
