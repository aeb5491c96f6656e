package espalier.app.graphview;

import org.jspecify.annotations.Nullable;

/** A box of the scene: one card, or a room that holds others. */
sealed abstract class Item permits Card, Room {
	/** Position in {@link SceneModel#items()}; arrays by item use it. */
	int id;
	/** The room around it; null for the root. */
	@Nullable
	Room parent;
	/** Position of its first operator in a topological order of the network. */
	int order;

	/** What people call it, without its surroundings. */
	abstract String name();

	/** Filters made inside, for the kept/total bar; 0 where nothing can be cut. */
	int total;
	/** Filters that stay under the cuts of {@link SceneModel#setCuts}. */
	int kept;

	/** Whether an item is this one or lies inside it. */
	boolean holds(Item other) {
		for (Item i = other; i != null; i = i.parent)
			if (i == this)
				return true;
		return false;
	}
}
