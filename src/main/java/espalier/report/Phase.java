package espalier.report;

import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * What a run did for some epochs, or at a time.
 *
 * @param from
 *            epochs that were over when it began
 * @param to
 *            epochs that were over when it ended; the same for what is done at once, as a cut is
 */
public record Phase(String title, double from, double to) {
	/** Where one ends and the next begins, with their names above where there is room; cuts in their colour. */
	static void draw(Pen pen, Marks.Plot plot, List<Phase> phases, double namesAt, List<Marks.Mark> marks) {
		Rectangle2D area = plot.area();
		for (Phase phase : phases) {
			double from = Math.clamp(plot.at(phase.from, 0).getX(), area.getX(), area.getMaxX());
			double to = Math.clamp(plot.at(phase.to, 0).getX(), area.getX(), area.getMaxX());
			boolean cut = phase.from == phase.to;
			if (from > area.getX() || cut)
				pen.dashes(from, area.getY(), from, area.getMaxY(), cut ? pen.ink.cut() : pen.ink.original(), 1);
			if (cut)
				marks.add(new Marks.Mark(new Rectangle2D.Double(from - 3, area.getY(), 6, area.getHeight()),
						phase.title + ", after epoch " + (int) phase.from, phase));
			else if (namesAt > 0)
				pen.text(start(pen, phase.title, to - from - 8), from + (from > area.getX() ? 4 : 0), namesAt,
						Pen.From.LEFT, Pen.SMALL, pen.ink.caption());
		}
	}

	/** As much of a name's beginning as fits. */
	private static String start(Pen pen, String name, double room) {
		if (pen.width(name, Pen.SMALL) <= room)
			return name;
		int most = name.length();
		while (most > 0 && pen.width(name.substring(0, most) + "…", Pen.SMALL) > room)
			most--;
		return most < 3 ? "" : name.substring(0, most).strip() + "…";
	}
}
