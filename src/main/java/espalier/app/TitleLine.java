package espalier.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import espalier.app.action.Action;
import espalier.app.action.Menus;
import espalier.session.Version;

/** The uppermost line: the menus, and which version of which network is shown. */
final class TitleLine extends HBox {
	private final Workbench bench;
	private final Consumer<Path> open;
	private final Label title = new Label();
	private final Label name = new Label();
	private final Label version = new Label();

	/** @param open opens a file of the list of recent ones */
	TitleLine(Workbench bench, List<Action> actions, Consumer<Path> open) {
		super(8);
		this.bench = bench;
		this.open = open;
		getStyleClass().add("title-line");
		setAlignment(Pos.CENTER_LEFT);
		MenuBar bar = new MenuBar();
		bar.getMenus().setAll(Menus.of(actions));
		Menu recent = new Menu("Open recent");
		bar.getMenus().getFirst().getItems().add(1, recent);
		bar.getMenus().getFirst().setOnShowing(e -> fill(recent));
		bar.setMinWidth(Region.USE_PREF_SIZE);
		title.getStyleClass().add("muted");
		name.getStyleClass().add("model-name");
		version.getStyleClass().add("version-chip");
		version.setMinWidth(Region.USE_PREF_SIZE);
		Region gap = new Region();
		HBox.setHgrow(gap, Priority.ALWAYS);
		getChildren().addAll(new Mark(20), bar, gap, title, name, version);
		bench.version().subscribe(this::show);
	}

	private void show(@Nullable Version shown) {
		Opened now = bench.opened().get();
		name.setText(shown == null || now == null ? "" : now.name());
		version.setText(shown == null ? "" : "v" + Methods.number(shown));
		version.setVisible(shown != null);
		title.setText(shown == null || shown.parent() == null ? "" : shown.title());
	}

	private void fill(Menu recent) {
		recent.getItems().clear();
		for (Path file : bench.settings().recent()) {
			MenuItem item = new MenuItem(file.toString());
			item.setMnemonicParsing(false);
			item.setOnAction(e -> open.accept(file));
			recent.getItems().add(item);
		}
		recent.setDisable(recent.getItems().isEmpty());
	}
}
