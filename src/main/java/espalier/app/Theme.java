package espalier.app;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

/** Light, dark, or what the system says. */
public enum Theme {
	LIGHT("Light"), DARK("Dark"), SYSTEM("Like the system");

	private final String label;

	Theme(String label) {
		this.label = label;
	}

	public String label() {
		return label;
	}

	boolean dark() {
		return this == DARK || this == SYSTEM && Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
	}

	/** Colours every window of the application. */
	void apply() {
		Application.setUserAgentStylesheet(
				dark() ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
	}
}
