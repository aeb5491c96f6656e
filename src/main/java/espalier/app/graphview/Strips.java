package espalier.app.graphview;

import javafx.scene.canvas.GraphicsContext;

import espalier.coupling.ChannelGroup;

/** The filters of a layer: far away a bar of what stays, near by one strip each in order of index, those to go hatched. */
final class Strips {
	private Strips() {}

	/** @param near from 0, the bar, to 1, the strips */
	static void paint(Ink ink, Card card, double x, double y, double w, double h, double near) {
		GraphicsContext g = ink.g();
		double alpha = g.getGlobalAlpha();
		if (near < 1) {
			g.setGlobalAlpha(alpha * (1 - near));
			bar(ink, card, x, y, w, h);
		}
		if (near > 0) {
			g.setGlobalAlpha(alpha * near);
			strips(ink, card, x, y, w, h);
		}
		g.setGlobalAlpha(alpha);
	}

	private static void bar(Ink ink, Card card, double x, double y, double w, double h) {
		double kept = w * card.kept / Math.max(1, card.total);
		split(ink, card, x, y, w, h, kept);
	}

	private static void split(Ink ink, Card card, double x, double y, double w, double h, double kept) {
		GraphicsContext g = ink.g();
		g.setFill(ink.color(card.group));
		g.fillRect(x, y, kept, h);
		if (kept < w)
			gone(ink, x + kept, y, w - kept, h);
	}

	private static void gone(Ink ink, double x, double y, double w, double h) {
		ink.g().setFill(ink.theme().amberTint());
		ink.g().fillRect(x, y, w, h);
		ink.hatch(x, y, w, h, 4);
	}

	private static void strips(Ink ink, Card card, double x, double y, double w, double h) {
		int[] unitOf = card.unitOfFilter;
		ChannelGroup group = card.group;
		if (unitOf == null || group == null)
			return;
		GraphicsContext g = ink.g();
		int n = unitOf.length;
		double each = w / n;
		double gap = each >= 3 ? Math.min(1.5, each * 0.2) : 0;
		// strips thinner than a pixel share one
		int step = Math.max(1, (int) Math.ceil(1 / each));
		int first = Math.max(0, (int) Math.floor(-x / each) / step * step);
		int last = Math.min(n, (int) Math.ceil((ink.width() - x) / each));
		g.setFill(ink.color(group));
		for (int i = first; i < last; i += step)
			if (!gone(ink, group, unitOf[i]))
				g.fillRect(x + i * each, y, Math.min(step, n - i) * each - gap, h);
		for (int i = first; i < last;) {
			if (!gone(ink, group, unitOf[i])) {
				i += step;
				continue;
			}
			int end = i;
			while (end < last && gone(ink, group, unitOf[end]))
				end += step;
			if (gap == 0)
				gone(ink, x + i * each, y, (Math.min(end, n) - i) * each, h);
			else
				for (int k = i; k < end; k++)
					gone(ink, x + k * each, y, each - gap, h);
			i = end;
		}
	}

	private static boolean gone(Ink ink, ChannelGroup group, int unit) {
		return unit >= 0 && ink.cuts().isRemoved(group, unit);
	}
}
