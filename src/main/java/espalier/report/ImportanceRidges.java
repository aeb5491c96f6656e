package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.RefusedException;
import espalier.importance.Scores;

/**
 * Scores of the units of all groups: a ridge of their density for each, one behind the other, each as high as the others.
 *
 * @param rows
 *            in network order
 * @param threshold
 *            one score below which units go; NaN for none
 */
public record ImportanceRidges(String criterion, List<Row> rows, double threshold) implements Figure {
	/** For the threshold's number. */
	private static final double HEAD = 26;
	private static final int POINTS = 160;

	/** A group's scores, one finite number a unit. */
	public record Row(String group, List<Double> scores) {
		public Row {
			scores = List.copyOf(scores);
		}

		/** How many lie below a score. */
		public long below(double score) {
			return scores.stream().filter(s -> s < score).count();
		}
	}

	/** @throws RefusedException when there are no scores */
	public ImportanceRidges {
		rows = List.copyOf(rows);
		if (rows.stream().allMatch(r -> r.scores().isEmpty()))
			throw new RefusedException("There are no scores to draw; choose a criterion that can judge this network.");
	}

	/** Of all groups that the criterion can judge, without other ways to cut the same weights. */
	public static ImportanceRidges of(Coupling coupling, Scores scores, double threshold) {
		List<Row> rows = new ArrayList<>();
		for (ChannelGroup group : coupling.prunable())
			if (!group.alternative() && scores.of(group) instanceof double[] values)
				rows.add(new Row(group.name(), Arrays.stream(values).boxed().toList()));
		return new ImportanceRidges(scores.criterion().title(), rows, threshold);
	}

	@Override
	public String name() {
		return "importance";
	}

	@Override
	public String title() {
		return "Importance of units by group (" + criterion + ")";
	}

	private double head() {
		return Double.isNaN(threshold) ? 4 : HEAD;
	}

	private double pitch() {
		return Math.max(9, Math.min(26, Math.floor(720.0 / rows.size())));
	}

	@Override
	public double height(double width) {
		return head() + pitch() * (rows.size() + 1) + Axes.BELOW;
	}

	@Override
	public double least(double width) {
		return HEAD + Pen.LINE * (rows.size() + 1) + Axes.BELOW;
	}

	@Override
	public Table table() {
		List<List<Object>> cells = new ArrayList<>();
		for (Row row : rows)
			for (int u = 0; u < row.scores().size(); u++)
				cells.add(List.of(row.group(), u, row.scores().get(u)));
		return new Table(List.of("group", "unit", "score"), cells);
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		double[] all = rows.stream().flatMap(r -> r.scores().stream()).mapToDouble(s -> s).sorted().toArray();
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			double names = Math.min(area.getWidth() * 0.3,
					8 + rows.stream().mapToDouble(r -> pen.width(r.group(), Pen.SMALL)).max().orElse(0));
			double count = Double.isNaN(threshold) ? 14 : 44;
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + names, area.getY() + head(),
					area.getWidth() - names - count, area.getHeight() - head() - Axes.BELOW);
			double pitch = inner.getHeight() / (rows.size() + 1);
			Axes.Axis score = Axes.Axis.around("Score", all[0], all[all.length - 1], Axes.Axis.NUMBER)
					.over(inner.getWidth(), 60);
			Marks.Plot plot = new Axes(score, new Axes.Axis("", 0, 1, "0", 2)).draw(pen, inner, "scores", true, false);
			int every = (int) Math.ceil((Pen.SMALL + 1) / pitch);
			for (int r = 0; r < rows.size(); r++) {
				double foot = inner.getY() + (r + 2) * pitch - pitch * 0.25;
				Row row = rows.get(r);
				ridge(pen, plot, row, foot, pitch * 1.55);
				if (r % every == 0)
					pen.beside(pen.fit(row.group(), names - 8, Pen.SMALL), inner.getX() - 8, foot - 3,
							Pen.From.RIGHT, Pen.SMALL, ink.text());
				marks.add(new Marks.Mark(
						new Rectangle2D.Double(inner.getX(), foot - pitch, inner.getWidth(), pitch), tip(row), row));
				if (!Double.isNaN(threshold) && r % every == 0)
					pen.beside(row.below(threshold) + "/" + row.scores().size(), area.getMaxX(), foot - 3,
							Pen.From.RIGHT, Pen.SMALL, ink.caption());
			}
			threshold(pen, plot, area);
			pen.text("Score (" + criterion + ")", inner.getMaxX(), inner.getMaxY() + 27, Pen.From.RIGHT, Pen.SMALL,
					ink.caption());
			return new Marks(marks, List.of(plot));
		}
	}

	private String tip(Row row) {
		String text = String.format(Locale.ROOT, "%s: %d units from %.4g to %.4g", row.group(), row.scores().size(),
				row.scores().stream().mapToDouble(s -> s).min().orElse(Double.NaN),
				row.scores().stream().mapToDouble(s -> s).max().orElse(Double.NaN));
		return Double.isNaN(threshold) ? text : text + ", " + row.below(threshold) + " below the threshold";
	}

	private void ridge(Pen pen, Marks.Plot plot, Row row, double foot, double high) {
		pen.line(plot.area().getX(), foot, plot.area().getMaxX(), foot, pen.ink.grid(), 0.75);
		Density density = new Density(row.scores().stream().mapToDouble(s -> s).toArray());
		if (density.bandwidth() == 0) {
			if (!row.scores().isEmpty())
				spike(pen, plot.at(row.scores().getFirst(), 0).getX(), foot, high,
						row.scores().getFirst() < threshold ? pen.ink.cut() : pen.ink.accent());
			return;
		}
		double[] heights = new double[POINTS + 1];
		for (int i = 0; i < heights.length; i++)
			heights[i] = density.at(plot.xLow() + (plot.xHigh() - plot.xLow()) * i / POINTS);
		double most = Arrays.stream(heights).max().orElse(1);
		if (most == 0)
			return;
		crest(pen, plot, heights, foot, high / most);
	}

	/** Only where it is seen to rise above its foot. */
	private void crest(Pen pen, Marks.Plot plot, double[] heights, double foot, double scale) {
		int from = 0;
		int to = heights.length - 1;
		while (from < to && heights[from + 1] * scale < 0.4)
			from++;
		while (to > from && heights[to - 1] * scale < 0.4)
			to--;
		double step = plot.area().getWidth() / (heights.length - 1);
		double end = Double.isNaN(threshold) ? -1 : plot.at(threshold, 0).getX();
		Path2D crest = new Path2D.Double();
		Path2D below = new Path2D.Double();
		double left = plot.area().getX() + from * step;
		below.moveTo(left, foot);
		for (int i = from; i <= to; i++) {
			double x = plot.area().getX() + i * step;
			double y = foot - heights[i] * scale;
			if (i == from)
				crest.moveTo(x, y);
			else
				crest.lineTo(x, y);
			if (x <= end)
				below.lineTo(x, y);
			else if (x - step < end && i > from) {
				double share = (end - x + step) / step;
				below.lineTo(end, foot - (heights[i - 1] + (heights[i] - heights[i - 1]) * share) * scale);
			}
		}
		below.lineTo(below.getCurrentPoint().getX(), foot);
		below.closePath();
		Path2D whole = (Path2D) crest.clone();
		whole.lineTo(crest.getCurrentPoint().getX(), foot);
		whole.lineTo(left, foot);
		whole.closePath();
		pen.fill(whole, Pen.veil(pen.ink.paper(), 0.85));
		pen.fill(whole, Pen.veil(pen.ink.accent(), 0.22));
		if (end > left)
			pen.fill(below, pen.ink.cut());
		pen.outline(crest, pen.ink.accent(), 1);
	}

	private static void spike(Pen pen, double x, double foot, double high, Color color) {
		pen.line(x, foot, x, foot - high, color, 2);
	}

	private void threshold(Pen pen, Marks.Plot plot, Rectangle2D area) {
		if (Double.isNaN(threshold))
			return;
		double x = plot.at(threshold, 0).getX();
		pen.line(x, plot.area().getY() - 6, x, plot.area().getMaxY(), pen.ink.text(), 1);
		pen.text(String.format(Locale.ROOT, "threshold %.4g", threshold), x, plot.area().getY() - 11, Pen.From.MIDDLE,
				Pen.SMALL, pen.ink.text());
		pen.text("below", area.getMaxX(), plot.area().getY() - 11, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
	}
}
