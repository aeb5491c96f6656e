package espalier.app.control;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

import org.jspecify.annotations.Nullable;

/** Draws tiles in the colours of the style sheet: what is planned to go is tinted and struck through. */
record TilePainter(GraphicsContext g, Rectangle ground, Rectangle caption, Rectangle lit, Rectangle cut,
		Rectangle cutText) {
	private static final Font LETTERS = Font.font(11);
	private static final double FADED = 0.55;
	private static final double TINT = 0.25;

	void clear(double width, double height) {
		g.clearRect(0, 0, width, height);
	}

	/** Pixels are enlarged by whole factors, so that they stay squares; what is too large is softened. */
	void tile(@Nullable Image image, double x, double y, double width, double height, boolean struck) {
		if (image == null) {
			g.setFill(TileGrid.color(ground));
			g.fillRect(x, y, width, height);
		} else {
			double factor = Math.min(width / image.getWidth(), height / image.getHeight());
			double whole = factor >= 1 ? Math.floor(factor) : factor;
			double w = Math.round(image.getWidth() * whole);
			double h = Math.round(image.getHeight() * whole);
			g.setImageSmoothing(factor < 1);
			g.setGlobalAlpha(struck ? FADED : 1);
			g.drawImage(image, x + Math.floor((width - w) / 2), y + Math.floor((height - h) / 2), w, h);
			g.setGlobalAlpha(1);
		}
		if (!struck)
			return;
		Color amber = TileGrid.color(cut);
		g.setFill(amber.deriveColor(0, 1, 1, TINT));
		g.fillRect(x, y, width, height);
		g.setStroke(amber);
		g.setLineWidth(1);
		g.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
		g.setLineWidth(2);
		g.setLineCap(StrokeLineCap.BUTT);
		g.strokeLine(x + 1, y + height - 1, x + width - 1, y + 1);
	}

	void frame(double x, double y, double width, double height, boolean chosen, boolean focused, boolean over) {
		if (!chosen && !over)
			return;
		g.setStroke(chosen ? TileGrid.color(lit) : TileGrid.color(caption));
		g.setLineWidth(focused ? 2 : chosen ? 1.5 : 1);
		g.strokeRect(x - 1, y - 1, width + 2, height + 2);
	}

	void caption(String text, double x, double y, double width, boolean struck, boolean chosen) {
		g.setFont(LETTERS);
		g.setTextAlign(TextAlignment.CENTER);
		g.setTextBaseline(VPos.CENTER);
		Color color = struck ? TileGrid.color(cutText) : chosen ? TileGrid.color(lit) : TileGrid.color(caption);
		g.setFill(color);
		double middle = Math.round(y + TileRaster.CAPTION / 2);
		g.fillText(text, x + width / 2, middle, width);
		if (!struck)
			return;
		Text measure = new Text(text);
		measure.setFont(LETTERS);
		double half = Math.min(width, measure.getLayoutBounds().getWidth()) / 2 + 2;
		g.setStroke(color);
		g.setLineWidth(1);
		g.strokeLine(x + width / 2 - half, middle + 0.5, x + width / 2 + half, middle + 0.5);
	}
}
