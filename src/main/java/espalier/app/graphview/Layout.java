package espalier.app.graphview;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.region.Region;

/**
 * Where everything is, in scene units. Immutable once made.
 *
 * @param open
 *            by item id: rooms whose inside is laid out
 * @param box
 *            by item id: x, y, width, height; null for what lies in a closed room
 * @param paths
 *            by link id: centre line as {@code x y (cx cy cx cy x y)*}; null for links in closed rooms
 * @param bounds
 *            by link id: least and greatest x and y of the path with the ribbon's width
 */
record Layout(SceneModel scene, boolean topDown, boolean[] open, double[] @Nullable [] box, double[] @Nullable [] paths,
		double[] @Nullable [] bounds) {
	double @Nullable [] box(Item item) {
		return box[item.id];
	}

	boolean isOpen(Room room) {
		return open[room.id];
	}

	double width() {
		double[] all = box[0];
		return all == null ? 0 : all[2];
	}

	double height() {
		double[] all = box[0];
		return all == null ? 0 : all[3];
	}

	/** The box of an item, or of the innermost closed room around it. */
	Item shown(Item item) {
		Item shown = item;
		while (box[shown.id] == null && shown.parent != null)
			shown = shown.parent;
		return shown;
	}

	/** The box around the cards of groups, or around the closed rooms they lie in; null when nothing of them is drawn. */
	double @Nullable [] around(Collection<ChannelGroup> groups) {
		return aroundCards(groups.stream().flatMap(g -> scene.cards(g).stream()).toList());
	}

	/** The same of a region, or of what stands in its place. */
	double @Nullable [] around(Region region) {
		return aroundCards(scene.cards(region));
	}

	private double @Nullable [] aroundCards(Collection<Card> cards) {
		double left = Double.MAX_VALUE;
		double top = Double.MAX_VALUE;
		double right = -Double.MAX_VALUE;
		double bottom = -Double.MAX_VALUE;
		for (Card card : cards) {
			double[] b = box(shown(card));
			if (b == null)
				continue;
			left = Math.min(left, b[0]);
			top = Math.min(top, b[1]);
			right = Math.max(right, b[0] + b[2]);
			bottom = Math.max(bottom, b[1] + b[3]);
		}
		return right < left ? null : new double[]{left, top, right - left, bottom - top};
	}

	/** A point of the way from one layout to another: boxes and paths in between; what is new appears where it will be. */
	Layout between(Layout next, double t) {
		return new Layout(next.scene, next.topDown, next.open, mix(box, next.box, t), mix(paths, next.paths, t),
				mix(bounds, next.bounds, t));
	}

	private static double[] @Nullable [] mix(double[] @Nullable [] from, double[] @Nullable [] to, double t) {
		double[] @Nullable [] mixed = new double[to.length][];
		for (int i = 0; i < to.length; i++) {
			double[] a = from[i];
			double[] b = to[i];
			if (a == null || b == null || a.length != b.length) {
				mixed[i] = b;
				continue;
			}
			double[] m = new double[b.length];
			for (int k = 0; k < m.length; k++)
				m[k] = a[k] + (b[k] - a[k]) * t;
			mixed[i] = m;
		}
		return mixed;
	}
}
