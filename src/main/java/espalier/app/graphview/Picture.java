package espalier.app.graphview;

import java.util.HashSet;
import java.util.Set;

import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.WritableImage;

import espalier.app.Selection;
import espalier.coupling.ChannelGroup;

/** What is drawn: a layout with its colours, what is selected in full ones, and all but what is hovered faded. */
record Picture(Layout layout, Theme theme, GroupColors colors, Words words, Selection selection) {
	private static final double LARGEST = 8_000;
	private static final double MARGIN = 32;
	/** Others fade to 35 percent. */
	private static final double VEIL = 0.65;

	void draw(GraphicsContext g, Viewport at, double width, double height) {
		Set<ChannelGroup> lit = new HashSet<>(selection.groups());
		ChannelGroup hovered = selection.hovered().get();
		if (hovered != null)
			lit.add(hovered);
		Ink ink = new Ink(g, at, width, height, theme, colors, words, layout.scene().cuts(), lit,
				selection.node().get(), selection.region().get());
		ScenePainter painter = new ScenePainter(layout, new Lod(layout, at.zoom()), ink);
		painter.paint();
		painter.frame();
		if (hovered == null)
			return;
		g.setGlobalAlpha(VEIL);
		g.setFill(theme.canvas());
		g.fillRect(0, 0, width, height);
		g.setGlobalAlpha(1);
		painter.light(hovered);
	}

	/** All of it as an image of so many pixels for a scene unit, as far as that fits. */
	WritableImage whole(double scale) {
		double zoom = Math.min(scale, (LARGEST - 2 * MARGIN) / Math.max(layout.width(), layout.height()));
		double width = Math.ceil(layout.width() * zoom + 2 * MARGIN);
		double height = Math.ceil(layout.height() * zoom + 2 * MARGIN);
		Canvas canvas = new Canvas(width, height);
		GraphicsContext g = canvas.getGraphicsContext2D();
		g.setFill(theme.canvas());
		g.fillRect(0, 0, width, height);
		draw(g, new Viewport(zoom, MARGIN, MARGIN), width, height);
		return canvas.snapshot(new SnapshotParameters(), null);
	}
}
