package espalier.app.graphview;

/** Level of detail: how much of each room's inside is seen at a zoom, from 0 (its face) to 1 (all of it). */
final class Lod {
	private static final double CARD = 40;

	private final Layout layout;
	private final double zoom;
	private final double[] own;
	private final double[] total;

	Lod(Layout layout, double zoom) {
		this.layout = layout;
		this.zoom = zoom;
		own = new double[layout.scene().items().size()];
		total = new double[own.length];
		for (Item item : layout.scene().items()) {
			double outer = item.parent == null ? 1 : total[item.parent.id];
			if (item instanceof Room room && layout.isOpen(room))
				own[room.id] = item.parent == null ? 1 : smooth(8, 9.2, grain(room) * zoom);
			total[item.id] = outer * own[item.id];
		}
	}

	double zoom() {
		return zoom;
	}

	/** How far a room's inside is faded in, taken alone. */
	double openness(Room room) {
		return own[room.id];
	}

	/** Whether the children of a room are to be seen and hit. */
	boolean shows(Room room) {
		return total[room.id] > 0.4;
	}

	/** The innermost box around an item that is seen as a box. */
	Item seen(Item item) {
		Item seen = item;
		for (Room room = item.parent; room != null; room = room.parent)
			if (!shows(room))
				seen = room;
		return seen;
	}

	/** Size of what a room holds, across the flow: of its rooms, or of its cards where those are larger. */
	private double grain(Room room) {
		double least = Double.MAX_VALUE;
		double cards = 0;
		for (Item child : room.children) {
			double[] box = layout.box(child);
			if (child instanceof Card)
				cards = CARD;
			else if (box != null)
				least = Math.min(least, Math.min(box[2], box[3]));
		}
		return least == Double.MAX_VALUE ? cards : Math.max(cards, 0.4 * least);
	}

	static double smooth(double from, double to, double x) {
		double t = Math.clamp((x - from) / (to - from), 0, 1);
		return t * t * (3 - 2 * t);
	}
}
