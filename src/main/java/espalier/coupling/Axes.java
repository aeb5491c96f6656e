package espalier.coupling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.Use;

/**
 * Numbers every axis that operators tie. An activation or a weight of several axes is one carrier; a parameter with a single
 * real axis is a carrier for each node that reads it, because exporters merge parameters that are merely equal.
 */
final class Axes {
	/** Something with axes: their ids are {@code base .. base + rank - 1}. */
	static final class Carrier {
		final String label;
		final Shape shape;
		final int base;
		final @Nullable Tensor leaf;
		final @Nullable Use use;
		final @Nullable Role[] roles;

		Carrier(String label, Shape shape, int base, @Nullable Tensor leaf, @Nullable Use use) {
			this.label = label;
			this.shape = shape;
			this.base = base;
			this.leaf = leaf;
			this.use = use;
			this.roles = new Role[shape.rank()];
		}
	}

	/** By node that makes a weight of a stored one, the node that reads what it makes. */
	final Map<Node, Node> readers = new HashMap<>();

	private final Graph graph;
	private final Trace trace;
	private final Map<String, Carrier> byValue = new HashMap<>();
	private final Map<Use, Carrier> byUse = new HashMap<>();
	private final List<@Nullable Carrier> owners = new ArrayList<>();
	private final List<Carrier> carriers = new ArrayList<>();
	private final IntList sizes = new IntList();

	Axes(Graph graph, Trace trace) {
		this.graph = graph;
		this.trace = trace;
	}

	/** The carrier a node sees at a slot; null when its shape is not known. */
	@Nullable
	Carrier at(Use use) {
		String value = use.node().input(use.slot());
		if (value == null)
			return null;
		Tensor leaf = graph.leaf(value);
		if (leaf == null)
			return ofValue(value);
		if (!leaf.shape().single())
			return byValue.computeIfAbsent(leaf.name(), k -> carrier(k, leaf.shape(), leaf, use));
		return byUse.computeIfAbsent(use, u -> carrier(leaf.name(), leaf.shape(), leaf, u));
	}

	/** Same, but null when no rule asked for that place. */
	@Nullable
	Carrier seen(Use use) {
		String value = use.node().input(use.slot());
		if (value == null)
			return null;
		Tensor leaf = graph.leaf(value);
		if (leaf == null)
			return byValue.get(value);
		return leaf.shape().single() ? byUse.get(use) : byValue.get(leaf.name());
	}

	/** The carrier of an activation; null when its shape is not known. */
	@Nullable
	Carrier ofValue(String value) {
		Carrier known = byValue.get(value);
		if (known != null)
			return known;
		Shape shape = trace.shape(value);
		if (shape == null)
			return null;
		Carrier made = carrier(value, shape, null, null);
		byValue.put(value, made);
		return made;
	}

	/** The carrier of an activation or of a weight of several axes, if any rule has met it. */
	@Nullable
	Carrier known(String value) {
		return byValue.get(value);
	}

	/** An axis that no tensor has, such as the groups of a convolution. */
	int virtual(long size) {
		int id = sizes.size();
		sizes.add(Math.toIntExact(size));
		owners.add(null);
		return id;
	}

	int size(int axis) {
		return sizes.get(axis);
	}

	int count() {
		return sizes.size();
	}

	List<Carrier> carriers() {
		return carriers;
	}

	String label(int axis) {
		Carrier owner = owners.get(axis);
		return owner == null ? "groups" : owner.label + "[" + (axis - owner.base) + "]";
	}

	/** Where one of two axes has a role and the other none, it takes it. */
	void passRole(int a, int b) {
		Carrier x = owners.get(a);
		Carrier y = owners.get(b);
		if (x == null || y == null)
			return;
		Role first = x.roles[a - x.base];
		Role second = y.roles[b - y.base];
		if (first == null)
			x.roles[a - x.base] = second;
		else if (second == null)
			y.roles[b - y.base] = first;
	}

	/** The layer that reads a stored weight at last. */
	Node layer(Node reader) {
		Node layer = reader;
		while (readers.get(layer) instanceof Node next)
			layer = next;
		return layer;
	}

	private Carrier carrier(String label, Shape shape, @Nullable Tensor leaf, @Nullable Use use) {
		Carrier made = new Carrier(label, shape, sizes.size(), leaf, use);
		for (int k = 0; k < shape.rank(); k++) {
			sizes.add(Math.toIntExact(shape.dim(k)));
			owners.add(made);
		}
		carriers.add(made);
		return made;
	}
}
