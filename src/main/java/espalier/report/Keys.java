package espalier.report;

import java.awt.Color;

/** What colours mean, in a row: each name follows its line in its colour. */
final class Keys {
	private static final double DASH = 16;
	private final Pen pen;
	private double x;
	private final double y;

	/** @param y middle of the row */
	Keys(Pen pen, double x, double y) {
		this.pen = pen;
		this.x = x;
		this.y = y;
	}

	void line(String name, Color color) {
		pen.line(x, y, x + DASH, y, color, 2);
		named(name);
	}

	void dashes(String name, Color color) {
		pen.dashes(x, y, x + DASH, y, color, 1);
		named(name);
	}

	void box(String name, Color color) {
		pen.fill(x + 3, y - 5, 10, 10, color);
		named(name);
	}

	void frame(String name, Color color) {
		pen.outline(new java.awt.geom.Rectangle2D.Double(x + 3, y - 5, 10, 10), color, 1);
		named(name);
	}

	void ring(String name, Color color) {
		pen.fill(Pen.dot(x + DASH / 2, y, 2.5), color);
		pen.fill(Pen.dot(x + DASH / 2, y, 1.3), pen.ink.paper());
		named(name);
	}

	private void named(String name) {
		pen.beside(name, x + DASH + 5, y, Pen.From.LEFT, Pen.SMALL, pen.ink.text());
		x += DASH + 5 + pen.width(name, Pen.SMALL) + 16;
	}
}
