package espalier.app.graphview;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

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

	/** All operators in it. */
	Set<Node> nodes() {
		Set<Node> nodes = new LinkedHashSet<>();
		List<Item> open = new ArrayList<>(List.of(this));
		for (int i = 0; i < open.size(); i++)
			switch (open.get(i)) {
				case Card card -> nodes.addAll(card.nodes);
				case Room room -> open.addAll(room.children);
			}
		return nodes;
	}

	/** Whether an item is this one or lies inside it. */
	boolean holds(Item other) {
		for (Item i = other; i != null; i = i.parent)
			if (i == this)
				return true;
		return false;
	}
}
