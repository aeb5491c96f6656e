package espalier.report;

import java.awt.geom.Rectangle2D;

/**
 * Where small charts lie that share their scales, in as few rows as the width allows.
 *
 * @param width
 *            of all together
 * @param count
 *            of charts
 */
record Cells(double width, int count) {
	private static final double KEYS = 24;
	private static final double NAME = 18;
	/** For numbers at the left of each row. */
	static final double GUTTER = 40;
	/** Between charts of a row. */
	static final double GAP = 22;
	private static final double FOOT = 18;

	/** As many as the width allows. */
	private int most() {
		double wanted = count <= 20 ? 160 : count <= 60 ? 128 : 108;
		return Math.max(1, Math.min(count, (int) ((width - GUTTER + GAP) / (wanted + GAP))));
	}

	int rows() {
		return Math.ceilDiv(count, most());
	}

	/** Rows are as long as each other, so that no chart is left over alone in the last. */
	int columns() {
		return Math.ceilDiv(count, rows());
	}

	double across() {
		return across(columns());
	}

	private double across(int columns) {
		return (width - GUTTER - 12 + GAP) / columns - GAP;
	}

	double down() {
		return Math.round(Math.max(44, Math.min(120, across(most()) * 0.58)));
	}

	double pitch() {
		return NAME + down() + 8;
	}

	double height() {
		return KEYS + rows() * pitch() + FOOT + 12;
	}

	Rectangle2D at(Rectangle2D area, int i) {
		int row = i / columns();
		int column = i % columns();
		return new Rectangle2D.Double(area.getX() + GUTTER + column * (across() + GAP),
				area.getY() + KEYS + row * pitch() + NAME, across(), down());
	}

	/** Whether nothing lies below a cell. */
	boolean lowest(int i) {
		return i + columns() >= count;
	}
}
