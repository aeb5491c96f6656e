package espalier.app.graphview;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** What is planned to go, folded to a hatched line that the ribbon passes; with a dashed box where an adapter takes its place. */
final class FoldPainter {
	/** Below this height on the canvas only the line is drawn. */
	private static final double SMALL = 17;

	private FoldPainter() {}

	/** In canvas units. */
	static void paint(Ink ink, Card card, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		Theme theme = ink.theme();
		boolean adapts = !card.caption.isEmpty();
		double arc = 8 * Math.min(ink.zoom(), 2);
		double thin = Math.clamp(8 * ink.zoom(), 3, 14);
		double line = y + h / 2 - thin / 2;
		if (adapts && h >= SMALL) {
			g.setFill(theme.card());
			g.fillRoundRect(x, y, w, h, arc, arc);
		}
		g.setFill(theme.amberTint());
		g.fillRect(x, line, w, thin);
		ink.hatch(x, line, w, thin, Math.max(4, 5 * ink.zoom()));
		if (adapts && h >= 8) {
			g.setStroke(outline(ink, card));
			g.setLineWidth(1);
			g.setLineDashes(5, 4);
			g.strokeRoundRect(x, y, w, h, arc, arc);
			g.setLineDashes();
		} else {
			g.setStroke(outline(ink, card));
			g.setLineWidth(1);
			g.strokeRect(x, line, w, thin);
		}
		if (h < SMALL)
			return;
		double size = Math.clamp(12 * ink.zoom(), 9, 15);
		g.setFont(ink.words().font(size));
		g.setFill(theme.amberText());
		g.setTextAlign(TextAlignment.CENTER);
		g.setTextBaseline(VPos.BOTTOM);
		double pad = adapts ? 6 : 0;
		g.fillText(ink.words().fit(card.title, size, w - 2 * pad), x + w / 2, line - Math.max(1, 2 * ink.zoom()));
		if (!adapts || h < 36)
			return;
		double small = Math.clamp(11 * ink.zoom(), 9, 13);
		g.setFont(ink.words().font(small));
		g.setFill(theme.caption());
		g.setTextBaseline(VPos.TOP);
		g.fillText(ink.words().fit(card.caption, small, w - 2 * pad), x + w / 2,
				line + thin + Math.max(1, 2 * ink.zoom()));
	}

	private static Color outline(Ink ink, Card card) {
		return card.nodes.contains(ink.node()) ? ink.theme().accent() : ink.theme().amber();
	}
}
