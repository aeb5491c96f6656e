package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import espalier.cost.Si;
import espalier.evaluate.Interval;
import espalier.graph.RefusedException;
import espalier.method.Evidence;

/**
 * Accuracy of methods at the same goal, the best first: a dot for the mean over seeds on a bar of its 95% interval for the images it
 * was measured on, and a small dot for each seed. The network before is a line.
 */
public record EvidenceFigure(Evidence evidence) implements Figure {
	private static final double ROW = 26;
	private static final double NAMES = 168;

	/** @throws RefusedException when no run is done */
	public EvidenceFigure {
		if (evidence.runs().isEmpty())
			throw new RefusedException("No run of the evidence is done yet; let it run on.");
	}

	@Override
	public String name() {
		return "evidence";
	}

	@Override
	public String title() {
		return "Accuracy of " + evidence.rows().size() + " methods at " + evidence.goal() + ", " + evidence.epochs()
				+ " epochs each";
	}

	private List<Evidence.Row> rows() {
		return evidence.rows().stream()
				.sorted(Comparator.comparingDouble((Evidence.Row r) -> -r.mean(Evidence.Run::accuracy))).toList();
	}

	@Override
	public double height(double width) {
		return rows().size() * ROW + Axes.ABOVE + Axes.BELOW + 8;
	}

	@Override
	public Table table() {
		return new Table(
				List.of("method", "seed", "macs removed", "parameters removed", "accuracy behind the cut", "accuracy",
						"change", "epochs", "seconds", "times as fast", "images"),
				evidence.runs().stream()
						.map(r -> List.<Object>of(r.method(), r.seed(), 1 - (double) r.macs() / evidence.macs(),
								1 - (double) r.parameters() / evidence.parameters(), r.pruned(), r.accuracy(),
								r.accuracy() - evidence.accuracy(), r.epochs(), r.seconds(), r.speedUp(),
								evidence.images()))
						.toList());
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Evidence.Row> rows = rows();
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + NAMES, area.getY() + Axes.ABOVE,
					Math.max(1, area.getWidth() - NAMES - 14), rows.size() * ROW);
			Marks.Plot plot = axes(rows, inner.getWidth()).draw(pen, inner, "evidence", true, false);
			double before = plot.at(evidence.accuracy(), 0).getX();
			pen.line(before, inner.getY(), before, inner.getMaxY(), ink.original(), 1.5);
			pen.text("unpruned", before, area.getY() + 10, Pen.From.MIDDLE, Pen.SMALL, ink.caption());
			pen.text("Accuracy (top-1, 95% interval)", inner.getMaxX(), inner.getMaxY() + 26, Pen.From.RIGHT, Pen.SMALL,
					ink.caption());
			for (int i = 0; i < rows.size(); i++)
				row(pen, rows.get(i), plot, inner.getY() + (i + 0.5) * ROW, area.getX(), marks);
			return new Marks(marks, List.of(plot));
		}
	}

	private void row(Pen pen, Evidence.Row row, Marks.Plot plot, double y, double left, List<Marks.Mark> marks) {
		Ink ink = pen.ink;
		Interval interval = interval(row);
		double mean = row.mean(Evidence.Run::accuracy);
		Color color = row.method().equals("l1") ? ink.original() : ink.series(1);
		pen.beside(pen.fit(row.title(), NAMES - 12, Pen.SMALL), left, y, Pen.From.LEFT, Pen.SMALL, ink.text());
		pen.line(plot.at(interval.low(), 0).getX(), y, plot.at(interval.high(), 0).getX(), y, Pen.veil(color, 0.5), 3);
		for (Evidence.Run run : row.runs())
			pen.fill(Pen.dot(plot.at(run.accuracy(), 0).getX(), y, 2), ink.text());
		double x = plot.at(mean, 0).getX();
		pen.fill(Pen.dot(x, y, 4.5), color);
		marks.add(new Marks.Mark(Pen.dot(x, y, 8), String.format(Locale.ROOT,
				"%s: accuracy %.1f%% over %d %s, %s MACs", row.title(), 100 * mean, row.runs().size(),
				row.runs().size() == 1 ? "seed" : "seeds",
				Si.change(evidence.macs(), Math.round(row.mean(Evidence.Run::macs)))), row));
	}

	private Interval interval(Evidence.Row row) {
		return Interval.of(Math.round(row.mean(Evidence.Run::accuracy) * evidence.images()), evidence.images());
	}

	private Axes axes(List<Evidence.Row> rows, double width) {
		double low = evidence.accuracy();
		double high = evidence.accuracy();
		for (Evidence.Row row : rows) {
			low = Math.min(low, interval(row).low());
			high = Math.max(high, interval(row).high());
		}
		return new Axes(Axes.Axis.around("", low, high, Axes.Axis.PERCENT).within(0, 1).over(width, 60),
				new Axes.Axis("", 0, rows.size(), "0", 1));
	}
}
