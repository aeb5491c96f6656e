package espalier.report;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where things lie in a figure as it was drawn, in the coordinates it was drawn in.
 *
 * @param marks
 *            later ones lie above earlier ones
 * @param plots
 *            areas with axes
 */
public record Marks(List<Mark> marks, List<Plot> plots) {
	public static final Marks NONE = new Marks(List.of(), List.of());

	public Marks {
		marks = List.copyOf(marks);
		plots = List.copyOf(plots);
	}

	/**
	 * Something that can be pointed at.
	 *
	 * @param tip
	 *            its numbers, in words
	 * @param what
	 *            what it stands for, a value of the figure's own
	 */
	public record Mark(Shape shape, String tip, Object what) {}

	/**
	 * An area with linear axes.
	 *
	 * @param key
	 *            tells the plots of one figure apart, as a group's name
	 */
	public record Plot(String key, Rectangle2D area, double xLow, double xHigh, double yLow, double yHigh) {
		/** The values at a point; the point's y counts downwards. */
		public Point2D values(Point2D at) {
			return new Point2D.Double(xLow + (at.getX() - area.getX()) / area.getWidth() * (xHigh - xLow),
					yHigh - (at.getY() - area.getY()) / area.getHeight() * (yHigh - yLow));
		}

		/** The point of values. */
		public Point2D at(double x, double y) {
			return new Point2D.Double(area.getX() + (x - xLow) / (xHigh - xLow) * area.getWidth(),
					area.getMaxY() - (y - yLow) / (yHigh - yLow) * area.getHeight());
		}
	}

	/** The same for who enlarges the figure by a factor, from the origin. */
	public Marks scaled(double factor) {
		AffineTransform larger = AffineTransform.getScaleInstance(factor, factor);
		return new Marks(
				marks.stream().map(m -> new Mark(larger.createTransformedShape(m.shape()), m.tip(), m.what())).toList(),
				plots.stream()
						.map(p -> new Plot(p.key(), larger.createTransformedShape(p.area()).getBounds2D(), p.xLow(),
								p.xHigh(), p.yLow(), p.yHigh()))
						.toList());
	}

	/** The topmost mark at a point, or null. */
	public @Nullable Mark at(Point2D point) {
		for (Mark mark : marks.reversed())
			if (mark.shape().contains(point))
				return mark;
		return null;
	}

	/** The plot at a point, or null. */
	public @Nullable Plot plot(Point2D point) {
		return plots.stream().filter(p -> p.area().contains(point)).findFirst().orElse(null);
	}
}
