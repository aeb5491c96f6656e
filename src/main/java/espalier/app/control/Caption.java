package espalier.app.control;

import javafx.scene.control.Label;

/** What stands beside a field; never cut short. */
public final class Caption extends Label {
	public Caption(String text) {
		super(text);
		getStyleClass().add("caption");
		setMinWidth(USE_PREF_SIZE);
	}
}
