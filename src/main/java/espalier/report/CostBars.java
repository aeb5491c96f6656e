package espalier.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

import espalier.graph.RefusedException;

/** What each layer costs: an outline as long as it was, filled as far as it is. */
public record CostBars(Spending spending) implements Figure {
	private static final double HEAD = 28;

	/** @throws RefusedException when nothing is spent */
	public CostBars {
		if (spending.layers().isEmpty())
			throw new RefusedException("No layer of this network has any " + spending.kind().title() + " to draw.");
	}

	@Override
	public String name() {
		return "cost-" + spending.kind().id();
	}

	@Override
	public String title() {
		return spending.sentence() + " by layer";
	}

	@Override
	public double height(double width) {
		int rows = spending.layers().size();
		return HEAD + rows * Math.max(9, Math.min(18, Math.floor(720.0 / rows))) + 24;
	}

	@Override
	public double least(double width) {
		return HEAD + spending.layers().size() * Pen.LINE + 24;
	}

	@Override
	public Table table() {
		return spending.table();
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		List<Spending.Layer> layers = spending.layers();
		boolean changed = spending.changed();
		try (Pen pen = new Pen(g, ink)) {
			double names = 8 + Math.min(area.getWidth() * 0.3,
					layers.stream().mapToDouble(l -> pen.width(l.name(), Pen.SMALL)).max().orElse(0));
			double numbers = changed ? 150 : 64;
			Rectangle2D inner = new Rectangle2D.Double(area.getX() + names, area.getY() + HEAD,
					area.getWidth() - names - numbers, area.getHeight() - HEAD - 24);
			double most = layers.stream().mapToDouble(l -> Math.max(l.before(), l.after())).max().orElse(1);
			double pitch = inner.getHeight() / layers.size();
			int every = (int) Math.ceil((Pen.SMALL + 1) / pitch);
			keys(pen, inner, changed);
			for (int row = 0; row < layers.size(); row++) {
				Spending.Layer layer = layers.get(row);
				double top = inner.getY() + row * pitch;
				double middle = top + pitch / 2;
				bar(pen, inner, layer, most, top + pitch * 0.14, pitch * 0.72, changed);
				marks.add(new Marks.Mark(new Rectangle2D.Double(area.getX(), top, area.getWidth(), pitch),
						spending.tip(layer), layer));
				if (row % every != 0)
					continue;
				pen.beside(pen.fit(layer.name(), names - 8, Pen.SMALL), inner.getX() - 8, middle, Pen.From.RIGHT,
						Pen.SMALL, ink.text());
				numbers(pen, area.getMaxX(), middle, layer, changed);
			}
			return new Marks(marks, List.of(new Marks.Plot(spending.kind().id(), inner, 0, most, layers.size(), 0)));
		}
	}

	private void keys(Pen pen, Rectangle2D inner, boolean changed) {
		if (!changed)
			return;
		Keys keys = new Keys(pen, inner.getX() - 3, inner.getY() - 18);
		keys.frame("original", pen.ink.original());
		keys.box("after cutting", pen.ink.accent());
	}

	private static void bar(Pen pen, Rectangle2D inner, Spending.Layer layer, double most, double top, double height,
			boolean changed) {
		double before = layer.before() / most * inner.getWidth();
		double after = layer.after() / most * inner.getWidth();
		pen.fill(inner.getX(), top, after, height, changed ? pen.ink.accent() : Pen.veil(pen.ink.original(), 0.55));
		if (changed)
			pen.outline(new Rectangle2D.Double(inner.getX(), top, Math.max(0.5, before), height), pen.ink.original(),
					1);
	}

	private void numbers(Pen pen, double right, double middle, Spending.Layer layer, boolean changed) {
		Spending.Kind kind = spending.kind();
		if (!changed) {
			pen.beside(kind.words(layer.before()), right, middle, Pen.From.RIGHT, Pen.SMALL, pen.ink.text());
			return;
		}
		pen.beside(kind.words(layer.before()), right - 98, middle, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
		pen.beside(kind.words(layer.after()), right - 46, middle, Pen.From.RIGHT, Pen.SMALL, pen.ink.text());
		pen.beside(layer.before() == layer.after() ? "" : Spending.change(layer), right, middle, Pen.From.RIGHT,
				Pen.SMALL, pen.ink.caption());
	}
}
