package espalier.app.graphview;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

import espalier.coupling.ChannelGroup;

/** The whole picture: rooms from the outside in, ribbons, cards. Cost: linear in what is seen. */
final class ScenePainter {
	private final Layout layout;
	private final Lod lod;
	private final Ink ink;
	private int marks;

	ScenePainter(Layout layout, Lod lod, Ink ink) {
		this.layout = layout;
		this.lod = lod;
		this.ink = ink;
	}

	/** Draws over a canvas that was cleared; returns how many cards, rooms and ribbons it drew. */
	int paint() {
		inside(layout.scene().root(), 0, 1);
		return marks;
	}

	/** A line around the region that is chosen. */
	void frame() {
		double[] box = ink.region() == null ? null : layout.around(ink.region());
		if (box == null || !ink.sees(box[0], box[1], box[0] + box[2], box[1] + box[3]))
			return;
		GraphicsContext g = ink.g();
		g.setStroke(ink.theme().accent());
		g.setLineWidth(1.5);
		g.strokeRoundRect(ink.view().screenX(box[0]) - 5, ink.view().screenY(box[1]) - 5, box[2] * ink.zoom() + 10,
				box[3] * ink.zoom() + 10, 10, 10);
	}

	/** Draws only what belongs to a group, in full colour: the other things lie below, faded. */
	int light(ChannelGroup group) {
		for (Link link : layout.scene().links(group))
			if (lod.shows(link.room()))
				ribbon(link, 1);
		for (Card card : layout.scene().cards(group)) {
			Item seen = lod.seen(card);
			double[] box = layout.box(seen);
			if (box == null || !ink.sees(box[0], box[1], box[0] + box[2], box[1] + box[3]))
				continue;
			if (seen instanceof Card c)
				CardPainter.paint(ink, c, box, 1);
			else
				outline(box, group);
			marks++;
		}
		return marks;
	}

	private void outline(double[] box, ChannelGroup group) {
		GraphicsContext g = ink.g();
		g.setStroke(ink.color(group));
		g.setLineWidth(2);
		g.strokeRoundRect(ink.view().screenX(box[0]), ink.view().screenY(box[1]), box[2] * ink.zoom(),
				box[3] * ink.zoom(),
				8, 8);
	}

	private void inside(Room room, int depth, double alpha) {
		for (Link link : room.links)
			ribbon(link, alpha);
		for (Item child : room.children) {
			double[] box = layout.box(child);
			if (box == null || !ink.sees(box[0], box[1], box[0] + box[2], box[1] + box[3]))
				continue;
			if (box[2] * ink.zoom() < 1 && box[3] * ink.zoom() < 1)
				continue;
			if (child instanceof Card card)
				CardPainter.paint(ink, card, box, alpha);
			else if (child instanceof Room inner)
				room(inner, box, depth + 1, alpha);
			marks++;
		}
	}

	private void ribbon(Link link, double alpha) {
		double[] path = layout.paths()[link.id()];
		double[] bounds = layout.bounds()[link.id()];
		if (path == null || bounds == null || !ink.sees(bounds[0], bounds[1], bounds[2], bounds[3]))
			return;
		double size = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) * ink.zoom();
		if (size < 3)
			return;
		RibbonPainter.paint(ink, link.flow(), path, alpha);
		marks++;
	}

	private void room(Room room, double[] box, int depth, double alpha) {
		GraphicsContext g = ink.g();
		Theme theme = ink.theme();
		double x = ink.view().screenX(box[0]);
		double y = ink.view().screenY(box[1]);
		double w = box[2] * ink.zoom();
		double h = box[3] * ink.zoom();
		double arc = Math.min(12, 14 * ink.zoom() + 3);
		g.setGlobalAlpha(alpha);
		g.setFill(theme.surface(depth));
		g.fillRoundRect(x, y, w, h, arc, arc);
		if (Math.min(w, h) >= 8) {
			g.setStroke(theme.border());
			g.setLineWidth(1);
			g.strokeRoundRect(x, y, w, h, arc, arc);
		}
		double open = lod.openness(room);
		if (open > 0.02)
			inside(room, depth, alpha * open);
		if (open < 0.98)
			face(room, x, y, w, h, alpha * (1 - open));
		else
			header(room, x, y, w, depth, alpha);
		g.setGlobalAlpha(1);
	}

	/** What a room shows while its inside is not seen: name, number of operators and the share that stays. */
	private void face(Room room, double x, double y, double w, double h, double alpha) {
		GraphicsContext g = ink.g();
		g.setGlobalAlpha(alpha);
		double size = Math.clamp(13 * Math.max(ink.zoom(), 0.9), 10, 16);
		boolean bar = room.total > 0 && h >= size + 12 && w >= 44;
		boolean line = h >= size * 2.3 + 24 && w >= 90;
		String name = ink.words().fitScope(room.name(), size, w - 8);
		double all = size + (line ? size * 1.2 : 0) + (bar ? 12 : 0);
		double top = y + (h - all) / 2;
		if (h >= size + 2 && !name.isEmpty()) {
			g.setFont(ink.words().strong(size));
			g.setFill(ink.theme().text());
			g.setTextAlign(TextAlignment.CENTER);
			g.setTextBaseline(VPos.TOP);
			g.fillText(name, x + w / 2, top);
		}
		if (line) {
			g.setFont(ink.words().font(Math.max(9, size * 0.84)));
			g.setFill(ink.theme().caption());
			String text = room.total == 0 ? room.cards + " operators"
					: room.kept < room.total ? room.kept + " of " + room.total + " filters" : room.total + " filters";
			g.fillText(ink.words().fit(text, size * 0.84, w - 8), x + w / 2, top + size * 1.3);
		}
		if (bar)
			bar(room, x + Math.max(6, w * 0.18), top + all - 5, w - 2 * Math.max(6, w * 0.18), 5);
		else if (room.total > 0 && h >= 5 && h < size + 2)
			bar(room, x + 2, y + h / 2 - 1.5, w - 4, 3);
	}

	private void header(Room room, double x, double y, double w, int depth, double alpha) {
		GraphicsContext g = ink.g();
		double high = Arranger.HEADER * ink.zoom();
		boolean roomy = high >= 15;
		if (!roomy && depth > 1 || w < 40)
			return;
		double size = roomy ? Math.clamp(12 * ink.zoom(), 10, 14) : 11;
		double pad = Math.max(6, Math.min(12, 12 * ink.zoom()));
		boolean bar = roomy && room.total > 0 && w > 170;
		String name = ink.words().fitScope(room.name(), size * 1.08, w - 2 * pad - (bar ? 110 : 0));
		if (name.isEmpty())
			return;
		g.setGlobalAlpha(alpha);
		double middle = roomy ? y + high / 2 : y;
		if (!roomy) {
			// no room above the content: a tag on the border
			double wide = ink.words().width(name, size * 1.08) + 10;
			g.setFill(ink.theme().surface(depth));
			g.fillRoundRect(x + pad - 5, middle - 8, wide, 16, 6, 6);
			g.setStroke(ink.theme().border());
			g.setLineWidth(1);
			g.strokeRoundRect(x + pad - 5, middle - 8, wide, 16, 6, 6);
		}
		g.setFont(ink.words().strong(size));
		g.setFill(ink.theme().text());
		g.setTextAlign(TextAlignment.LEFT);
		g.setTextBaseline(VPos.CENTER);
		g.fillText(name, x + pad, middle);
		if (!bar)
			return;
		String count = room.kept < room.total ? room.kept + "/" + room.total : Integer.toString(room.total);
		double small = Math.max(9, size * 0.88);
		g.setFont(ink.words().font(small));
		g.setFill(room.kept < room.total ? ink.theme().amberText() : ink.theme().caption());
		g.setTextAlign(TextAlignment.RIGHT);
		g.fillText(count, x + w - pad - 46, middle);
		bar(room, x + w - pad - 40, middle - 2.5, 40, 5);
	}

	private void bar(Room room, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		double kept = w * room.kept / Math.max(1, room.total);
		g.setFill(ink.theme().caption());
		g.fillRect(x, y, kept, h);
		if (kept < w) {
			g.setFill(ink.theme().amber());
			g.fillRect(x + kept, y, w - kept, h);
		}
	}
}
