package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import espalier.graph.RefusedException;

/**
 * Widths of layers while a method runs, as a stream around a middle line (Havre et al. 2002, ThemeRiver): a band for each group,
 * as high as it has channels that are not off. What lies between two moments is drawn straight.
 *
 * @param method
 *            its name
 * @param all
 *            epochs that the run has, those to come too
 * @param moments
 *            epochs that were over at each, ascending; equal ones where a cut lies between them
 * @param bands
 *            in network order, the first at the top
 */
public record WidthStream(String method, int all, List<Double> moments, List<Band> bands,
		List<Phase> phases) implements Figure {
	private static final double HEAD = 18;
	private static final double SCALE = 40;
	/** A band is named where it is so high. */
	private static final double NAMED = 9;

	/**
	 * A group.
	 *
	 * @param widths
	 *            at each moment
	 * @param onWhite
	 *            its colour
	 * @param onBlack
	 *            the same on a dark ground
	 */
	public record Band(String group, List<Integer> widths, Color onWhite, Color onBlack) {
		public Band {
			widths = List.copyOf(widths);
		}

		private Color color(Ink ink) {
			return ColorScale.luminance(ink.paper()) > 0.18 ? onWhite : onBlack;
		}
	}

	/** @throws RefusedException when nothing is known of any group */
	public WidthStream {
		moments = List.copyOf(moments);
		bands = List.copyOf(bands);
		phases = List.copyOf(phases);
		if (moments.isEmpty() || bands.isEmpty())
			throw new RefusedException("Nothing is known of any layer's width yet.");
	}

	@Override
	public String name() {
		return "widths";
	}

	@Override
	public String title() {
		return method + ": channels that are not off, by group";
	}

	@Override
	public double height(double width) {
		return Math.min(420, width * 0.5);
	}

	@Override
	public double least(double width) {
		return 100;
	}

	@Override
	public Table table() {
		List<String> head = new ArrayList<>(List.of("epoch"));
		bands.forEach(b -> head.add(b.group()));
		return new Table(head, IntStream.range(0, moments.size()).mapToObj(i -> {
			List<Object> row = new ArrayList<>(List.of(moments.get(i)));
			bands.forEach(b -> row.add(b.widths().get(i)));
			return row;
		}).toList());
	}

	private long total(int moment) {
		return bands.stream().mapToLong(b -> b.widths().get(moment)).sum();
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			double names = Math.min(area.getWidth() * 0.25,
					14 + bands.stream().mapToDouble(b -> pen.width(b.group(), Pen.SMALL)).max().orElse(0));
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + SCALE, area.getY() + HEAD,
					area.getWidth() - SCALE - names, area.getHeight() - HEAD - Axes.BELOW);
			Axes.Axis x = new Axes.Axis("Epoch", 0, Math.max(1, all), "0", 0).over(inner.getWidth(), 40);
			Marks.Plot plot = new Axes(x.every(Math.max(1, x.step())), new Axes.Axis("", 0, 1, "0", 2)).draw(pen, inner,
					"widths", true, false);
			long[] totals = IntStream.range(0, moments.size()).mapToLong(this::total).toArray();
			long most = Math.max(1, Arrays.stream(totals).max().orElse(1));
			double scale = inner.getHeight() / most;
			long[] over = new long[moments.size()];
			for (Band band : bands)
				band(pen, plot, band, totals, over, scale, marks);
			Phase.draw(pen, plot, phases, area.getY() + 9, marks);
			measure(pen, plot, most, scale);
			pen.text(totals[totals.length - 1] + " of " + totals[0] + " channels", area.getMaxX(), area.getY() + 9,
					Pen.From.RIGHT, Pen.SMALL, ink.text());
			pen.text("Epoch", inner.getMaxX(), inner.getMaxY() + 27, Pen.From.RIGHT, Pen.SMALL, ink.caption());
			return new Marks(marks, List.of(plot));
		}
	}

	/** @param over channels of the bands above it, at each moment; its own are added */
	private void band(Pen pen, Marks.Plot plot, Band band, long[] totals, long[] over, double scale,
			List<Marks.Mark> marks) {
		int count = moments.size();
		double[] top = new double[count];
		double[] bottom = new double[count];
		for (int i = 0; i < count; i++) {
			top[i] = plot.area().getCenterY() + (over[i] - totals[i] / 2.0) * scale;
			bottom[i] = top[i] + band.widths().get(i) * scale;
			over[i] += band.widths().get(i);
		}
		Color color = band.color(pen.ink);
		if (count == 1) {
			double from = plot.at(moments.getFirst(), 0).getX();
			pen.fill(from, top[0], 3, bottom[0] - top[0], color);
			mark(new Rectangle2D.Double(from, top[0], 3, bottom[0] - top[0]), band, 0, marks);
		}
		Path2D whole = new Path2D.Double();
		for (int i = 0; i < count; i++)
			to(whole, plot.at(moments.get(i), 0), top[i]);
		for (int i = count - 1; i >= 0; i--)
			to(whole, plot.at(moments.get(i), 0), bottom[i]);
		whole.closePath();
		pen.fill(whole, color);
		pen.outline(whole, pen.ink.paper(), 0.6);
		for (int i = 1; i < count; i++) {
			double from = plot.at(moments.get(i - 1), 0).getX();
			double to = plot.at(moments.get(i), 0).getX();
			Path2D piece = new Path2D.Double();
			piece.moveTo(from, top[i - 1]);
			piece.lineTo(to, top[i]);
			piece.lineTo(to, bottom[i]);
			piece.lineTo(from, bottom[i - 1]);
			piece.closePath();
			mark(piece, band, i, marks);
		}
		if (bottom[count - 1] - top[count - 1] >= NAMED)
			pen.beside(band.group(), plot.at(moments.getLast(), 0).getX() + 6, (top[count - 1] + bottom[count - 1]) / 2,
					Pen.From.LEFT, Pen.SMALL, pen.ink.text());
	}

	private static void to(Path2D path, Point2D at, double y) {
		if (path.getCurrentPoint() == null)
			path.moveTo(at.getX(), y);
		else
			path.lineTo(at.getX(), y);
	}

	private void mark(java.awt.Shape shape, Band band, int moment, List<Marks.Mark> marks) {
		int width = band.widths().get(moment);
		int before = band.widths().getFirst();
		marks.add(new Marks.Mark(shape, band.group() + ": " + width + " of " + before + " channels after epoch "
				+ moments.get(moment).intValue(), band));
	}

	/** How high some channels are: a round number of them, about a third of all. */
	private static void measure(Pen pen, Marks.Plot plot, long most, double scale) {
		double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most / 3.0))));
		long round = (long) ((most / 3.0 >= 5 * power ? 5 : most / 3.0 >= 2 * power ? 2 : 1) * power);
		double x = plot.area().getX() - 8;
		double y = plot.area().getCenterY();
		double half = round * scale / 2;
		pen.line(x, y - half, x, y + half, pen.ink.caption(), 1);
		pen.line(x - 3, y - half, x + 3, y - half, pen.ink.caption(), 1);
		pen.line(x - 3, y + half, x + 3, y + half, pen.ink.caption(), 1);
		pen.beside(Long.toString(round), x - 6, y, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
	}
}
