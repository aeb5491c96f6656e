package espalier.app.graphview;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;

import org.jspecify.annotations.Nullable;

/** The whole scene in a corner with what is seen of it framed; shown when not all is seen. */
final class Minimap extends Canvas {
	static final double WIDTH = 184;
	static final double HEIGHT = 112;
	private static final double MARGIN = 8;

	private Viewport map = new Viewport(1, 0, 0);

	Minimap() {
		super(WIDTH, HEIGHT);
		setManaged(false);
		getStyleClass().add("minimap");
	}

	/** Cost: rooms and cards that are over a pixel in the map. */
	void draw(@Nullable Layout layout, Viewport seen, double width, double height, Theme theme, GroupColors colors) {
		if (layout == null || layout.width() * seen.zoom() <= width && layout.height() * seen.zoom() <= height) {
			setVisible(false);
			return;
		}
		setVisible(true);
		map = Viewport.showing(new double[]{0, 0, layout.width(), layout.height()}, WIDTH, HEIGHT, MARGIN, 1);
		GraphicsContext g = getGraphicsContext2D();
		g.setFill(theme.surface(1));
		g.fillRect(0, 0, WIDTH, HEIGHT);
		for (Item item : layout.scene().items()) {
			double[] box = layout.box(item);
			if (box == null || item.parent == null)
				continue;
			double w = box[2] * map.zoom();
			double h = box[3] * map.zoom();
			if (w < 1 && h < 1)
				continue;
			g.setFill(item instanceof Card card ? colors.tint(card.group, theme.dark()) : theme.surface(2));
			g.fillRect(map.screenX(box[0]), map.screenY(box[1]), Math.max(1, w), Math.max(1, h));
		}
		g.setStroke(theme.border());
		g.setLineWidth(1);
		g.strokeRect(0.5, 0.5, WIDTH - 1, HEIGHT - 1);
		double x1 = Math.clamp(map.screenX(seen.sceneX(0)), 1, WIDTH - 1);
		double y1 = Math.clamp(map.screenY(seen.sceneY(0)), 1, HEIGHT - 1);
		double x2 = Math.clamp(map.screenX(seen.sceneX(width)), 1, WIDTH - 1);
		double y2 = Math.clamp(map.screenY(seen.sceneY(height)), 1, HEIGHT - 1);
		g.setStroke(theme.accent());
		g.setLineWidth(1.5);
		g.strokeRect(x1, y1, x2 - x1, y2 - y1);
	}

	/** The view whose middle is at a point of the map. */
	Viewport centred(Viewport seen, double x, double y, double width, double height) {
		return new Viewport(seen.zoom(), width / 2 - map.sceneX(x) * seen.zoom(),
				height / 2 - map.sceneY(y) * seen.zoom());
	}
}
