package espalier.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.RefusedException;

/**
 * Where a cost goes by scope: a treemap in which each layer has the area of what it cost, inside its scopes, and the colour of
 * the share that goes.
 */
public record CostMap(Spending spending) implements Figure {
	private static final double HEAD = 28;
	private static final double NAME = 14;
	private static final int SCALE = 100;
	/** Scopes deeper than this are told in one name. */
	private static final int DEPTH = 16;

	/** @throws RefusedException when nothing was spent before */
	public CostMap {
		if (spending.whole().before() <= 0)
			throw new RefusedException("No layer of this network has any " + spending.kind().title() + " to draw.");
	}

	/** A scope or a layer. */
	private static final class Box {
		private final String name;
		private final Map<String, Box> inner = new LinkedHashMap<>();
		private Spending.Layer own = new Spending.Layer("", 0, 0);

		Box(String name) {
			this.name = name;
		}

		double area() {
			return own.before() + inner.values().stream().mapToDouble(Box::area).sum();
		}

		/** Layers first, then a box of its own for what the scope itself spends. */
		List<Box> parts() {
			List<Box> parts = new ArrayList<>(inner.values());
			if (own.before() > 0 && !inner.isEmpty()) {
				Box rest = new Box(name);
				rest.own = own;
				parts.add(rest);
			}
			parts.removeIf(b -> b.area() <= 0);
			parts.sort(Comparator.comparingDouble(Box::area).reversed());
			return parts;
		}
	}

	private Box tree() {
		Box root = new Box("");
		for (Spending.Layer layer : spending.layers()) {
			Box box = root;
			StringBuilder name = new StringBuilder();
			for (String part : layer.name().split("\\.", DEPTH)) {
				name.append(name.isEmpty() ? "" : ".").append(part);
				String full = name.toString();
				box = box.inner.computeIfAbsent(part, k -> new Box(full));
			}
			box.own = layer;
		}
		return joined(root);
	}

	/** A scope with nothing in it but one part is that part. */
	private static Box joined(Box box) {
		box.inner.replaceAll((k, inner) -> joined(inner));
		return box.inner.size() == 1 && box.own.before() == 0 && !box.name.isEmpty()
				? box.inner.values().iterator().next()
				: box;
	}

	/** A name as it is told inside a scope; a number alone says too little, so that it follows the scope's last word. */
	private static String within(Box scope, String name) {
		if (!name.startsWith(scope.name + "."))
			return scope.name.equals(name) ? "rest" : name;
		String rest = name.substring(scope.name.length() + 1);
		return !rest.isEmpty() && Character.isDigit(rest.charAt(0)) ? last(scope.name) + "." + rest : rest;
	}

	@Override
	public String name() {
		return "cost-map-" + spending.kind().id();
	}

	@Override
	public String title() {
		return spending.sentence() + " by scope";
	}

	@Override
	public double height(double width) {
		return Math.min(620, Math.round(width * 0.5));
	}

	@Override
	public double least(double width) {
		return 116;
	}

	@Override
	public Table table() {
		return spending.table();
	}

	@Override
	public Marks draw(Graphics2D g, Rectangle2D area, Ink ink) {
		List<Marks.Mark> marks = new ArrayList<>();
		try (Pen pen = new Pen(g, ink)) {
			if (spending.changed())
				scale(pen, area);
			divide(pen, tree(), new Rectangle2D.Double(area.getX(), area.getY() + HEAD, area.getWidth(),
					area.getHeight() - HEAD), 0, marks);
		}
		return new Marks(marks, List.of());
	}

	private void divide(Pen pen, Box box, Rectangle2D room, int depth, List<Marks.Mark> marks) {
		List<Box> parts = box.parts();
		List<Rectangle2D> rooms = Squares.of(parts.stream().mapToDouble(Box::area).toArray(), room);
		for (int i = 0; i < parts.size(); i++)
			if (parts.get(i).inner.isEmpty())
				leaf(pen, parts.get(i), within(box, parts.get(i).name), rooms.get(i), marks);
			else
				scope(pen, parts.get(i), within(box, parts.get(i).name), rooms.get(i), depth, marks);
	}

	private void scope(Pen pen, Box box, String name, Rectangle2D room, int depth, List<Marks.Mark> marks) {
		double edge = room.getWidth() > 40 && room.getHeight() > 30 ? 2 : 0;
		boolean named = edge > 0 && room.getHeight() > 3 * NAME
				&& !pen.fit(name, room.getWidth() - 8, Pen.SMALL).isEmpty();
		if (edge > 0)
			pen.fill(room.getX() + 0.5, room.getY() + 0.5, room.getWidth() - 1, room.getHeight() - 1,
					depth % 2 == 0 ? pen.ink.grid() : pen.ink.faint());
		if (named)
			pen.text(pen.fit(name, room.getWidth() - 8, Pen.SMALL), room.getX() + 5, room.getY() + NAME - 3,
					Pen.From.LEFT, Pen.SMALL, pen.ink.text());
		double head = named ? NAME : edge;
		divide(pen, box, new Rectangle2D.Double(room.getX() + edge, room.getY() + head,
				room.getWidth() - 2 * edge, room.getHeight() - head - edge), depth + 1, marks);
	}

	private void leaf(Pen pen, Box box, String name, Rectangle2D room, List<Marks.Mark> marks) {
		double seam = Math.min(room.getWidth(), room.getHeight()) > 4 ? 0.75 : 0;
		Rectangle2D tile = new Rectangle2D.Double(room.getX() + seam, room.getY() + seam,
				room.getWidth() - 2 * seam, room.getHeight() - 2 * seam);
		Color color = color(pen.ink, box.own.removed());
		pen.fill(tile, color);
		marks.add(new Marks.Mark(tile, spending.tip(box.own), box.own));
		Color text = ColorScale.readable(color);
		double room1 = tile.getWidth() - 8;
		if (tile.getHeight() < 13 || pen.width(name, Pen.SMALL) > room1)
			return;
		pen.text(name, tile.getX() + 4, tile.getY() + 11, Pen.From.LEFT, Pen.SMALL, text);
		String number = spending.kind().words(box.own.before());
		if (tile.getHeight() >= 26 && pen.width(number, Pen.SMALL) <= room1)
			pen.text(number, tile.getX() + 4, tile.getY() + 23, Pen.From.LEFT, Pen.SMALL, text);
		String change = Spending.change(box.own);
		if (tile.getHeight() >= 38 && box.own.removed() != 0 && pen.width(change, Pen.SMALL) <= room1)
			pen.text(change, tile.getX() + 4, tile.getY() + 35, Pen.From.LEFT, Pen.SMALL, text);
	}

	private static String last(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/** From the original's grey to the colour of what goes. */
	private static Color color(Ink ink, double removed) {
		return ColorScale.between(ColorScale.between(ink.paper(), ink.original(), 0.45), ink.cut(),
				Math.max(0, Math.min(1, removed)));
	}

	private void scale(Pen pen, Rectangle2D area) {
		double middle = area.getY() + 9;
		double x = area.getX();
		pen.beside("cut: 0%", x, middle, Pen.From.LEFT, Pen.SMALL, pen.ink.text());
		x += pen.width("cut: 0%", Pen.SMALL) + 6;
		for (int i = 0; i < SCALE; i++)
			pen.fill(x + i, middle - 5, i == SCALE - 1 ? 1 : 1.5, 10, color(pen.ink, (i + 0.5) / SCALE));
		pen.beside("100%", x + SCALE + 6, middle, Pen.From.LEFT, Pen.SMALL, pen.ink.text());
		pen.beside("Areas are the original's", area.getMaxX(), middle, Pen.From.RIGHT, Pen.SMALL, pen.ink.caption());
	}
}
