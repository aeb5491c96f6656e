package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

import espalier.cost.Si;
import espalier.graph.RefusedException;

/**
 * A pruning method's run, epoch by epoch: loss, accuracy, and what the network costs without the channels that are off.
 *
 * @param method
 *            its name
 * @param all
 *            epochs that the run has, those to come too
 * @param losses
 *            of training, several an epoch
 * @param epochs
 *            those that are over
 * @param costs
 *            multiply-accumulates of a sample, where they are known; the first is of the network before the run
 */
public record RunFigure(String method, int all, List<Loss> losses, List<Epoch> epochs, List<Cost> costs,
		List<Phase> phases) implements Figure {
	private static final double BETWEEN = 20;
	/** Of the width: the first part has the key, too. */
	private static final double[] SHARES = {0.38, 0.31, 0.31};

	/** @param at epochs that are over, whole and parts */
	public record Loss(double at, double loss) {}

	/**
	 * What was measured behind an epoch.
	 *
	 * @param number
	 *            counted from 1 over the whole run
	 * @param trained
	 *            share of hits in training
	 */
	public record Epoch(int number, double loss, double trained, double accuracy) {}

	/** @param at epochs that are over */
	public record Cost(double at, long macs) {}

	/** @throws RefusedException when no step is over */
	public RunFigure {
		losses = List.copyOf(losses);
		epochs = List.copyOf(epochs);
		costs = List.copyOf(costs);
		phases = List.copyOf(phases);
		if (losses.isEmpty() && epochs.isEmpty())
			throw new RefusedException("No step of this run is over yet.");
	}

	@Override
	public String name() {
		return "method";
	}

	@Override
	public String title() {
		return epochs.isEmpty()
				? method + ", first epoch"
				: String.format(Locale.ROOT, "%s: accuracy %.1f%% and %s after epoch %d", method,
						100 * epochs.getLast().accuracy(), Si.of(costs.getLast().macs(), "MACs"),
						epochs.getLast().number());
	}

	@Override
	public double height(double width) {
		return Math.min(320, width * 0.36);
	}

	@Override
	public double least(double width) {
		return 100;
	}

	@Override
	public Table table() {
		List<List<Object>> rows = new ArrayList<>();
		for (Epoch e : epochs)
			rows.add(List.of(e.number(), e.loss(), e.trained(), e.accuracy(),
					costs.stream().filter(c -> c.at() <= e.number()).reduce((a, b) -> b).map(Cost::macs).orElse(0L)));
		return new Table(List.of("epoch", "validation loss", "training accuracy", "validation accuracy", "MACs"), rows);
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		List<Marks.Plot> plots = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Keys keys = new Keys(pen, area.getX() + 28, area.getY() + 6);
			keys.line("training", ink.cut());
			keys.line("validation", ink.accent());
			double room = area.getWidth() - 2 * BETWEEN;
			Rectangle2D[] parts = new Rectangle2D[SHARES.length];
			double x = area.getX();
			for (int i = 0; i < SHARES.length; i++) {
				parts[i] = new Rectangle2D.Double(x, area.getY(), room * SHARES[i], area.getHeight());
				x += room * SHARES[i] + BETWEEN;
			}
			plots.add(losses(pen, parts[0], marks));
			plots.add(accuracies(pen, parts[1], marks));
			plots.add(costs(pen, parts[2], marks));
		}
		return new Marks(marks, plots);
	}

	private Marks.Plot plot(Pen pen, Rectangle2D area, Axes.Axis y, List<Marks.Mark> marks) {
		Axes.Axis whole = new Axes.Axis("Epoch", 0, Math.max(1, all), "0", 0).over(area.getWidth() - Axes.LEFT, 32);
		Marks.Plot plot = new Axes(whole.every(Math.max(1, whole.step())),
				y.over(area.getHeight() - Axes.ABOVE - Axes.BELOW, 18).readable()).draw(pen, area, y.name());
		Phase.draw(pen, plot, phases, 0, marks);
		return plot;
	}

	private Marks.Plot losses(Pen pen, Rectangle2D area, List<Marks.Mark> marks) {
		Marks.Plot plot = plot(pen, area, axis("Loss",
				DoubleStream.concat(losses.stream().mapToDouble(Loss::loss), epochs.stream().mapToDouble(Epoch::loss)),
				Axes.Axis.NUMBER), marks);
		curve(pen, plot, losses.stream().map(l -> new Point2D.Double(l.at(), l.loss())).toList(), pen.ink.cut(), 0);
		curve(pen, plot, epochs.stream().map(e -> new Point2D.Double(e.number(), e.loss())).toList(),
				pen.ink.accent(), 2);
		epochs.forEach(e -> point(plot, e.number(), e.loss(),
				String.format(Locale.ROOT, "Epoch %d, validation images: loss %.4f", e.number(), e.loss()), marks));
		return plot;
	}

	private Marks.Plot accuracies(Pen pen, Rectangle2D area, List<Marks.Mark> marks) {
		Marks.Plot plot = plot(pen, area, axis("Accuracy", DoubleStream.concat(
				epochs.stream().mapToDouble(Epoch::trained), epochs.stream().mapToDouble(Epoch::accuracy)),
				Axes.Axis.PERCENT).within(0, 1), marks);
		curve(pen, plot, epochs.stream().map(e -> new Point2D.Double(e.number(), e.trained())).toList(),
				pen.ink.cut(), 2);
		curve(pen, plot, epochs.stream().map(e -> new Point2D.Double(e.number(), e.accuracy())).toList(),
				pen.ink.accent(), 2);
		for (Epoch e : epochs) {
			point(plot, e.number(), e.trained(), String.format(Locale.ROOT, "Epoch %d, training images: %.1f%% right",
					e.number(), 100 * e.trained()), marks);
			point(plot, e.number(), e.accuracy(), String.format(Locale.ROOT,
					"Epoch %d, validation images: %.1f%% right", e.number(), 100 * e.accuracy()), marks);
		}
		return plot;
	}

	private Marks.Plot costs(Pen pen, Rectangle2D area, List<Marks.Mark> marks) {
		double whole = costs.isEmpty() ? 1 : Math.max(1, costs.getFirst().macs());
		Marks.Plot plot = plot(pen, area, new Axes.Axis("MACs", 0, 1.05, Axes.Axis.PERCENT, 0), marks);
		curve(pen, plot, costs.stream().map(c -> new Point2D.Double(c.at(), c.macs() / whole)).toList(),
				pen.ink.text(), 2);
		costs.forEach(c -> point(plot, c.at(), c.macs() / whole, String.format(Locale.ROOT, "After epoch %d: %s, %s",
				(int) c.at(), Si.of(c.macs(), "MACs"), Si.percent(c.macs() / whole)), marks));
		return plot;
	}

	private static Axes.Axis axis(String name, DoubleStream values, String pattern) {
		double[] sorted = values.filter(Double::isFinite).sorted().toArray();
		return sorted.length == 0
				? new Axes.Axis(name, 0, 1, pattern, 0)
				: Axes.Axis.around(name, sorted[0], sorted[sorted.length - 1], pattern);
	}

	private static void point(Marks.Plot plot, double x, double y, String tip, List<Marks.Mark> marks) {
		Point2D at = plot.at(x, y);
		marks.add(new Marks.Mark(Pen.dot(at.getX(), at.getY(), 4), tip, tip));
	}

	/** @param dot radius of the dots at its points, where there are not too many */
	private static void curve(Pen pen, Marks.Plot plot, List<Point2D.Double> points, Color color, double dot) {
		Path2D line = new Path2D.Double();
		for (Point2D.Double point : points) {
			if (!Double.isFinite(point.y))
				continue;
			Point2D at = plot.at(point.x, point.y);
			if (line.getCurrentPoint() == null)
				line.moveTo(at.getX(), at.getY());
			else
				line.lineTo(at.getX(), at.getY());
			if (dot > 0 && points.size() <= 60)
				pen.fill(Pen.dot(at.getX(), at.getY(), dot), color);
		}
		pen.outline(line, color, 1.5);
	}
}
