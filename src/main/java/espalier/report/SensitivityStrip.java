package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;

/** The same as {@link SensitivityCurves} on little room: a row for each group, a colour for each measurement. */
public record SensitivityStrip(Sensitivity sensitivity) implements Figure {
	private static final double HEAD = 28;
	private static final double FOOT = 34;
	private static final int SCALE = 120;

	/** What a mark stands for. */
	public record At(String group, Sensitivity.Point point) {}

	/** @throws RefusedException when nothing was measured yet */
	public SensitivityStrip {
		if (sensitivity.curves().stream().allMatch(c -> c.points().isEmpty()))
			throw new RefusedException("There is no sensitivity to draw; measure some first.");
	}

	@Override
	public String name() {
		return "sensitivity-strip";
	}

	@Override
	public String title() {
		return SensitivityCurves.of(sensitivity).title();
	}

	@Override
	public double height(double width) {
		int rows = sensitivity.curves().size();
		return HEAD + FOOT + rows * Math.max(7, Math.min(18, Math.floor(640.0 / rows)));
	}

	@Override
	public double least(double width) {
		return HEAD + FOOT + sensitivity.curves().size() * Pen.LINE;
	}

	@Override
	public Table table() {
		return SensitivityCurves.of(sensitivity).table();
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			int rows = sensitivity.curves().size();
			double names = Math.min(area.getWidth() * 0.3, 8 + sensitivity.curves().stream()
					.mapToDouble(c -> pen.width(c.group(), Pen.SMALL)).max().orElse(0));
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + names, area.getY() + HEAD,
					area.getWidth() - names, area.getHeight() - HEAD - FOOT);
			double[] ends = sensitivity.curves().stream().filter(c -> !c.points().isEmpty())
					.flatMapToDouble(c -> Arrays.stream(edges(c))).toArray();
			Marks.Plot plot = new Marks.Plot("strip", inner, Arrays.stream(ends).min().orElse(0),
					Arrays.stream(ends).max().orElse(1), rows, 0);
			double pitch = inner.getHeight() / rows;
			pen.fill(inner, ink.faint());
			for (int row = 0; row < rows; row++)
				cells(pen, plot, row, marks);
			names(pen, inner, pitch, names - 8);
			below(pen, plot);
			scale(pen, inner);
			return new Marks(marks, List.of(plot));
		}
	}

	private List<Double> ratios() {
		return sensitivity.curves().stream().flatMap(c -> c.points().stream()).map(Sensitivity.Point::ratio).distinct()
				.sorted().toList();
	}

	/** Ends of a row's cells: halfway between its ratios, so that the axis is straight. */
	private static double[] edges(Sensitivity.Curve curve) {
		double[] ratios = curve.points().stream().mapToDouble(Sensitivity.Point::ratio).toArray();
		int n = ratios.length;
		double[] edges = new double[n + 1];
		for (int i = 1; i < n; i++)
			edges[i] = (ratios[i - 1] + ratios[i]) / 2;
		edges[0] = n > 1 ? ratios[0] - (edges[1] - ratios[0]) : ratios[0] - 0.05;
		edges[n] = n > 1 ? ratios[n - 1] + (ratios[n - 1] - edges[n - 1]) : ratios[0] + 0.05;
		return edges;
	}

	private void cells(Pen pen, Marks.Plot plot, int row, List<Marks.Mark> marks) {
		Sensitivity.Curve curve = sensitivity.curves().get(row);
		if (curve.points().isEmpty())
			return;
		double[] edges = edges(curve);
		double top = Math.rint(plot.at(0, row).getY());
		double bottom = Math.rint(plot.at(0, row + 1).getY());
		double gap = bottom - top >= 10 ? 1 : 0;
		for (int column = 0; column < curve.points().size(); column++) {
			Sensitivity.Point p = curve.points().get(column);
			if (!Double.isFinite(p.value()))
				continue;
			double left = Math.rint(plot.at(edges[column], row).getX());
			double right = Math.rint(plot.at(edges[column + 1], row).getX());
			Rectangle2D cell = new Rectangle2D.Double(left, top, right - left - gap, bottom - top - gap);
			pen.fill(cell, color(p.value()));
			marks.add(new Marks.Mark(cell,
					curve.group() + ": " + Reading.point(sensitivity.metric(), p, curve.units()),
					new At(curve.group(), p)));
		}
	}

	private double low() {
		return values().min().orElse(0);
	}

	private double high() {
		return values().max().orElse(1);
	}

	private java.util.stream.DoubleStream values() {
		return java.util.stream.Stream
				.concat(java.util.stream.Stream.of(sensitivity.whole()),
						sensitivity.curves().stream().flatMap(c -> c.points().stream()))
				.mapToDouble(Sensitivity.Point::value).filter(Double::isFinite);
	}

	/** Yellow is good, whichever way the metric counts. */
	private Color color(double value) {
		double share = high() > low() ? (value - low()) / (high() - low()) : 1;
		return ColorScale.at(sensitivity.metric().higherIsBetter() ? share : 1 - share);
	}

	private void names(Pen pen, Rectangle2D inner, double pitch, double room) {
		double size = pitch >= 10.5 ? Pen.SMALL : Pen.TINY;
		int every = (int) Math.ceil((size + 1) / pitch);
		for (int row = 0; row < sensitivity.curves().size(); row += every)
			pen.beside(pen.fit(sensitivity.curves().get(row).group(), room, size), inner.getX() - 8,
					inner.getY() + (row + 0.5) * pitch, Pen.From.RIGHT, size, pen.ink.text());
	}

	private void below(Pen pen, Marks.Plot plot) {
		double free = Double.NEGATIVE_INFINITY;
		for (double ratio : ratios()) {
			double x = plot.at(ratio, 0).getX();
			String text = Reading.percent(ratio);
			double half = pen.width(text, Pen.SMALL) / 2;
			if (x - half < free)
				continue;
			pen.text(text, x, plot.area().getMaxY() + 13, Pen.From.MIDDLE, Pen.SMALL, pen.ink.caption());
			free = x + half + 6;
		}
		pen.text("Share of units cut", plot.area().getMaxX(), plot.area().getMaxY() + 28, Pen.From.RIGHT, Pen.SMALL,
				pen.ink.caption());
	}

	/** What colours mean, above the left end. */
	private void scale(Pen pen, Rectangle2D inner) {
		double middle = inner.getY() - 18;
		double x = inner.getX();
		x = word(pen, sensitivity.metric().title(), x, middle, pen.ink.text()) + 12;
		x = word(pen, Reading.value(sensitivity.metric(), low()), x, middle, pen.ink.caption()) + 6;
		for (int i = 0; i < SCALE; i++)
			// a hair wider than its step, so that no seam is seen between
			pen.fill(x + i, middle - 5, i == SCALE - 1 ? 1 : 1.5, 10,
					color(low() + (high() - low()) * (i + 0.5) / SCALE));
		double whole = high() > low() ? (sensitivity.whole().value() - low()) / (high() - low()) : 1;
		mark(pen, x + whole * SCALE, middle);
		x = word(pen, Reading.value(sensitivity.metric(), high()), x + SCALE + 6, middle, pen.ink.caption()) + 20;
		mark(pen, x, middle);
		word(pen, "nothing cut: " + Reading.value(sensitivity.metric(), sensitivity.whole().value()), x + 6, middle,
				pen.ink.text());
	}

	private static void mark(Pen pen, double x, double middle) {
		pen.line(x, middle - 8, x, middle + 8, pen.ink.text(), 1.5);
	}

	private static double word(Pen pen, String word, double x, double middle, Color color) {
		pen.beside(word, x, middle, Pen.From.LEFT, Pen.SMALL, color);
		return x + pen.width(word, Pen.SMALL);
	}
}
