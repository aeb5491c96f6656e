package espalier.app.graphview;

/** Which part of the scene is seen: screen = scene · zoom + offset. Immutable. */
record Viewport(double zoom, double x, double y) {
	static final double NEAREST = 8;

	double screenX(double sceneX) {
		return sceneX * zoom + x;
	}

	double screenY(double sceneY) {
		return sceneY * zoom + y;
	}

	double sceneX(double screenX) {
		return (screenX - x) / zoom;
	}

	double sceneY(double screenY) {
		return (screenY - y) / zoom;
	}

	Viewport pan(double dx, double dy) {
		return new Viewport(zoom, x + dx, y + dy);
	}

	/** Another zoom with the scene point under a screen point kept there. */
	Viewport zoomTo(double other, double screenX, double screenY) {
		double ratio = other / zoom;
		return new Viewport(other, screenX - (screenX - x) * ratio, screenY - (screenY - y) * ratio);
	}

	/** Shows a scene rectangle whole in the middle of a view, no nearer than a zoom. */
	static Viewport showing(double[] box, double width, double height, double margin, double nearest) {
		double zoom = Math.min((width - 2 * margin) / Math.max(1, box[2]), (height - 2 * margin) / Math.max(1, box[3]));
		zoom = Math.clamp(zoom, 1e-4, nearest);
		return new Viewport(zoom, width / 2 - (box[0] + box[2] / 2) * zoom, height / 2 - (box[1] + box[3] / 2) * zoom);
	}

	/** A way to another view in which the zoom changes evenly and the middle of the screen leads. */
	Viewport towards(Viewport other, double t, double width, double height) {
		double z = zoom * Math.pow(other.zoom / zoom, t);
		double cx = width / 2;
		double cy = height / 2;
		double sx = sceneX(cx) + (other.sceneX(cx) - sceneX(cx)) * t;
		double sy = sceneY(cy) + (other.sceneY(cy) - sceneY(cy)) * t;
		return new Viewport(z, cx - sx * z, cy - sy * z);
	}
}
