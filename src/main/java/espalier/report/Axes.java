package espalier.report;

import java.awt.BasicStroke;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.plot.PlotRenderingInfo;

/** Two linear axes with their grid and numbers, drawn by JFreeChart around an area that is known beforehand. */
record Axes(Axis x, Axis y) {
	private static final DecimalFormatSymbols SIGNS = signs();
	/** Room for numbers at the left, and for numbers and a name below. */
	static final double LEFT = 44;
	static final double BELOW = 30;
	static final double ABOVE = 18;
	/** Numbers that differ by less are drawn as equal: there are hardly any between them to count by. */
	private static final double LEAST = 1e-290;

	private static DecimalFormatSymbols signs() {
		DecimalFormatSymbols signs = DecimalFormatSymbols.getInstance(Locale.ROOT);
		signs.setMinusSign('\u2212');
		return signs;
	}

	/**
	 * One axis.
	 *
	 * @param name
	 *            with its unit; drawn above or below
	 * @param pattern
	 *            of its numbers, as {@link DecimalFormat} reads it, or {@link #NUMBER}
	 * @param step
	 *            between numbers, or 0 for what fits
	 */
	record Axis(String name, double low, double high, String pattern, double step) {
		static final String PERCENT = "0.##%";
		private static final double LEAST_PERCENT = 1e-4;
		/** As many decimals as its step has, powers of ten where that were many. */
		static final String NUMBER = "";
		private static final int MOST_DECIMALS = 5;

		/** From 0 to 1. */
		static Axis share(String name) {
			return new Axis(name, 0, 1, PERCENT, 0);
		}

		/** Around numbers, with some room at both ends; never empty, and not below 0 without need. */
		static Axis around(String name, double low, double high, String pattern) {
			double room = high - low > LEAST ? (high - low) * 0.06 : Math.max(1e-6, Math.abs(low) * 0.05);
			return new Axis(name, low >= 0 ? Math.max(0, low - room) : low - room, high + room, pattern, 0);
		}

		/** Not beyond these ends. */
		Axis within(double least, double most) {
			return new Axis(name, Math.max(least, low), Math.min(most, high), pattern, step);
		}

		Axis every(double otherStep) {
			return new Axis(name, low, high, pattern, otherStep);
		}

		/** With as many numbers as have room over a length in points. */
		Axis over(double length, double room) {
			double least = (high - low) * room / Math.max(room, length);
			double power = Math.pow(10, Math.floor(Math.log10(least)));
			double nice = least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10;
			return every(nice * power);
		}

		/** With a finer step where else one number would be all there is to read lengths by. */
		Axis readable() {
			boolean fine = pattern.equals(PERCENT) && step < 2 * LEAST_PERCENT;
			if (fine || Math.floor(high / step) > Math.ceil(low / step))
				return this;
			double power = Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
			double digit = Math.round(step / power);
			return every(digit == 5 ? 2 * power : step / 2);
		}

		String format() {
			if (!pattern.isEmpty())
				return pattern;
			double largest = Math.max(Math.abs(low), Math.abs(high));
			double by = step > 0 ? step : largest / 10;
			int decimals = (int) Math.max(0, Math.ceil(-Math.log10(by) - 1e-9));
			if (largest == 0 || decimals <= MOST_DECIMALS && largest < 1e7)
				return decimals == 0 ? "0" : "0." + "0".repeat(decimals);
			int digits = (int) Math.max(0, Math.floor(Math.log10(largest)) + decimals);
			return "0." + "#".repeat(Math.max(1, digits)) + "E0";
		}

		private NumberAxis drawn(Ink ink, boolean numbered) {
			NumberAxis axis = new NumberAxis();
			axis.setRange(low, high);
			axis.setNumberFormatOverride(new DecimalFormat(format(), SIGNS));
			axis.setTickLabelFont(ink.font(Pen.SMALL));
			axis.setTickLabelPaint(ink.caption());
			axis.setTickLabelInsets(new RectangleInsets(3, 4, 3, 4));
			axis.setTickMarksVisible(false);
			axis.setAxisLineVisible(false);
			axis.setTickLabelsVisible(numbered);
			if (step > 0)
				axis.setTickUnit(new NumberTickUnit(step), false, true);
			return axis;
		}
	}

	/** Draws with room for numbers and names inside an area. */
	Marks.Plot draw(Pen pen, Rectangle2D area, String key) {
		Rectangle2D inner = new Rectangle2D.Double(area.getX() + LEFT, area.getY() + ABOVE,
				Math.max(1, area.getWidth() - LEFT - 14), Math.max(1, area.getHeight() - ABOVE - BELOW));
		Marks.Plot plot = new Axes(x.step > 0 ? x : x.over(inner.getWidth(), 60),
				y.step > 0 ? y : y.over(inner.getHeight(), 28)).draw(pen, inner, key, true, true);
		pen.text(y.name, area.getX(), area.getY() + 9, Pen.From.LEFT, Pen.SMALL, pen.ink.caption());
		pen.text(x.name, inner.getMaxX(), inner.getMaxY() + 26, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
		return plot;
	}

	/**
	 * Draws grid and numbers alone.
	 *
	 * @param inner
	 *            what the axes span; numbers lie outside of it
	 */
	Marks.Plot draw(Pen pen, Rectangle2D inner, String key, boolean numbersBelow, boolean numbersLeft) {
		Ink ink = pen.ink;
		NumberAxis across = x.drawn(ink, numbersBelow);
		NumberAxis up = y.drawn(ink, numbersLeft);
		XYPlot plot = new XYPlot(null, across, up, null);
		plot.setBackgroundPaint(null);
		plot.setOutlineVisible(false);
		plot.setInsets(RectangleInsets.ZERO_INSETS);
		plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
		for (boolean domain : new boolean[]{true, false}) {
			AxisSpace space = new AxisSpace();
			if (domain) {
				space.setBottom(BELOW);
				plot.setFixedDomainAxisSpace(space);
			} else {
				space.setLeft(LEFT);
				plot.setFixedRangeAxisSpace(space);
			}
		}
		plot.setDomainGridlinePaint(ink.grid());
		plot.setRangeGridlinePaint(ink.grid());
		plot.setDomainGridlineStroke(new BasicStroke(0.75f));
		plot.setRangeGridlineStroke(new BasicStroke(0.75f));
		plot.setRangeZeroBaselineVisible(false);
		// JFreeChart draws no grid without a data set
		plot.setDataset(new org.jfree.data.xy.XYSeriesCollection());
		plot.setRenderer(new org.jfree.chart.renderer.xy.XYLineAndShapeRenderer());
		plot.draw(pen.g, new Rectangle2D.Double(inner.getX() - LEFT, inner.getY(), inner.getWidth() + LEFT,
				inner.getHeight() + BELOW), null, null, new PlotRenderingInfo(null));
		return new Marks.Plot(key, inner, x.low, x.high, y.low, y.high);
	}
}
