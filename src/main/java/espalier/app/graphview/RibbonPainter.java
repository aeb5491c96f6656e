package espalier.app.graphview;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.StrokeLineCap;

import espalier.coupling.ChannelGroup;

/** Ribbons: as wide as the channels that stay, a stripe for each group, what goes beside them in amber. */
final class RibbonPainter {
	private RibbonPainter() {}

	/** @param alpha how far it is faded in */
	static void paint(Ink ink, Flow flow, double[] path, double alpha) {
		GraphicsContext g = ink.g();
		double width = flow.thick * ink.zoom();
		g.setLineCap(StrokeLineCap.BUTT);
		g.setGlobalAlpha(alpha);
		double kept = flow.keptThick() * ink.zoom();
		if (flow.removed > 0 && width >= 1.5)
			ghost(ink, path, width);
		if (flow.shares.length > 1 && kept >= 3)
			stripes(ink, flow, path, kept);
		else {
			g.setStroke(ink.color(flow.group()));
			stroke(ink, path, 0, Math.max(kept, flow.removed >= flow.channels && flow.removed > 0 ? 0 : 0.8));
		}
		g.setGlobalAlpha(1);
	}

	private static void ghost(Ink ink, double[] path, double width) {
		GraphicsContext g = ink.g();
		g.setStroke(ink.theme().amberTint());
		stroke(ink, path, 0, width);
		g.setStroke(ink.theme().amber());
		g.setLineDashes(1.2, 3);
		stroke(ink, path, 0, width);
		g.setLineDashes((double[]) null);
	}

	private static void stripes(Ink ink, Flow flow, double[] path, double kept) {
		double total = 0;
		double[] part = new double[flow.shares.length];
		for (int i = 0; i < part.length; i++) {
			Flow.Share share = flow.shares[i];
			ChannelGroup group = share.group();
			double stays = group == null ? 1 : (double) ink.cuts().kept(group) / group.units();
			part[i] = share.channels() * stays;
			total += part[i];
		}
		double at = -kept / 2;
		for (int i = 0; i < part.length && total > 0; i++) {
			double width = part[i] / total * kept;
			ink.g().setStroke(ink.color(flow.shares[i].group()));
			stroke(ink, path, at + width / 2, width + 0.35);
			at += width;
		}
	}

	/** Strokes along a path, moved aside by some pixels of the canvas. */
	private static void stroke(Ink ink, double[] path, double aside, double width) {
		if (width <= 0)
			return;
		GraphicsContext g = ink.g();
		Viewport v = ink.view();
		g.setLineWidth(width);
		g.beginPath();
		if (aside == 0) {
			g.moveTo(v.screenX(path[0]), v.screenY(path[1]));
			for (int i = 2; i < path.length; i += 6)
				g.bezierCurveTo(v.screenX(path[i]), v.screenY(path[i + 1]), v.screenX(path[i + 2]),
						v.screenY(path[i + 3]), v.screenX(path[i + 4]), v.screenY(path[i + 5]));
		} else
			aside(g, v, path, aside);
		g.stroke();
	}

	private static void aside(GraphicsContext g, Viewport v, double[] path, double d) {
		for (int i = 2; i < path.length; i += 6) {
			double[] start = normal(path[i] - path[i - 2], path[i + 1] - path[i - 1], path, i);
			double[] end = normal(path[i + 4] - path[i + 2], path[i + 5] - path[i + 3], path, i);
			if (i == 2)
				g.moveTo(v.screenX(path[0]) + start[0] * d, v.screenY(path[1]) + start[1] * d);
			g.bezierCurveTo(v.screenX(path[i]) + start[0] * d, v.screenY(path[i + 1]) + start[1] * d,
					v.screenX(path[i + 2]) + end[0] * d, v.screenY(path[i + 3]) + end[1] * d,
					v.screenX(path[i + 4]) + end[0] * d, v.screenY(path[i + 5]) + end[1] * d);
		}
	}

	private static double[] normal(double dx, double dy, double[] path, int i) {
		double length = Math.hypot(dx, dy);
		if (length < 1e-9) {
			double cx = path[i + 4] - path[i - 2];
			double cy = path[i + 5] - path[i - 1];
			double chord = Math.max(1e-9, Math.hypot(cx, cy));
			return new double[]{-cy / chord, cx / chord};
		}
		return new double[]{-dy / length, dx / length};
	}
}
