package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Interval;
import espalier.graph.RefusedException;
import espalier.session.Version;

/**
 * Accuracy against the share of the original's MACs: a dot with its 95% interval for each version, joined to the one it came
 * from.
 *
 * @param dots
 *            parents before their children
 * @param chosen
 *            id of the dot of interest, or -1
 */
public record TradeOff(List<Dot> dots, int chosen) implements Figure {
	/**
	 * A measured version.
	 *
	 * @param parent
	 *            id of the nearest measured version it came from, or -1
	 * @param macs
	 *            share of the original's
	 */
	public record Dot(int id, int parent, String title, double macs, Interval accuracy, int images) {}

	/** @throws RefusedException when there are no dots */
	public TradeOff {
		dots = List.copyOf(dots);
		if (dots.isEmpty())
			throw new RefusedException("No version is measured yet; measure the accuracy of one first.");
	}

	/**
	 * Of a session; versions that are not measured are passed over.
	 *
	 * @param versions
	 *            the original first
	 * @throws RefusedException
	 *             when none is measured
	 */
	public static TradeOff of(List<Version> versions, @Nullable Version chosen) {
		List<Dot> dots = new ArrayList<>();
		for (Version v : versions)
			if (v.measured() != null)
				dots.add(new Dot(v.id(), parent(v), v.title(),
						v.piece().cost().original().macsOf(versions.getFirst().piece().cost().original()),
						v.measured().accuracy(), v.measured().images()));
		return new TradeOff(dots, chosen == null ? -1 : chosen.id());
	}

	private static int parent(Version version) {
		Version parent = version.parent();
		while (parent != null && parent.measured() == null)
			parent = parent.parent();
		return parent == null ? -1 : parent.id();
	}

	@Override
	public String name() {
		return "trade-off";
	}

	@Override
	public String title() {
		return "Accuracy against MACs of " + (dots.size() == 1 ? "1 version" : dots.size() + " versions");
	}

	@Override
	public double height(double width) {
		return Math.min(460, Math.round(width * 0.55));
	}

	@Override
	public double least(double width) {
		return 112;
	}

	@Override
	public Table table() {
		return new Table(List.of("version", "parent", "title", "macs share", "accuracy", "low", "high", "images"),
				dots.stream().map(d -> List.<Object>of(d.id(), d.parent(), d.title(), d.macs(), d.accuracy().share(),
						d.accuracy().low(), d.accuracy().high(), d.images())).toList());
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Marks.Plot plot = axes().draw(pen, area, "trade-off");
			List<Line2D> joins = joins(plot);
			joins.forEach(j -> pen.outline(j, ink.original(), 0.75));
			for (Dot dot : dots) {
				Point2D at = place(plot, dot);
				Color color = color(ink, dot);
				double high = plot.at(0, dot.accuracy().high()).getY();
				double low = plot.at(0, dot.accuracy().low()).getY();
				pen.line(at.getX(), high, at.getX(), low, Pen.veil(color, 0.6), 1.5);
				pen.line(at.getX() - 3, high, at.getX() + 3, high, Pen.veil(color, 0.6), 1.5);
				pen.line(at.getX() - 3, low, at.getX() + 3, low, Pen.veil(color, 0.6), 1.5);
				pen.fill(Pen.dot(at.getX(), at.getY(), dot.id() == chosen ? 5.5 : 4.5), color);
				marks.add(new Marks.Mark(Pen.dot(at.getX(), at.getY(), 7), tip(dot), dot));
			}
			labels(pen, plot, joins);
			return new Marks(marks, List.of(plot));
		}
	}

	private Axes axes() {
		double least = dots.stream().mapToDouble(Dot::macs).min().orElse(0);
		double low = dots.stream().mapToDouble(d -> d.accuracy().low()).min().orElse(0);
		double high = dots.stream().mapToDouble(d -> d.accuracy().high()).max().orElse(1);
		double most = Math.max(1, dots.stream().mapToDouble(Dot::macs).max().orElse(1));
		return new Axes(
				Axes.Axis.around("Share of the original's MACs", Math.min(least, 0.9), most, Axes.Axis.PERCENT),
				Axes.Axis.around("Accuracy (top-1, 95% interval)", low, high, Axes.Axis.PERCENT).within(0, 1));
	}

	private static Point2D place(Marks.Plot plot, Dot dot) {
		return plot.at(dot.macs(), dot.accuracy().share());
	}

	/** The original is grey, the chosen one has the accent, the others are between. */
	private Color color(Ink ink, Dot dot) {
		return dot.id() == chosen ? ink.accent() : dot.id() == 0 ? ink.original() : ink.series(1);
	}

	private List<Line2D> joins(Marks.Plot plot) {
		List<Line2D> joins = new ArrayList<>();
		for (Dot dot : dots)
			for (Dot parent : dots)
				if (parent.id() == dot.parent())
					joins.add(new Line2D.Double(place(plot, parent), place(plot, dot)));
		return joins;
	}

	private static String tip(Dot dot) {
		return String.format(Locale.ROOT, "%s: %s of MACs, accuracy %.1f%% (%.1f–%.1f), %,d images", dot.title(),
				Reading.percent(dot.macs()), 100 * dot.accuracy().share(), 100 * dot.accuracy().low(),
				100 * dot.accuracy().high(), dot.images());
	}

	/** Each beside its dot where nothing else lies, or at least no dot; what finds no room is left to the tip. */
	private void labels(Pen pen, Marks.Plot plot, List<Line2D> joins) {
		List<Rectangle2D> taken = new ArrayList<>();
		List<Line2D> bars = new ArrayList<>();
		for (Dot dot : dots) {
			Point2D at = place(plot, dot);
			taken.add(new Rectangle2D.Double(at.getX() - 5, at.getY() - 5, 10, 10));
			bars.add(new Line2D.Double(plot.at(dot.macs(), dot.accuracy().low()),
					plot.at(dot.macs(), dot.accuracy().high())));
		}
		List<Line2D> lines = new ArrayList<>(bars);
		lines.addAll(joins);
		for (Dot dot : dots) {
			String text = dot.title().length() <= 60 ? dot.title() : dot.title().substring(0, 59).strip() + "…";
			double width = pen.width(text, Pen.SMALL);
			free(place(plot, dot), width, plot.area(), taken, lines)
					.or(() -> free(place(plot, dot), width, plot.area(), taken, bars)).ifPresent(room -> {
						taken.add(room);
						pen.text(text, room.getX(), room.getMaxY() - 3, Pen.From.LEFT, Pen.SMALL, pen.ink.text());
					});
		}
	}

	private static Optional<Rectangle2D> free(Point2D at, double width, Rectangle2D area, List<Rectangle2D> taken,
			List<Line2D> lines) {
		double x = at.getX();
		double y = at.getY();
		for (double[] place : new double[][]{{x + 9, y - 6}, {x - 9 - width, y - 6}, {x + 7, y - 19},
				{x - 7 - width, y - 19}, {x + 7, y + 7}, {x - 7 - width, y + 7}, {x + 7, y - 32}, {x + 7, y + 20},
				{x - 7 - width, y - 32}, {x - 7 - width, y + 20}}) {
			Rectangle2D room = new Rectangle2D.Double(place[0], place[1], width, 12);
			if (area.contains(room) && taken.stream().noneMatch(room::intersects)
					&& lines.stream().noneMatch(room::intersectsLine))
				return Optional.of(room);
		}
		return Optional.empty();
	}
}
