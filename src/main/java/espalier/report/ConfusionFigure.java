package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import espalier.evaluate.Evaluation;

/**
 * What images of each class (rows) are taken for (columns): the darker, the larger the share of the row.
 *
 * @param of
 *            what was measured, as in {@code v2}
 */
public record ConfusionFigure(String of, Evaluation evaluation) implements Figure {
	private static final double HEAD = 34;
	private static final double HIGHEST = 30;
	private static final double LOWEST = 9;

	/** What a mark stands for. */
	public record Cell(int truth, int taken) {}

	private int classes() {
		return evaluation.confusion().length;
	}

	private String name(int c) {
		return c < evaluation.classes().size() ? evaluation.classes().get(c) : "class " + c;
	}

	private int images(int truth) {
		return Arrays.stream(evaluation.confusion()[truth]).sum();
	}

	@Override
	public String name() {
		return "confusion";
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "Confusion of %s: %.1f%% of %,d images are right", of,
				100 * evaluation.accuracy().share(), evaluation.images());
	}

	@Override
	public double height(double width) {
		return HEAD + classes() * Math.clamp(480.0 / classes(), LOWEST, HIGHEST);
	}

	@Override
	public double least(double width) {
		return HEAD + classes() * LOWEST;
	}

	@Override
	public Table table() {
		List<List<Object>> rows = new ArrayList<>();
		for (int truth = 0; truth < classes(); truth++)
			for (int taken = 0; taken < classes(); taken++)
				rows.add(List.of(name(truth), name(taken), evaluation.confusion()[truth][taken]));
		return new Table(List.of("class", "taken for", "images"), rows);
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			double names = 8;
			for (int c = 0; c < classes(); c++)
				names = Math.max(names, 8 + pen.width(name(c), Pen.SMALL));
			names = Math.min(names, area.getWidth() * 0.25);
			double width = Math.min(64, (area.getWidth() - names) / classes());
			double height = Math.min(HIGHEST, (area.getHeight() - HEAD) / classes());
			double left = area.getX() + names;
			double top = area.getY() + HEAD;
			pen.text("taken for", left, area.getY() + 9, Pen.From.LEFT, Pen.SMALL, ink.caption());
			int every = (int) Math.ceil((Pen.SMALL + 1) / height);
			for (int c = 0; c < classes(); c++) {
				if (c % every == 0)
					pen.beside(pen.fit(name(c), names - 8, Pen.SMALL), left - 8, top + (c + 0.5) * height,
							Pen.From.RIGHT, Pen.SMALL, ink.text());
				pen.text(pen.fit(name(c), width - 2, Pen.TINY), left + (c + 0.5) * width, top - 5, Pen.From.MIDDLE,
						Pen.TINY, ink.caption());
				for (int taken = 0; taken < classes(); taken++)
					marks.add(cell(pen, c, taken, new Rectangle2D.Double(left + taken * width, top + c * height,
							Math.max(1, width - 1), Math.max(1, height - 1))));
			}
		}
		return new Marks(marks, List.of());
	}

	private Marks.Mark cell(Pen pen, int truth, int taken, Rectangle2D place) {
		int count = evaluation.confusion()[truth][taken];
		int all = images(truth);
		double share = all == 0 ? 0 : (double) count / all;
		Color color = truth == taken ? pen.ink.accent() : pen.ink.cut();
		pen.fill(place, pen.ink.faint());
		// the root shows the few errors of a good classifier, too
		if (count > 0)
			pen.fill(place, Pen.veil(color, Math.sqrt(share)));
		String text = Integer.toString(count);
		if (count > 0 && place.getHeight() >= 10 && pen.width(text, Pen.TINY) < place.getWidth() - 2)
			pen.beside(text, place.getCenterX(), place.getCenterY(), Pen.From.MIDDLE, Pen.TINY,
					Math.sqrt(share) > 0.6 && truth == taken ? pen.ink.paper() : pen.ink.text());
		return new Marks.Mark(place,
				String.format(Locale.ROOT, "%d of %,d images of %s are taken for %s (%.1f%%)", count, all, name(truth),
						name(taken), 100 * share),
				new Cell(truth, taken));
	}
}
