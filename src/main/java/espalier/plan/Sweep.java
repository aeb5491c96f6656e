package espalier.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Tensor;

/** Takes away nodes and constants that nothing reads any more. */
final class Sweep {
	private Sweep() {}

	/** The cut graph without what an edit left unread; what was unread before stays. */
	static Graph newlyDead(Graph before, Graph cut) {
		Set<String> readBefore = read(before);
		Map<String, Integer> readers = new HashMap<>();
		for (Node node : cut.nodes())
			Order.reads(node).forEach(v -> readers.merge(v, 1, Integer::sum));
		cut.outputs().forEach(o -> readers.merge(o.name(), 1, Integer::sum));
		Set<Node> dead = new HashSet<>();
		ArrayDeque<Node> queue = new ArrayDeque<>(cut.nodes());
		while (!queue.isEmpty()) {
			Node node = queue.remove();
			boolean unread = node.outputs().stream().allMatch(o -> readers.getOrDefault(o, 0) == 0)
					&& node.outputs().stream().anyMatch(readBefore::contains);
			if (!unread || !dead.add(node))
				continue;
			for (String value : Order.reads(node))
				if (readers.merge(value, -1, Integer::sum) == 0 && cut.producer(value) instanceof Node producer)
					queue.add(producer);
		}
		List<Node> live = new ArrayList<>(cut.nodes());
		live.removeAll(dead);
		LinkedHashMap<String, Tensor> kept = new LinkedHashMap<>(cut.initializers());
		kept.keySet().removeIf(name -> readers.getOrDefault(name, 0) == 0 && readBefore.contains(name));
		return cut.with(live, kept);
	}

	/** Names that bodies of If, Loop and Scan read from the graph around them. */
	static Set<String> captured(Graph graph) {
		Set<String> captured = new HashSet<>();
		for (Node node : graph.nodes())
			if (node.attributes().values().stream().anyMatch(a -> a instanceof espalier.graph.Attribute.Subgraph)) {
				Set<String> reads = Order.reads(node);
				reads.removeAll(new HashSet<>(node.inputs()));
				captured.addAll(reads);
			}
		return captured;
	}

	/** Every value that a node reads, bodies included, or that is an output. */
	static Set<String> read(Graph graph) {
		Set<String> read = new HashSet<>();
		for (Node node : graph.nodes())
			read.addAll(Order.reads(node));
		graph.outputs().forEach(o -> read.add(o.name()));
		return read;
	}
}
