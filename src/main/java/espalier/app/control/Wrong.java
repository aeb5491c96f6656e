package espalier.app.control;

import javafx.scene.control.Label;

/** What is wrong with what a card asks for; takes no room while nothing is. */
public final class Wrong extends Label {
	public Wrong(String id) {
		setId(id);
		getStyleClass().add("error-text");
		setWrapText(true);
		setMinHeight(USE_PREF_SIZE);
		managedProperty().bind(textProperty().isNotEmpty());
	}
}
