package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import espalier.cost.Si;
import espalier.graph.RefusedException;
import espalier.reconstruct.LayerFit;

/**
 * What layers miss of what they made before a cut, in the order in which they were fitted: a hollow dot by their old weights, a
 * full one by the fitted ones.
 *
 * @param of
 *            what fitted them
 */
public record LayerErrors(String of, List<LayerFit> layers) implements Figure {
	private static final double ROW = 22;
	private static final double NAMES = 132;

	/** @throws RefusedException when no layer was fitted */
	public LayerErrors {
		layers = List.copyOf(layers);
		if (layers.isEmpty())
			throw new RefusedException("No layer was fitted; reconstruct after a cut first.");
	}

	@Override
	public String name() {
		return "layer-errors";
	}

	@Override
	public String title() {
		return "Error of each layer before and after it was fitted, " + of;
	}

	@Override
	public double height(double width) {
		return layers.size() * ROW + Axes.ABOVE + Axes.BELOW + 8;
	}

	@Override
	public Table table() {
		return new Table(List.of("layer", "images", "samples", "missed before", "missed after"), layers.stream()
				.map(l -> List.<Object>of(l.layer(), l.images(), l.samples(), l.lostBefore(), l.lostAfter())).toList());
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + NAMES, area.getY() + Axes.ABOVE,
					Math.max(1, area.getWidth() - NAMES - 14), layers.size() * ROW);
			double most = layers.stream().mapToDouble(l -> Math.max(l.lostBefore(), l.lostAfter())).max().orElse(1);
			Axes axes = new Axes(new Axes.Axis("", 0, Math.max(0.01, most * 1.06), Axes.Axis.PERCENT, 0)
					.over(inner.getWidth(), 60), new Axes.Axis("", 0, layers.size(), "0", 1));
			Marks.Plot plot = axes.draw(pen, inner, name(), true, false);
			pen.text("Missed of what it made (hollow: old weights, full: fitted)", inner.getX(), area.getY() + 9,
					Pen.From.LEFT, Pen.SMALL, ink.caption());
			for (int i = 0; i < layers.size(); i++)
				row(pen, layers.get(i), plot, inner.getY() + (i + 0.5) * ROW, area.getX(), marks);
			return new Marks(marks, List.of(plot));
		}
	}

	private static void row(Pen pen, LayerFit layer, Marks.Plot plot, double y, double left, List<Marks.Mark> marks) {
		Ink ink = pen.ink;
		Color color = ink.series(1);
		pen.beside(pen.fit(layer.layer(), NAMES - 12, Pen.SMALL), left, y, Pen.From.LEFT, Pen.SMALL, ink.text());
		double before = plot.at(layer.lostBefore(), 0).getX();
		double after = plot.at(layer.lostAfter(), 0).getX();
		pen.line(before, y, after, y, Pen.veil(color, 0.5), 2);
		pen.fill(Pen.dot(before, y, 4), color);
		pen.fill(Pen.dot(before, y, 2.5), ink.paper());
		pen.fill(Pen.dot(after, y, 4), color);
		marks.add(new Marks.Mark(new Rectangle2D.Double(Math.min(before, after) - 6, y - ROW / 2,
				Math.abs(after - before) + 12, ROW),
				String.format(Locale.ROOT, "%s missed %s, and misses %s now",
						layer.layer(), Si.percent(layer.lostBefore()), Si.percent(layer.lostAfter())),
				layer));
	}
}
