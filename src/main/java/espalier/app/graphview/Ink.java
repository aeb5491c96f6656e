package espalier.app.graphview;

import java.util.Set;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Node;
import espalier.region.Region;

/**
 * All that painters need for one picture.
 *
 * @param view
 *            from scene to the canvas
 * @param lit
 *            groups in full colour
 */
record Ink(GraphicsContext g, Viewport view, double width, double height, Theme theme, GroupColors colors, Words words,
		Cuts cuts, Set<ChannelGroup> lit, @Nullable Node node, @Nullable Region region) {

	double zoom() {
		return view.zoom();
	}

	/** Whether a scene rectangle, given by corners, meets the canvas. */
	boolean sees(double x1, double y1, double x2, double y2) {
		return view.screenX(x2) >= 0 && view.screenY(y2) >= 0 && view.screenX(x1) <= width
				&& view.screenY(y1) <= height;
	}

	Color color(@Nullable ChannelGroup group) {
		return group != null && lit.contains(group) ? colors.strong(group, theme.dark())
				: colors.tint(group, theme.dark());
	}

	boolean lights(@Nullable ChannelGroup group) {
		return group != null && lit.contains(group);
	}

	/** Short diagonal strokes over a rectangle of the canvas. */
	void hatch(double x, double y, double w, double h, double step) {
		if (w < 2 || h < 2)
			return;
		g.setStroke(theme.amber());
		g.setLineWidth(1);
		g.save();
		g.beginPath();
		g.rect(x, y, w, h);
		g.clip();
		g.beginPath();
		// on one raster for the whole canvas, so that neighbours join
		double first = Math.floor((x - h - y) / step) * step + y;
		for (double d = first; d < x + w; d += step) {
			g.moveTo(d, y + h);
			g.lineTo(d + h, y);
		}
		g.stroke();
		g.restore();
	}
}
