package espalier.reconstruct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Trace;

/** An order in which a graph's nodes are passed, in which every layer has those that it depends on behind it. */
final class Course {
	private final Graph graph;
	private final Trace trace;
	private final List<Node> order;
	private final Map<String, Integer> position = new HashMap<>();
	private final Map<String, Integer> depth = new HashMap<>();
	private final Set<String> images = new HashSet<>();

	Course(Graph graph, Trace trace) {
		this.graph = graph;
		this.trace = trace;
		order = Order.topological(graph);
		graph.inputs().forEach(i -> images.add(i.name()));
		for (Node node : order) {
			position.put(node.name(), position.size());
			int most = 0;
			for (String value : Order.reads(node))
				most = Math.max(most, depth(value));
			depth.put(node.name(), most + 1);
			if (Order.reads(node).stream().anyMatch(images::contains))
				images.addAll(node.outputs());
		}
	}

	/** How many nodes are passed before a node. */
	int before(String node) {
		return java.util.Objects.requireNonNull(position.get(node), node);
	}

	/** Nodes on the longest way to a value. */
	int depth(String value) {
		return graph.producer(value) instanceof Node producer ? depth.getOrDefault(producer.name(), 0) : 0;
	}

	/**
	 * The values that follow from the images and that are all that nodes need from a place in the order on; empty where the
	 * network can't begin there, since one has no known size.
	 */
	Set<String> live(int from) {
		Set<String> live = new LinkedHashSet<>();
		for (Node node : order.subList(from, order.size()))
			live.addAll(Order.reads(node));
		for (var output : graph.outputs())
			live.add(output.name());
		live.removeIf(v -> !images.contains(v) || graph.producer(v) instanceof Node p && before(p.name()) >= from
				|| graph.producer(v) == null);
		for (String value : live) {
			Shape shape = trace.shape(value);
			if (shape == null || trace.type(value).bits() == 0)
				return Set.of();
		}
		return live;
	}

	/** Layers in the order in which they are passed, each behind those that make what is added to it. */
	List<String> ordered(List<String> layers, Map<String, String> added) {
		List<String> left = new ArrayList<>(layers);
		left.sort(java.util.Comparator.comparingInt(this::before));
		List<String> ordered = new ArrayList<>();
		while (!left.isEmpty()) {
			String next = left.stream().filter(l -> free(l, left, added)).findFirst().orElse(left.getFirst());
			ordered.add(next);
			left.remove(next);
		}
		return ordered;
	}

	private boolean free(String layer, List<String> left, Map<String, String> added) {
		String value = added.get(layer);
		Set<String> behind = new HashSet<>();
		if (value != null)
			behind(value, behind);
		behind(java.util.Objects.requireNonNull(graph.node(layer)).inputs().getFirst(), behind);
		return left.stream().noneMatch(other -> !other.equals(layer) && behind.contains(other));
	}

	private void behind(String value, Set<String> nodes) {
		java.util.ArrayDeque<String> open = new java.util.ArrayDeque<>(List.of(value));
		while (!open.isEmpty())
			if (graph.producer(open.remove()) instanceof Node node && nodes.add(node.name()))
				open.addAll(Order.reads(node));
	}
}
