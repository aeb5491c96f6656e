package espalier.app.graphview;

import java.util.ArrayList;
import java.util.List;

/** A scope or a detected block: items and the links between them. What crosses its border is in {@link #ins} and {@link #outs}. */
final class Room extends Item {
	private final String name;
	/** Children in network order. */
	List<Item> children = new ArrayList<>();
	/** Ribbons among the children and the borders of this room. */
	final List<Link> links = new ArrayList<>();
	/** Values that enter, each once. */
	final List<Flow> ins = new ArrayList<>(2);
	/** Values that leave, each once. */
	final List<Flow> outs = new ArrayList<>(2);
	/** Number of cards inside, at any depth. */
	int cards;

	Room(String name) {
		this.name = name;
	}

	@Override
	String name() {
		return name;
	}
}
