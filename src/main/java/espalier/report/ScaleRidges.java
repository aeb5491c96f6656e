package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import espalier.graph.RefusedException;

/**
 * Batch-norm scales moving while a method trains: a ridge of their density behind each epoch, the newest in front.
 *
 * @param of
 *            what is seen, as in {@code all groups}
 * @param rows
 *            by epoch, ascending
 */
public record ScaleRidges(String of, List<Row> rows) implements Figure {
	private static final int POINTS = 160;
	private static final int MOST = 30;

	/**
	 * Behind an epoch.
	 *
	 * @param scales
	 *            absolute values before anything was zeroed, one a channel
	 */
	public record Row(int epoch, List<Double> scales) {
		public Row {
			scales = List.copyOf(scales);
		}
	}

	/** @throws RefusedException when there are no scales */
	public ScaleRidges {
		rows = List.copyOf(rows);
		if (rows.stream().allMatch(r -> r.scales().isEmpty()))
			throw new RefusedException("There are no batch-norm scales to draw.");
	}

	@Override
	public String name() {
		return "scales";
	}

	@Override
	public String title() {
		return "Batch-norm scales of " + of + ", by epoch";
	}

	/** Of a long run some epochs, evenly, the last one among them. */
	private List<Row> drawn() {
		int every = (rows.size() + MOST - 1) / MOST;
		List<Row> some = new ArrayList<>();
		for (int i = rows.size() - 1; i >= 0; i -= every)
			some.addFirst(rows.get(i));
		return some;
	}

	@Override
	public double height(double width) {
		return Math.clamp(320.0 / drawn().size(), Pen.LINE, 56) * (drawn().size() + 1) + Axes.BELOW + Axes.ABOVE;
	}

	@Override
	public double least(double width) {
		return Math.max(100, Pen.LINE * (drawn().size() + 1) + Axes.BELOW + Axes.ABOVE);
	}

	@Override
	public Table table() {
		List<List<Object>> cells = new ArrayList<>();
		for (Row row : rows)
			for (int i = 0; i < row.scales().size(); i++)
				cells.add(List.of(row.epoch(), i, row.scales().get(i)));
		return new Table(List.of("epoch", "channel", "scale"), cells);
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Row> drawn = drawn();
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + Axes.LEFT, area.getY() + Axes.ABOVE,
					area.getWidth() - Axes.LEFT - 14, area.getHeight() - Axes.ABOVE - Axes.BELOW);
			double most = rows.stream().flatMap(r -> r.scales().stream()).mapToDouble(s -> s).max().orElse(1);
			Axes.Axis x = new Axes.Axis("", 0, Math.max(1e-6, most * 1.04), Axes.Axis.NUMBER, 0).over(inner.getWidth(),
					60);
			Marks.Plot plot = new Axes(x, new Axes.Axis("", 0, 1, "0", 2)).draw(pen, inner, "scales", true, false);
			double pitch = inner.getHeight() / (drawn.size() + 1);
			int every = (int) Math.ceil((Pen.SMALL + 1) / pitch);
			for (int r = 0; r < drawn.size(); r++) {
				Row row = drawn.get(r);
				boolean last = r == drawn.size() - 1;
				double foot = inner.getY() + (r + 2) * pitch;
				ridge(pen, plot, row, foot, pitch * 1.6, last ? ink.accent() : ink.original());
				if ((drawn.size() - 1 - r) % every == 0)
					pen.beside("epoch " + row.epoch(), inner.getX() - 6, foot - 4, Pen.From.RIGHT, Pen.SMALL,
							last ? ink.text() : ink.caption());
				marks.add(new Marks.Mark(
						new Rectangle2D.Double(inner.getX(), foot - pitch, inner.getWidth(), pitch), tip(row), row));
			}
			pen.text("Scales |γ| of " + of, inner.getX(), area.getY() + 9, Pen.From.LEFT, Pen.SMALL, ink.text());
			pen.text("|γ|", inner.getMaxX(), inner.getMaxY() + 27, Pen.From.RIGHT, Pen.SMALL, ink.caption());
			return new Marks(marks, List.of(plot));
		}
	}

	private static String tip(Row row) {
		double[] sorted = row.scales().stream().mapToDouble(s -> s).sorted().toArray();
		return sorted.length == 0
				? "Epoch " + row.epoch()
				: String.format(Locale.ROOT, "Epoch %d: %d scales from %.3g to %.3g, half of them below %.3g",
						row.epoch(), sorted.length, sorted[0], sorted[sorted.length - 1], sorted[sorted.length / 2]);
	}

	private static void ridge(Pen pen, Marks.Plot plot, Row row, double foot, double high, Color color) {
		pen.line(plot.area().getX(), foot, plot.area().getMaxX(), foot, pen.ink.grid(), 0.75);
		Density density = new Density(row.scales().stream().mapToDouble(s -> s).toArray());
		double[] heights = new double[POINTS + 1];
		for (int i = 0; i < heights.length; i++)
			heights[i] = density.at(plot.xHigh() * i / POINTS);
		double most = Arrays.stream(heights).max().orElse(0);
		if (most == 0)
			return;
		Path2D crest = new Path2D.Double();
		for (int i = 0; i < heights.length; i++) {
			double x = plot.area().getX() + plot.area().getWidth() * i / POINTS;
			double y = foot - heights[i] / most * high;
			if (i == 0)
				crest.moveTo(x, y);
			else
				crest.lineTo(x, y);
		}
		Path2D whole = (Path2D) crest.clone();
		whole.lineTo(plot.area().getMaxX(), foot);
		whole.lineTo(plot.area().getX(), foot);
		whole.closePath();
		pen.fill(whole, Pen.veil(pen.ink.paper(), 0.8));
		pen.fill(whole, Pen.veil(color, 0.25));
		pen.outline(crest, color, 1);
	}
}
