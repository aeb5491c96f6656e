package espalier.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders of a graph's nodes. Iterative throughout, for graphs of any depth. */
public final class Order {
	private Order() {}

	/**
	 * Nodes so that every value is computed before it is read, keeping the file's order where that already holds. Values read
	 * by subgraphs count as read by the node that holds them. Nodes on or behind a cycle are missing from the result.
	 */
	public static List<Node> topological(Graph graph) {
		Map<Node, Integer> waiting = new HashMap<>();
		Map<String, List<Node>> readers = new HashMap<>();
		ArrayDeque<Node> ready = new ArrayDeque<>();
		List<Node> order = new ArrayList<>(graph.nodes().size());
		Set<String> seen = new HashSet<>();
		for (Node node : graph.nodes()) {
			int missing = 0;
			for (String value : reads(node))
				if (graph.producer(value) != null && !seen.contains(value)) {
					readers.computeIfAbsent(value, k -> new ArrayList<>(2)).add(node);
					missing++;
				}
			if (missing > 0) {
				waiting.put(node, missing);
				continue;
			}
			ready.add(node);
			while (!ready.isEmpty()) {
				Node next = ready.remove();
				order.add(next);
				for (String output : next.outputs()) {
					seen.add(output);
					for (Node reader : readers.getOrDefault(output, List.of()))
						if (waiting.merge(reader, -1, Integer::sum) == 0)
							ready.add(reader);
				}
			}
		}
		return order;
	}

	/** Every value a node reads, each once, those of its subgraphs included. */
	public static Set<String> reads(Node node) {
		Set<String> values = new HashSet<>(node.inputs());
		values.remove("");
		for (Attribute attribute : node.attributes().values())
			if (attribute instanceof Attribute.Subgraph(Graph body))
				values.addAll(captured(body));
		return values;
	}

	private static Set<String> captured(Graph body) {
		Set<String> own = new HashSet<>(body.initializers().keySet());
		body.inputs().forEach(i -> own.add(i.name()));
		Set<String> read = new HashSet<>();
		for (Node node : body.nodes()) {
			own.addAll(node.outputs());
			read.addAll(reads(node));
		}
		body.outputs().forEach(o -> read.add(o.name()));
		read.removeAll(own);
		return read;
	}
}
