package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** A chart of fixed content, which can be drawn at any size on any surface: a window, PNG, SVG or PDF. */
public interface Figure {
	/** Stem of the names of its files, as in {@code sensitivity}. */
	String name();

	/** One line that says what is seen. */
	String title();

	/** The height in points that suits a width; what has a row for each group grows with them. */
	default double height(double width) {
		return Math.round(width * 0.62);
	}

	/**
	 * The height in points below which it can't be read at a width; where there is less room, it scrolls. May be more than
	 * {@link #height}, which is to fit on a page.
	 */
	default double least(double width) {
		return height(width);
	}

	/** The numbers that are drawn. */
	Table table();

	/**
	 * Draws into an area, and tells where things lie for those who point at them. Changes nothing; cost is in the marks that are
	 * drawn.
	 */
	Marks draw(Graphics2D g, Rectangle2D area, Ink ink);
}
