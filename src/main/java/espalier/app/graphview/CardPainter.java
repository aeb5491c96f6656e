package espalier.app.graphview;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

import espalier.coupling.ChannelGroup;

/** Cards, from coloured blocks far away to filters near by. */
final class CardPainter {
	/** Below this height on the canvas a card is a plain block. */
	private static final double BLOCK = 13;

	private CardPainter() {}

	/** @param box x, y, width and height in scene units */
	static void paint(Ink ink, Card card, double[] box, double alpha) {
		GraphicsContext g = ink.g();
		double x = ink.view().screenX(box[0]);
		double y = ink.view().screenY(box[1]);
		double w = box[2] * ink.zoom();
		double h = box[3] * ink.zoom();
		if (w < 1 && h < 1)
			return;
		g.setGlobalAlpha(alpha);
		if (card.kind == Card.Kind.JOIN)
			join(ink, card, x, y, w, h);
		else if (card.kind == Card.Kind.REMOVED)
			FoldPainter.paint(ink, card, x, y, w, h);
		else if (h < BLOCK)
			block(ink, card, x, y, w, h);
		else
			full(ink, card, x, y, w, h);
		g.setGlobalAlpha(1);
	}

	private static void join(Ink ink, Card card, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		double arc = Math.min(w, h);
		g.setFill(ink.color(card.group));
		g.fillRoundRect(x, y, w, h, arc, arc);
		if (w < 9)
			return;
		g.setStroke(outline(ink, card));
		g.setLineWidth(outlineWidth(ink, card));
		g.strokeRoundRect(x, y, w, h, arc, arc);
		double size = Math.clamp(15 * ink.zoom(), 9, 26);
		g.setFont(ink.words().strong(size));
		g.setFill(onColor(ink.color(card.group)));
		g.setTextAlign(TextAlignment.CENTER);
		g.setTextBaseline(VPos.CENTER);
		g.fillText(card.title.length() > 3 ? card.title.substring(0, 3) : card.title, x + w / 2, y + h / 2);
	}

	private static void block(Ink ink, Card card, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		g.setFill(card.group == null ? ink.theme().border()
				: ink.color(card.group).interpolate(ink.theme().card(), 0.25));
		g.fillRect(x, y, Math.max(1, w), Math.max(1, h));
		ChannelGroup group = card.group;
		int cut = group == null ? 0 : ink.cuts().count(group);
		if (cut > 0 && group != null && card.unitOfFilter != null && w > 4) {
			double gone = w * cut / group.units();
			g.setFill(ink.theme().amber());
			g.fillRect(x + w - gone, y, gone, Math.max(1, h));
		}
	}

	private static void full(Ink ink, Card card, double x, double y, double w, double h) {
		GraphicsContext g = ink.g();
		Theme theme = ink.theme();
		double arc = (card.kind == Card.Kind.TERMINAL ? 26 : 8) * Math.min(ink.zoom(), 2);
		boolean maker = ink.lights(card.group);
		g.setFill(maker ? theme.card().interpolate(ink.color(card.group), 0.12) : theme.card());
		g.fillRoundRect(x, y, w, h, arc, arc);
		double title = Math.clamp(13 * ink.zoom(), 9, 16);
		double caption = Math.clamp(11 * ink.zoom(), 9, 13);
		double pad = Math.clamp(9 * ink.zoom(), 3, 14);
		boolean two = h >= 36 && !card.caption.isEmpty();
		double texts = title * 1.25 + (two ? caption * 1.35 : 0);
		double band = card.unitOfFilter == null ? 0 : 5 * ink.zoom();
		double near = Lod.smooth(1.25, 2.1, ink.zoom());
		double top = y + Math.max(pad * 0.6, (h - band * 2 - texts) / 2 * (1 - near) + pad * 0.6 * near);
		if (band > 0) {
			double tall = band + near * Math.max(0, y + h - 2 * band - top - texts - pad);
			Strips.paint(ink, card, x + pad, y + h - band * 0.9 - tall, w - 2 * pad, tall, near);
		} else if (near > 0)
			top = y + (h - texts) / 2;
		words(ink, card, x + pad, top, w - 2 * pad, title, caption, two);
		if (card.kind != Card.Kind.TERMINAL && card.unitOfFilter == null && card.group != null) {
			g.setFill(ink.color(card.group));
			g.fillRect(x + 0.5, y + h * 0.2, Math.max(1.5, 3 * ink.zoom()), h * 0.6);
		}
		g.setStroke(outline(ink, card));
		g.setLineWidth(outlineWidth(ink, card));
		if (card.kind == Card.Kind.ADAPTER)
			g.setLineDashes(5, 4);
		g.strokeRoundRect(x, y, w, h, arc, arc);
		g.setLineDashes();
	}

	private static void words(Ink ink, Card card, double x, double y, double w, double title, double caption,
			boolean two) {
		GraphicsContext g = ink.g();
		Theme theme = ink.theme();
		g.setTextBaseline(VPos.TOP);
		g.setTextAlign(TextAlignment.LEFT);
		double right = w;
		ChannelGroup group = card.group;
		if (group != null && group.pinned() && title >= 10) {
			lock(ink, x + w - title * 0.75, y + title * 0.1, title * 0.75);
			right -= title * 1.1;
		}
		g.setFont(ink.words().font(title));
		g.setFill(theme.text());
		String shown = ink.words().fit(card.title, title, right + 2);
		if (shown.length() < card.title.length() && card.title.indexOf(' ') > 0)
			shown = ink.words().fit(card.title.substring(0, card.title.indexOf(' ')), title, right + 2);
		g.fillText(shown, x, y);
		if (!two)
			return;
		double below = y + title * 1.25 + caption * 0.1;
		g.setFont(ink.words().font(caption));
		double room = w;
		if (card.kept < card.total) {
			String kept = card.kept + "/" + card.total;
			g.setFill(theme.amberText());
			g.setTextAlign(TextAlignment.RIGHT);
			g.fillText(kept, x + w, below);
			g.setTextAlign(TextAlignment.LEFT);
			room -= ink.words().width(kept, caption) + 6;
		}
		g.setFill(theme.caption());
		g.fillText(ink.words().fit(card.caption, caption, room), x, below);
	}

	/** A small padlock: the group can't be cut. */
	private static void lock(Ink ink, double x, double y, double size) {
		GraphicsContext g = ink.g();
		g.setFill(ink.theme().caption());
		g.setStroke(ink.theme().caption());
		g.setLineWidth(Math.max(1, size * 0.13));
		g.fillRoundRect(x + size * 0.1, y + size * 0.5, size * 0.8, size * 0.6, size * 0.15, size * 0.15);
		g.strokeArc(x + size * 0.25, y + size * 0.08, size * 0.5, size * 0.8, 0, 180, javafx.scene.shape.ArcType.OPEN);
	}

	private static Color outline(Ink ink, Card card) {
		if (ink.node() != null && card.nodes.contains(ink.node()))
			return ink.theme().accent();
		for (ChannelGroup group : card.groups)
			if (ink.lights(group))
				return ink.color(group);
		return ink.theme().border();
	}

	private static double outlineWidth(Ink ink, Card card) {
		if (ink.node() != null && card.nodes.contains(ink.node()))
			return 2.5;
		return card.groups.stream().anyMatch(ink::lights) ? 2 : 1;
	}

	/** Black or white, whichever is read better on a colour. */
	static Color onColor(Color color) {
		return GroupColors.luminance(color) > 0.18 ? Color.web("#111614") : Color.WHITE;
	}
}
