package espalier.app;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import espalier.app.control.Wrong;

/** A recipe as text, to be changed. */
final class RecipeCard extends VBox {
	/**
	 * @param use
	 *            takes the text, and says what is wrong with it where something is
	 */
	RecipeCard(String title, String json, Runnable close, BiConsumer<String, Consumer<String>> use) {
		super(12);
		setId("recipe-card");
		getStyleClass().add("card");
		setPrefWidth(640);
		setMaxSize(640, Region.USE_PREF_SIZE);
		Label head = new Label("Recipe: " + title);
		head.getStyleClass().add("title");
		TextArea text = new TextArea(json);
		text.setId("recipe-text");
		text.getStyleClass().add("command");
		text.setPrefRowCount(22);
		Wrong wrong = new Wrong("recipe-wrong");
		Button cancel = new Button("Cancel");
		cancel.setCancelButton(true);
		cancel.setOnAction(e -> close.run());
		Button take = new Button("Use recipe");
		take.setId("use-recipe");
		take.getStyleClass().add("accent");
		take.setOnAction(e -> use.accept(text.getText(), wrong::setText));
		HBox line = new HBox(8, cancel, take);
		line.setAlignment(Pos.CENTER_RIGHT);
		getChildren().addAll(head, text, wrong, line);
	}
}
