package espalier.app;

import java.nio.file.Path;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

import espalier.app.action.Action;
import espalier.app.action.Menus;

/** What the window shows before a network is open: the next step, and what was open lately. */
final class EmptyState extends StackPane {
	private final Workbench bench;
	private final VBox recent = new VBox(4);

	EmptyState(Workbench bench, Action open, Action example) {
		this.bench = bench;
		getStyleClass().add("empty-state");
		Label title = new Label("Open a network to prune");
		title.getStyleClass().add("empty-title");
		Label say = new Label("An ONNX file: drop it here, or choose one. Espalier shows which channels hang together,"
				+ " what each cut costs and saves, and writes a smaller network that is still dense.");
		say.setWrapText(true);
		say.getStyleClass().addAll("muted", "centred");
		say.setMaxWidth(440);
		say.setMinHeight(Region.USE_PREF_SIZE);
		StackPane first = Menus.button(open, false);
		((Button) first.getChildren().getFirst()).getStyleClass().add("accent");
		HBox buttons = new HBox(8, first, Menus.button(example, false));
		buttons.setAlignment(Pos.CENTER);
		recent.setAlignment(Pos.CENTER);
		VBox box = new VBox(16, new Mark(56), title, say, buttons, recent);
		box.setAlignment(Pos.CENTER);
		getChildren().add(box);
		bench.settings().recent().addListener((ListChangeListener<Path>) c -> showRecent());
		showRecent();
	}

	private void showRecent() {
		recent.getChildren().clear();
		if (bench.settings().recent().isEmpty())
			return;
		Label caption = new Label("Opened lately");
		caption.getStyleClass().add("caption");
		recent.getChildren().add(caption);
		for (Path file : bench.settings().recent().stream().limit(5).toList()) {
			Hyperlink link = new Hyperlink(String.valueOf(file.getFileName()),
					new FontIcon(MaterialDesignF.FILE_OUTLINE));
			link.setTooltip(new Tooltip(file.toString()));
			link.setOnAction(e -> bench.open(file));
			recent.getChildren().add(link);
		}
	}
}
