package espalier.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws text and shapes in a figure's inks. Closing leaves the surface's own colour, letters and stroke as they were. */
final class Pen implements AutoCloseable {
	/** Letters of titles of parts, of all else, and of what has little room. */
	static final double TEXT = 11;
	static final double SMALL = 9.5;
	/** From line to line of small print. */
	static final double LINE = 12;
	static final double TINY = 8;

	/** Which part of a text lies at the point it is drawn at. */
	enum From {
		LEFT, MIDDLE, RIGHT
	}

	final Graphics2D g;
	final Ink ink;
	private final Color color;
	private final Font font;
	private final Stroke stroke;

	Pen(Graphics2D g, Ink ink) {
		this.g = g;
		this.ink = ink;
		color = g.getColor();
		font = g.getFont();
		stroke = g.getStroke();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
		g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
	}

	/** A colour that lets through what lies behind it. */
	static Color veil(Color color, double alpha) {
		return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(alpha * 255));
	}

	/** Letters that can write a text: another font where the ink's lacks a sign of it. */
	private Font letters(String text, double size) {
		Font own = ink.font(size);
		return own.canDisplayUpTo(text) < 0 ? own : new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) size);
	}

	double width(String text, double size) {
		return g.getFontMetrics(letters(text, size)).getStringBounds(text, g).getWidth();
	}

	/** A text on a baseline. */
	void text(String name, double x, double baseline, From from, double size, Color color) {
		if (name.isEmpty())
			return;
		String text = Letters.shown(name).replaceAll("\\s", " ");
		double width = from == From.LEFT ? 0 : width(text, size);
		g.setFont(letters(text, size));
		g.setColor(color);
		g.drawString(text, (float) (x - (from == From.RIGHT ? width : width / 2)), (float) baseline);
	}

	/** A text whose small letters lie around a height. */
	void beside(String text, double x, double middle, From from, double size, Color color) {
		text(text, x, middle + size * 0.36, from, size, color);
	}

	/** As much of a name as fits, with its end, which tells it from others; empty where there is no room for any. */
	String fit(String name, double room, double size) {
		if (width(name, size) <= room)
			return name;
		int low = 0;
		int high = name.length();
		while (low < high) {
			int middle = (low + high + 1) / 2;
			if (width("…" + name.substring(name.length() - middle), size) <= room)
				low = middle;
			else
				high = middle - 1;
		}
		return low < 2 ? "" : "…" + name.substring(name.length() - low);
	}

	/** A text in lines that fit, broken between words, or inside one that is longer than a line. */
	List<String> lines(String text, double room, double size) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (String word : text.strip().split("\\s+")) {
			String rest = word;
			for (int fits = fitting(rest, room, size); fits < rest.length(); fits = fitting(rest, room, size)) {
				if (!line.isEmpty())
					lines.add(line.toString());
				line.setLength(0);
				lines.add(rest.substring(0, fits));
				rest = rest.substring(fits);
			}
			String longer = line.isEmpty() ? rest : line + " " + rest;
			if (!line.isEmpty() && width(longer, size) > room) {
				lines.add(line.toString());
				longer = rest;
			}
			line.replace(0, line.length(), longer);
		}
		lines.add(line.toString());
		return lines;
	}

	/** How much of the beginning of a word fits, one letter at least; no more of it is measured than twice what fits. */
	private int fitting(String word, double room, double size) {
		int low = Math.min(1, word.length());
		int high = low;
		while (high < word.length() && width(word.substring(0, high), size) <= room) {
			low = high;
			high = Math.min(word.length(), 2 * high);
		}
		if (width(word.substring(0, high), size) <= room)
			low = high;
		while (high - low > 1) {
			int middle = (low + high) >>> 1;
			if (width(word.substring(0, middle), size) <= room)
				low = middle;
			else
				high = middle;
		}
		boolean torn = low > 0 && low < word.length()
				&& Character.isSurrogatePair(word.charAt(low - 1), word.charAt(low));
		return !torn ? low : low > 1 ? low - 1 : 2;
	}

	void line(double x1, double y1, double x2, double y2, Color color, double width) {
		outline(new Line2D.Double(x1, y1, x2, y2), color, width);
	}

	void dashes(double x1, double y1, double x2, double y2, Color color, double width) {
		g.setColor(color);
		g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[]{4, 3},
				0));
		g.draw(new Line2D.Double(x1, y1, x2, y2));
	}

	void outline(Shape shape, Color color, double width) {
		g.setColor(color);
		g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
		g.draw(shape);
	}

	void fill(Shape shape, Color color) {
		g.setColor(color);
		g.fill(shape);
	}

	void fill(double x, double y, double width, double height, Color color) {
		fill(new Rectangle2D.Double(x, y, width, height), color);
	}

	static Shape dot(double x, double y, double radius) {
		return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
	}

	@Override
	public void close() {
		g.setColor(color);
		g.setFont(font);
		g.setStroke(stroke);
	}
}
