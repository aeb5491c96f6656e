package espalier.app;

import javafx.scene.layout.Region;
import javafx.scene.shape.Line;

/** Espalier's mark: a stem with branches on a frame, one of them cut. */
final class Mark extends Region {
	private final double size;

	Mark(double size) {
		this.size = size;
		getStyleClass().add("mark");
		setMinSize(size, size);
		setPrefSize(size, size);
		setMaxSize(size, size);
		add(16, 3, 16, 29, "mark-stem");
		add(4, 8, 28, 8, "mark-branch");
		add(4, 16, 16, 16, "mark-branch");
		add(16, 16, 28, 16, "mark-cut");
		add(4, 24, 28, 24, "mark-branch");
	}

	private void add(double x1, double y1, double x2, double y2, String style) {
		double scale = size / 32;
		Line line = new Line(x1 * scale, y1 * scale, x2 * scale, y2 * scale);
		line.setStrokeWidth(3 * scale);
		if (style.equals("mark-cut"))
			line.getStrokeDashArray().addAll(2 * scale, 5 * scale);
		line.getStyleClass().add(style);
		getChildren().add(line);
	}
}
