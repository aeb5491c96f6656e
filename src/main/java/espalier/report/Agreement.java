package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.RefusedException;
import espalier.importance.Scores;
import espalier.importance.Spearman;

/**
 * Whether two criteria agree: a dot for each unit.
 *
 * @param x
 *            what is drawn across, as in {@code L2 norm, rank}
 * @param y
 *            what is drawn upwards
 * @param points
 *            at most some ten thousand, or files become large
 * @param spearman
 *            rank correlation of the two; NaN where there is none
 */
public record Agreement(String x, String y, List<Point> points, double spearman) implements Figure {
	/** A unit and what the two criteria say of it. */
	public record Point(String group, int unit, double x, double y) {}

	/** @throws RefusedException when there are no points */
	public Agreement {
		points = List.copyOf(points);
		if (points.isEmpty())
			throw new RefusedException("There are no units that both " + x + " and " + y + " can judge.");
	}

	/**
	 * Of the scores of all groups that both can judge, without other ways to cut the same weights.
	 *
	 * @throws RefusedException
	 *             when there are none
	 */
	public static Agreement of(Coupling coupling, Scores x, Scores y) {
		List<Point> points = new ArrayList<>();
		for (ChannelGroup group : coupling.prunable())
			if (!group.alternative() && x.of(group) instanceof double[] first && y.of(group) instanceof double[] second)
				for (int u = 0; u < first.length; u++)
					points.add(new Point(group.name(), u, first[u], second[u]));
		return new Agreement(x.criterion().title(), y.criterion().title(), points,
				Spearman.of(points.stream().mapToDouble(Point::x).toArray(),
						points.stream().mapToDouble(Point::y).toArray()));
	}

	@Override
	public String name() {
		return "agreement";
	}

	@Override
	public String title() {
		String rho = Double.isNaN(spearman)
				? "No rank correlation"
				: String.format(Locale.ROOT, "Spearman's ρ = %.3f", spearman).replace('-', '\u2212');
		return rho + String.format(Locale.ROOT, " over %,d units: ", points.size()) + y + " against " + x;
	}

	@Override
	public double height(double width) {
		return Math.min(width, 520);
	}

	@Override
	public double least(double width) {
		return 104;
	}

	@Override
	public Table table() {
		return new Table(List.of("group", "unit", x, y),
				points.stream().map(p -> List.<Object>of(p.group(), p.unit(), p.x(), p.y())).toList());
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Marks.Plot plot = new Axes(axis(x, points.stream().mapToDouble(Point::x).toArray()),
					axis(y, points.stream().mapToDouble(Point::y).toArray())).draw(pen, area,
							"agreement");
			double radius = points.size() > 2000 ? 1.5 : points.size() > 300 ? 2 : 3;
			for (Point p : points) {
				Point2D at = plot.at(p.x(), p.y());
				pen.fill(Pen.dot(at.getX(), at.getY(), radius), Pen.veil(ink.accent(), 0.5));
				marks.add(new Marks.Mark(Pen.dot(at.getX(), at.getY(), Math.max(3, radius)),
						String.format(Locale.ROOT, "%s, unit %d: %s %.4g, %s %.4g", p.group(), p.unit(), x, p.x(), y,
								p.y()),
						p));
			}
			return new Marks(marks, List.of(plot));
		}
	}

	private static Axes.Axis axis(String name, double[] values) {
		return Axes.Axis.around(name, java.util.Arrays.stream(values).min().orElse(0),
				java.util.Arrays.stream(values).max().orElse(1), Axes.Axis.NUMBER);
	}
}
