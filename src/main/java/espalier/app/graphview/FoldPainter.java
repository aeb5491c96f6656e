package espalier.app.graphview;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** What is planned to go, folded to a hatched line that the ribbon passes; with a dashed box where an adapter takes its place. */
final class FoldPainter {
	/** Below this height on the canvas only the line is drawn. */
	private static final double LEAST = 13;
	/** Below this height there is no room for what takes the region's place. */
	private static final double SMALL = 34;

	/** The name of a line may be longer than it: to its sides there is only the ribbon. */
	private static final double OVERHANG = 20;

	private FoldPainter() {}

	/** In canvas units. */
	static void paint(Ink ink, Card card, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		Theme theme = ink.theme();
		boolean adapts = !card.caption.isEmpty();
		boolean little = h < SMALL;
		double arc = 8 * Math.min(ink.zoom(), 2);
		double thin = Math.clamp(8 * ink.zoom(), 3, 14);
		// in a box that is too low for two lines of words the name stands above the line
		double line = adapts && little ? y + h - thin - 2 : y + h / 2 - thin / 2;
		boolean boxed = adapts && h >= 8;
		if (boxed) {
			g.setFill(theme.card());
			g.fillRoundRect(x, y, w, h, arc, arc);
		}
		g.setFill(theme.amberTint());
		g.fillRect(x, line, w, thin);
		ink.hatch(x, line, w, thin, Math.max(4, 5 * ink.zoom()));
		g.setStroke(outline(ink, card));
		g.setLineWidth(1);
		if (boxed) {
			g.setLineDashes(5, 4);
			g.strokeRoundRect(x, y, w, h, arc, arc);
			g.setLineDashes();
		} else {
			g.strokeRect(x, line, w, thin);
		}
		if (h < LEAST)
			return;
		double size = Math.clamp(12 * ink.zoom(), 9, 15);
		double pad = adapts ? Math.clamp(6 * ink.zoom(), 1, 8) : 0;
		g.setFont(ink.words().font(size));
		g.setFill(theme.amberText());
		g.setTextAlign(TextAlignment.CENTER);
		g.setTextBaseline(VPos.BOTTOM);
		double room = adapts ? w - 2 * pad : w + OVERHANG;
		g.fillText(ink.words().fitScope(card.title, size, room), x + w / 2,
				line - (little ? 0 : 2));
		if (!adapts || little)
			return;
		double small = Math.clamp(11 * ink.zoom(), 9, 13);
		g.setFont(ink.words().font(small));
		g.setFill(theme.caption());
		g.setTextBaseline(VPos.TOP);
		g.fillText(ink.words().fit(card.caption, small, w - 2 * pad), x + w / 2, line + thin + 2);
	}

	private static Color outline(Ink ink, Card card) {
		return card.nodes.contains(ink.node()) ? ink.theme().accent() : ink.theme().amber();
	}
}
