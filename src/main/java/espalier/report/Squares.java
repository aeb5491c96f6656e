package espalier.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Divides a rectangle by areas into parts as square as can be: squarified treemaps (Bruls, Huizing and van Wijk 2000). */
final class Squares {
	private Squares() {}

	/**
	 * @param areas
	 *            positive, in descending order
	 * @return as many parts, in the same order, that fill the room
	 */
	static List<Rectangle2D> of(double[] areas, Rectangle2D room) {
		double sum = 0;
		for (double area : areas)
			sum += area;
		double scale = room.getWidth() * room.getHeight() / sum;
		List<Rectangle2D> parts = new ArrayList<>();
		Rectangle2D left = room;
		int from = 0;
		while (from < areas.length) {
			double side = Math.min(left.getWidth(), left.getHeight());
			int to = from + 1;
			double row = areas[from] * scale;
			while (to < areas.length
					&& worst(areas, from, to + 1, row + areas[to] * scale, side, scale) <= worst(areas, from, to, row,
							side, scale))
				row += areas[to++] * scale;
			left = row(areas, from, to, row, left, scale, parts);
			from = to;
		}
		return parts;
	}

	/** The worst ratio of sides in a row along a side. */
	private static double worst(double[] areas, int from, int to, double row, double side, double scale) {
		double square = side * side;
		return Math.max(square * areas[from] * scale / (row * row), row * row / (square * areas[to - 1] * scale));
	}

	/** Lays a row along the shorter side, and gives what is left. */
	private static Rectangle2D row(double[] areas, int from, int to, double row, Rectangle2D room, double scale,
			List<Rectangle2D> parts) {
		boolean upright = room.getWidth() >= room.getHeight();
		double side = upright ? room.getHeight() : room.getWidth();
		double thick = side > 0 ? row / side : 0;
		double at = upright ? room.getY() : room.getX();
		for (int i = from; i < to; i++) {
			double length = row > 0 ? areas[i] * scale / row * side : 0;
			parts.add(upright
					? new Rectangle2D.Double(room.getX(), at, thick, length)
					: new Rectangle2D.Double(at, room.getY(), length, thick));
			at += length;
		}
		return upright
				? new Rectangle2D.Double(room.getX() + thick, room.getY(), Math.max(0, room.getWidth() - thick),
						room.getHeight())
				: new Rectangle2D.Double(room.getX(), room.getY() + thick, room.getWidth(),
						Math.max(0, room.getHeight() - thick));
	}
}
