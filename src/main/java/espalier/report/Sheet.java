package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A figure on paper under its title, as files hold it.
 *
 * @param width
 *            in points
 */
public record Sheet(Figure figure, double width) {
	/** What suits a page of a paper or a report. */
	public static final double USUAL = 900;
	private static final double MARGIN = 16;
	private static final double TITLE = 14;
	private static final double LEADING = 1.3;
	private static final double GAP = 10;

	/** A sheet of the usual width. */
	public static Sheet of(Figure figure) {
		return new Sheet(figure, USUAL);
	}

	/** In points. */
	public double height() {
		return Math.ceil(head() + figure.height(width - 2 * MARGIN) + MARGIN);
	}

	private double head() {
		Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
		try (Pen pen = new Pen(g, Letters.INK)) {
			return MARGIN + title(pen).size() * TITLE * LEADING + GAP;
		} finally {
			g.dispose();
		}
	}

	private List<String> title(Pen pen) {
		return pen.lines(figure.title(), width - 2 * MARGIN, TITLE);
	}

	/** Draws paper, title and figure from the origin on. */
	public Marks draw(Graphics2D g, Ink ink) {
		double head = head();
		try (Pen pen = new Pen(g, ink)) {
			pen.fill(0, 0, width, height(), ink.paper());
			double baseline = MARGIN + TITLE * 0.8;
			for (String line : title(pen)) {
				pen.text(line, MARGIN, baseline, Pen.From.LEFT, TITLE, ink.text());
				baseline += TITLE * LEADING;
			}
		}
		double inner = width - 2 * MARGIN;
		return figure.draw(g, new Rectangle2D.Double(MARGIN, head, inner, figure.height(inner)), ink);
	}
}
