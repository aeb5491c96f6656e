package espalier.app.graphview;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;

/** What lies at a place of the scene, as far as it is seen. */
final class Finder {
	/** Ribbons are caught from this many pixels away. */
	private static final double REACH = 4;

	/**
	 * What was found.
	 *
	 * @param item
	 *            innermost box, never the root
	 * @param flow
	 *            a ribbon, where no card lies over it
	 */
	record Found(@Nullable Item item, @Nullable Flow flow) {
		@Nullable
		ChannelGroup group() {
			if (flow != null)
				return flow.group();
			return item instanceof Card card ? card.group : null;
		}

		@Nullable
		Card card() {
			return item instanceof Card card ? card : null;
		}

		@Nullable
		Room room() {
			return item instanceof Room room ? room : null;
		}
	}

	private final Layout layout;
	private final Lod lod;

	Finder(Layout layout, double zoom) {
		this.layout = layout;
		this.lod = new Lod(layout, zoom);
	}

	/** Cost: the children and ribbons of the rooms around the place. */
	Found at(double x, double y) {
		Item found = null;
		Flow flow = null;
		Room room = layout.scene().root();
		while (room != null && lod.shows(room)) {
			Item inner = null;
			for (Item child : room.children)
				if (contains(layout.box(child), x, y))
					inner = child;
			if (inner instanceof Card)
				return new Found(inner, null);
			Flow here = ribbon(room, x, y);
			flow = here == null ? flow : here;
			found = inner == null ? found : inner;
			room = inner instanceof Room r ? r : null;
		}
		return new Found(found, flow);
	}

	/** Groups of the cards that lie wholly in a rectangle, and that can be cut. */
	Set<ChannelGroup> within(double x1, double y1, double x2, double y2) {
		Set<ChannelGroup> groups = new LinkedHashSet<>();
		framed(x1, y1, x2, y2).forEach(item -> groups.addAll(groupsOf(item)));
		return groups;
	}

	/** What lies wholly in a rectangle: cards, and rooms whose inside is not seen. */
	List<Item> framed(double x1, double y1, double x2, double y2) {
		List<Item> framed = new ArrayList<>();
		List<Item> open = new ArrayList<>(layout.scene().root().children);
		for (int i = 0; i < open.size(); i++) {
			Item item = open.get(i);
			double[] box = layout.box(item);
			if (box == null || box[0] > x2 || box[1] > y2 || box[0] + box[2] < x1 || box[1] + box[3] < y1)
				continue;
			if (item instanceof Room room && lod.shows(room))
				open.addAll(room.children);
			else if (box[0] >= x1 && box[1] >= y1 && box[0] + box[2] <= x2 && box[1] + box[3] <= y2)
				framed.add(item);
		}
		return framed;
	}

	/** Groups whose filters an item makes. */
	static Set<ChannelGroup> groupsOf(Item item) {
		Set<ChannelGroup> groups = new LinkedHashSet<>();
		List<Item> open = new ArrayList<>(List.of(item));
		for (int i = 0; i < open.size(); i++) {
			if (open.get(i) instanceof Room room)
				open.addAll(room.children);
			else if (open.get(i) instanceof Card card && card.group instanceof ChannelGroup group && !group.pinned())
				groups.add(group);
		}
		return groups;
	}

	private static boolean contains(double @Nullable [] box, double x, double y) {
		return box != null && x >= box[0] && y >= box[1] && x <= box[0] + box[2] && y <= box[1] + box[3];
	}

	private @Nullable Flow ribbon(Room room, double x, double y) {
		for (Link link : room.links) {
			double[] bounds = layout.bounds()[link.id()];
			double[] path = layout.paths()[link.id()];
			double reach = REACH / lod.zoom();
			if (bounds == null || path == null || x < bounds[0] - reach || y < bounds[1] - reach
					|| x > bounds[2] + reach
					|| y > bounds[3] + reach)
				continue;
			if (near(path, x, y, link.flow().thick / 2 + reach))
				return link.flow();
		}
		return null;
	}

	private static boolean near(double[] p, double x, double y, double reach) {
		for (int i = 0; i + 7 < p.length; i += 6)
			for (int k = 0; k <= 16; k++) {
				double t = k / 16.0;
				double s = 1 - t;
				double px = s * s * s * p[i] + 3 * s * s * t * p[i + 2] + 3 * s * t * t * p[i + 4]
						+ t * t * t * p[i + 6];
				double py = s * s * s * p[i + 1] + 3 * s * s * t * p[i + 3] + 3 * s * t * t * p[i + 5]
						+ t * t * t * p[i + 7];
				double step = Math.hypot(p[i + 6] - p[i], p[i + 7] - p[i + 1]) / 32;
				if (Math.hypot(px - x, py - y) <= reach + step)
					return true;
			}
		return false;
	}
}
