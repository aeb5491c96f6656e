package espalier.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/**
 * What flows from a network's inputs to its outputs: activations, and neither weights nor the sizes that shapes are computed from.
 */
final class Flow {
	final Graph graph;
	final Trace trace;
	/** Nodes that make activations of activations, in the order of computation. */
	final List<Node> nodes = new ArrayList<>();
	private final Set<String> flowing = new HashSet<>();
	private final Map<Node, Integer> position = new HashMap<>();
	private final Map<String, List<Node>> readers = new HashMap<>();
	private final Map<String, Node> makers = new HashMap<>();

	Flow(Graph graph, Trace trace) {
		this.graph = graph;
		this.trace = trace;
		graph.inputs().stream().map(ValueInfo::name).filter(n -> !graph.initializers().containsKey(n))
				.forEach(flowing::add);
		for (Node node : Order.topological(graph)) {
			if (counts(node))
				continue;
			List<String> reads = node.inputs().stream().filter(flowing::contains).distinct().toList();
			if (reads.isEmpty() && Order.reads(node).stream().noneMatch(flowing::contains))
				continue;
			position.put(node, nodes.size());
			nodes.add(node);
			reads.forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>(2)).add(node));
			for (String output : node.outputs())
				if (!output.isEmpty()) {
					flowing.add(output);
					makers.put(output, node);
				}
		}
	}

	/** Whether a node reads and makes sizes only. */
	private boolean counts(Node node) {
		return node.is("Shape") || node.is("Size")
				|| !node.outputs().isEmpty() && node.outputs().stream().allMatch(trace.integers()::containsKey);
	}

	boolean flows(String value) {
		return flowing.contains(value);
	}

	/** Nodes that read an activation at an input slot, each once. */
	List<Node> readers(String value) {
		return readers.getOrDefault(value, List.of());
	}

	/** The activations that a node reads, each once. */
	List<String> reads(Node node) {
		return node.inputs().stream().filter(flowing::contains).distinct().toList();
	}

	/** The activations that a node makes. */
	List<String> makes(Node node) {
		return node.outputs().stream().filter(o -> !o.isEmpty()).toList();
	}

	@org.jspecify.annotations.Nullable
	Node maker(String value) {
		return makers.get(value);
	}

	/** Where a node is in the order of computation. */
	int at(Node node) {
		return java.util.Objects.requireNonNull(position.get(node));
	}

	/** Nodes that a value reaches. */
	Set<Node> behind(String value) {
		Set<String> reached = new HashSet<>(Set.of(value));
		Set<Node> behind = new HashSet<>();
		for (Node node : nodes)
			if (reads(node).stream().anyMatch(reached::contains)) {
				behind.add(node);
				reached.addAll(makes(node));
			}
		return behind;
	}

	/** Nodes that reach a value. */
	Set<Node> before(String value) {
		Set<String> wanted = new HashSet<>(Set.of(value));
		Set<Node> before = new HashSet<>();
		for (Node node : nodes.reversed())
			if (makes(node).stream().anyMatch(wanted::contains)) {
				before.add(node);
				wanted.addAll(reads(node));
			}
		return before;
	}
}
