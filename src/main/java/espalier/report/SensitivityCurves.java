package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;

/**
 * How a network answers when one group alone is cut: a small chart for each group, all on the same scale. The interval is a
 * band; points that were measured on fewer images than the sweep's are hollow.
 *
 * @param series
 *            one sweep or several of the same metric, drawn over each other
 * @param macs
 *            of groups, for the order; may be empty for the others
 * @param planned
 *            share of each group's units that is to go; groups without a mark are missing
 * @param tolerance
 *            a drop of the metric up to which a cut is welcome
 */
public record SensitivityCurves(List<Series> series, Order order, Map<String, Long> macs, Map<String, Double> planned,
		OptionalDouble tolerance) implements Figure {
	private static final double RING = 4;

	/** A sweep under a name that tells it from others. */
	public record Series(String name, Sensitivity sensitivity) {}

	/** What a mark stands for. */
	public record At(String series, String group, Sensitivity.Point point) {}

	/** In which order groups are shown. */
	public enum Order {
		NETWORK, NAME,
		/** The largest mean drop of the first sweep first. */
		SENSITIVITY,
		/** The most MACs first. */
		MACS
	}

	/** @throws RefusedException when the sweeps are none, or measure different things */
	public SensitivityCurves {
		series = List.copyOf(series);
		macs = Map.copyOf(macs);
		planned = Map.copyOf(planned);
		if (series.isEmpty())
			throw new RefusedException("There is no sensitivity to draw; measure some first.");
		for (Series s : series)
			if (s.sensitivity().metric() != series.getFirst().sensitivity().metric())
				throw new RefusedException("`" + s.name() + "` is about "
						+ s.sensitivity().metric().title().toLowerCase(java.util.Locale.ROOT) + ", `"
						+ series.getFirst().name() + "` is not; draw them apart.");
	}

	/** One sweep in network order. */
	public static SensitivityCurves of(Sensitivity sensitivity) {
		return of(List.of(new Series(sensitivity.criterion(), sensitivity)));
	}

	/** Several sweeps in network order. */
	public static SensitivityCurves of(List<Series> series) {
		return new SensitivityCurves(series, Order.NETWORK, Map.of(), Map.of(), OptionalDouble.empty());
	}

	/** MACs that depend on each group: those that go when all of its units but one do. Asks the cost model once a group. */
	public static Map<String, Long> macs(Coupling coupling, CostModel cost) {
		Map<String, Long> macs = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.prunable()) {
			BitSet units = new BitSet();
			units.set(1, group.units());
			macs.put(group.name(),
					cost.original().macs() - cost.preview(Cuts.NONE.with(group, units)).macs());
		}
		return macs;
	}

	/** With another sweep over it. */
	public SensitivityCurves beside(String name, Sensitivity other) {
		List<Series> all = new ArrayList<>(series);
		all.add(new Series(name, other));
		return new SensitivityCurves(all, order, macs, planned, tolerance);
	}

	public SensitivityCurves ordered(Order by, Map<String, Long> macsOfGroups) {
		return new SensitivityCurves(series, by, macsOfGroups, planned, tolerance);
	}

	public SensitivityCurves planned(Map<String, Double> ratios) {
		return new SensitivityCurves(series, order, macs, ratios, tolerance);
	}

	public SensitivityCurves tolerating(double drop) {
		return new SensitivityCurves(series, order, macs, planned, OptionalDouble.of(drop));
	}

	private Sensitivity first() {
		return series.getFirst().sensitivity();
	}

	@Override
	public String name() {
		return "sensitivity";
	}

	@Override
	public String title() {
		return first().metric().title() + " when one group alone is cut ("
				+ (series.size() == 1 ? first().criterion() + ", " : "")
				+ String.format(java.util.Locale.ROOT, "%,d", first().images()) + " images)";
	}

	/**
	 * Mean drop over the ratios from nothing to the last one that was measured: the area between the curve and the whole
	 * network's value. Negative where cutting helps.
	 */
	public static double meanDrop(Sensitivity sensitivity, Sensitivity.Curve curve) {
		double area = 0;
		double ratio = 0;
		double drop = 0;
		for (Sensitivity.Point p : curve.points()) {
			double next = sensitivity.metric().drop(sensitivity.whole().value(), p.value());
			area += (p.ratio() - ratio) * (drop + next) / 2;
			ratio = p.ratio();
			drop = next;
		}
		return ratio == 0 ? 0 : area / ratio;
	}

	/** Groups in the order they are shown. */
	public List<String> groups() {
		SequencedMap<String, Double> drops = new LinkedHashMap<>();
		for (Series s : series)
			for (Sensitivity.Curve c : s.sensitivity().curves())
				drops.putIfAbsent(c.group(), meanDrop(s.sensitivity(), c));
		List<String> groups = new ArrayList<>(drops.keySet());
		switch (order) {
			case NETWORK -> {
			}
			case NAME -> groups.sort(Comparator.naturalOrder());
			case SENSITIVITY -> groups.sort(Comparator.comparing(drops::get, Comparator.reverseOrder()));
			case MACS -> groups.sort(Comparator.comparing(g -> macs.getOrDefault(g, 0L), Comparator.reverseOrder()));
		}
		return groups;
	}

	@Override
	public double height(double width) {
		return new Cells(width, groups().size()).height();
	}

	@Override
	public Table table() {
		List<List<Object>> rows = new ArrayList<>();
		for (Series s : series) {
			Sensitivity.Point whole = s.sensitivity().whole();
			rows.add(List.of(s.name(), "", 0, whole.ratio(), whole.removed(), whole.value(), whole.low(), whole.high(),
					whole.images()));
		}
		for (String group : groups())
			for (Series s : series)
				if (s.sensitivity().of(group) instanceof Sensitivity.Curve curve)
					for (Sensitivity.Point p : curve.points())
						rows.add(List.of(s.name(), group, curve.units(), p.ratio(), p.removed(), p.value(), p.low(),
								p.high(), p.images()));
		return new Table(List.of("sweep", "group", "units", "ratio", "removed", first().metric().id(), "low", "high",
				"images"), rows);
	}

	private Axes axes(Cells cells) {
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (Series s : series) {
			List<Sensitivity.Point> points = new ArrayList<>(List.of(s.sensitivity().whole()));
			s.sensitivity().curves().forEach(c -> points.addAll(c.points()));
			for (Sensitivity.Point p : points)
				for (double value : new double[]{p.low(), p.value(), p.high()})
					if (Double.isFinite(value)) {
						low = Math.min(low, value);
						high = Math.max(high, value);
					}
		}
		Axes.Axis y = Axes.Axis.around(first().metric().title(), low, high, Reading.pattern(first().metric()));
		Axes.Axis possible = y.within(first().metric().least(), first().metric().most());
		return new Axes(Axes.Axis.share("Share of units cut").every(0.5), possible.over(cells.down(), 16));
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		List<Marks.Plot> plots = new ArrayList<>();
		List<String> groups = groups();
		Cells cells = new Cells(area.getWidth(), groups.size());
		Axes axes = axes(cells);
		try (Pen pen = new Pen(g, ink)) {
			keys(pen, area);
			for (int i = 0; i < groups.size(); i++) {
				Rectangle2D inner = cells.at(area, i);
				Marks.Plot plot = axes.draw(pen, inner, groups.get(i), false, i % cells.columns() == 0);
				if (cells.lowest(i))
					shares(pen, inner);
				plots.add(plot);
				pen.text(pen.fit(groups.get(i), inner.getWidth() + Cells.GAP - 8, Pen.SMALL), inner.getX(),
						inner.getY() - 5, Pen.From.LEFT, Pen.SMALL, ink.text());
				lines(pen, plot);
				for (int s = 0; s < series.size(); s++)
					curve(pen, plot, series.get(s), ink.series(s), marks);
			}
			if (!groups.isEmpty())
				pen.text(axes.x().name(), area.getX() + Cells.GUTTER, area.getY() + cells.height() - 6, Pen.From.LEFT,
						Pen.SMALL,
						ink.caption());
		}
		return new Marks(marks, plots);
	}

	/** Numbers of the axis, the outer ones inside its ends, so that those of neighbours stay apart. */
	private static void shares(Pen pen, Rectangle2D inner) {
		double baseline = inner.getMaxY() + 13;
		pen.text("0%", inner.getX(), baseline, Pen.From.LEFT, Pen.SMALL, pen.ink.caption());
		pen.text("50%", inner.getCenterX(), baseline, Pen.From.MIDDLE, Pen.SMALL, pen.ink.caption());
		pen.text("100%", inner.getMaxX(), baseline, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
	}

	/** The whole network's value, the tolerated drop and the plan. */
	private void lines(Pen pen, Marks.Plot plot) {
		Rectangle2D in = plot.area();
		double whole = plot.at(0, first().whole().value()).getY();
		pen.line(in.getX(), whole, in.getMaxX(), whole, pen.ink.original(), 1);
		tolerance.ifPresent(drop -> {
			double end = first().whole().value() + (first().metric().higherIsBetter() ? -drop : drop);
			double y = plot.at(0, end).getY();
			if (y >= in.getY() && y <= in.getMaxY())
				pen.dashes(in.getX(), y, in.getMaxX(), y, pen.ink.caption(), 1);
		});
		Double ratio = planned.get(plot.key());
		if (ratio != null) {
			double x = plot.at(ratio, 0).getX();
			pen.line(x, in.getY(), x, in.getMaxY(), pen.ink.cut(), 1.5);
		}
	}

	private void curve(Pen pen, Marks.Plot plot, Series of, Color color, List<Marks.Mark> marks) {
		if (!(of.sensitivity().of(plot.key()) instanceof Sensitivity.Curve curve))
			return;
		List<Sensitivity.Point> points = new ArrayList<>(List.of(of.sensitivity().whole()));
		curve.points().stream().filter(p -> Double.isFinite(p.value())).forEach(points::add);
		Path2D line = new Path2D.Double();
		Path2D band = new Path2D.Double();
		for (Sensitivity.Point p : points) {
			add(line, plot.at(p.ratio(), p.value()));
			add(band, plot.at(p.ratio(), p.high()));
		}
		for (Sensitivity.Point p : points.reversed())
			add(band, plot.at(p.ratio(), p.low()));
		band.closePath();
		pen.fill(band, Pen.veil(color, 0.16));
		pen.outline(line, color, 1.5);
		for (Sensitivity.Point p : points.subList(1, points.size())) {
			Point2D at = plot.at(p.ratio(), p.value());
			pen.fill(Pen.dot(at.getX(), at.getY(), 2), color);
			if (p.images() < of.sensitivity().images())
				pen.fill(Pen.dot(at.getX(), at.getY(), 1.1), pen.ink.paper());
			marks.add(new Marks.Mark(Pen.dot(at.getX(), at.getY(), RING),
					plot.key() + ": " + Reading.point(of.sensitivity().metric(), p, curve.units())
							+ (series.size() > 1 ? " (" + of.name() + ")" : ""),
					new At(of.name(), plot.key(), p)));
		}
	}

	private static void add(Path2D path, Point2D to) {
		if (path.getCurrentPoint() == null)
			path.moveTo(to.getX(), to.getY());
		else
			path.lineTo(to.getX(), to.getY());
	}

	private void keys(Pen pen, Rectangle2D area) {
		Keys keys = new Keys(pen, area.getX() + Cells.GUTTER, area.getY() + 8);
		for (int s = 0; s < series.size(); s++)
			keys.line(series.get(s).name(), pen.ink.series(s));
		keys.line("nothing cut: " + Reading.value(first().metric(), first().whole().value()), pen.ink.original());
		if (tolerance.isPresent())
			keys.dashes("tolerated drop", pen.ink.caption());
		if (!planned.isEmpty())
			keys.line("planned", pen.ink.cut());
		if (series.stream().anyMatch(s -> s.sensitivity().curves().stream().flatMap(c -> c.points().stream())
				.anyMatch(p -> p.images() < s.sensitivity().images())))
			keys.ring("on fewer images", pen.ink.series(0));
	}
}
