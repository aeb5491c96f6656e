package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

import espalier.graph.RefusedException;
import espalier.train.Metrics;

/**
 * Loss and accuracy by epoch, on the images trained on and on the validation images.
 *
 * @param of
 *            what was trained, as in {@code v2}
 */
public record TrainingFigure(String of, List<Metrics> epochs) implements Figure {
	private static final double HEAD = 24;
	private static final double BETWEEN = 24;

	/** @throws RefusedException when no epoch is over */
	public TrainingFigure {
		epochs = List.copyOf(epochs);
		if (epochs.isEmpty())
			throw new RefusedException("No epoch of this training is over yet.");
	}

	@Override
	public String name() {
		return "training";
	}

	@Override
	public String title() {
		Metrics last = epochs.getLast();
		return String.format(Locale.ROOT, "Training of %s: loss %.4f and accuracy %.1f%% after epoch %d", of,
				last.loss(), 100 * last.accuracy(), last.epoch());
	}

	@Override
	public double height(double width) {
		return Math.min(360, width * 0.42);
	}

	@Override
	public double least(double width) {
		return 128;
	}

	@Override
	public Table table() {
		return new Table(
				List.of("epoch", "training loss", "training accuracy", "validation loss", "validation accuracy", "rate",
						"seconds"),
				epochs.stream().map(m -> List.<Object>of(m.epoch(), m.trainLoss(), m.trainAccuracy(), m.loss(),
						m.accuracy(), m.rate(), m.seconds())).toList());
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		List<Marks.Plot> plots = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			Keys keys = new Keys(pen, area.getX() + Axes.LEFT, area.getY() + 8);
			keys.line("training images", ink.cut());
			keys.line("validation images", ink.accent());
			double width = (area.getWidth() - BETWEEN) / 2;
			Rectangle2D left = new Rectangle2D.Double(area.getX(), area.getY() + HEAD, width,
					area.getHeight() - HEAD);
			Rectangle2D right = new Rectangle2D.Double(area.getX() + width + BETWEEN, left.getY(), width,
					left.getHeight());
			plots.add(half(pen, left, axis("Loss", Metrics::trainLoss, Metrics::loss, "0.####"), Metrics::trainLoss,
					Metrics::loss, marks));
			plots.add(half(pen, right,
					axis("Accuracy", Metrics::trainAccuracy, Metrics::accuracy, Axes.Axis.PERCENT).within(0, 1),
					Metrics::trainAccuracy, Metrics::accuracy, marks));
		}
		return new Marks(marks, plots);
	}

	private Axes.Axis axis(String name, ToDoubleFunction<Metrics> a, ToDoubleFunction<Metrics> b, String pattern) {
		double[] all = DoubleStream
				.concat(epochs.stream().mapToDouble(a), epochs.stream().mapToDouble(b)).filter(Double::isFinite)
				.sorted().toArray();
		return all.length == 0 ? new Axes.Axis(name, 0, 1, pattern, 0)
				: Axes.Axis.around(name, all[0], all[all.length - 1], pattern);
	}

	private Marks.Plot half(Pen pen, Rectangle2D area, Axes.Axis y, ToDoubleFunction<Metrics> trained,
			ToDoubleFunction<Metrics> validated, List<Marks.Mark> marks) {
		double room = Math.max(1, (epochs.getLast().epoch() - 1) * 0.03);
		Axes.Axis x = new Axes.Axis("Epoch", epochs.getFirst().epoch() - room, epochs.getLast().epoch() + room, "0", 0);
		Axes.Axis whole = x.over(area.getWidth() - Axes.LEFT, 40);
		Marks.Plot plot = new Axes(whole.every(Math.max(1, whole.step())), y).draw(pen, area, y.name());
		curve(pen, plot, trained, "training", pen.ink.cut(), marks);
		curve(pen, plot, validated, "validation", pen.ink.accent(), marks);
		return plot;
	}

	private void curve(Pen pen, Marks.Plot plot, ToDoubleFunction<Metrics> of, String images, Color color,
			List<Marks.Mark> marks) {
		Path2D line = new Path2D.Double();
		for (Metrics m : epochs) {
			double value = of.applyAsDouble(m);
			if (!Double.isFinite(value))
				continue;
			Point2D at = plot.at(m.epoch(), value);
			if (line.getCurrentPoint() == null)
				line.moveTo(at.getX(), at.getY());
			else
				line.lineTo(at.getX(), at.getY());
			if (epochs.size() <= 60)
				pen.fill(Pen.dot(at.getX(), at.getY(), 2), color);
			marks.add(new Marks.Mark(Pen.dot(at.getX(), at.getY(), 4),
					String.format(Locale.ROOT, "Epoch %d, %s images: %s", m.epoch(), images,
							plot.key().equals("Loss")
									? String.format(Locale.ROOT, "loss %.4f", value)
									: String.format(Locale.ROOT, "%.1f%% right", 100 * value)),
					m));
		}
		pen.outline(line, color, 1.5);
	}
}
