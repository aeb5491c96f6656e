package espalier.app;

import javafx.stage.Screen;
import javafx.stage.Stage;

/** Where the window was last time. */
final class WindowPlace {
	private WindowPlace() {}

	static void restore(Stage stage, Settings settings) {
		double x = settings.number("x", Double.NaN);
		double y = settings.number("y", 0);
		// the screen it was on may be gone
		if (!Double.isNaN(x) && !Screen.getScreensForRectangle(x, y, 200, 100).isEmpty()) {
			stage.setX(x);
			stage.setY(y);
		}
		stage.setMaximized(settings.number("maximised", 0) > 0);
	}

	static void remember(Stage stage, Settings settings) {
		settings.remember("maximised", stage.isMaximized() ? 1 : 0);
		if (stage.isMaximized())
			return;
		settings.remember("x", stage.getX());
		settings.remember("y", stage.getY());
		settings.remember("width", stage.getScene().getWidth());
		settings.remember("height", stage.getScene().getHeight());
	}
}
