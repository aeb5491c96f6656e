package espalier.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.ValueInfo;

/** What must hold for a graph's wiring: every value computed once, before it is read, and by something. */
final class GraphChecks {
	private final Source source;

	GraphChecks(Source source) {
		this.source = source;
	}

	/** @param outer values of the graphs around this one */
	void check(Graph graph, Set<String> outer) {
		Set<String> known = new HashSet<>(outer);
		known.addAll(computedOnce(graph));
		for (Node node : graph.nodes()) {
			for (String input : node.inputs())
				if (!input.isEmpty() && !known.contains(input))
					throw source.bad("node " + Source.quote(node.name()) + " reads " + Source.quote(input)
							+ ", which nothing computes; the file is damaged or incomplete, export the model again");
			OperatorChecks.check(source, graph, node);
		}
		for (ValueInfo output : graph.outputs())
			if (!known.contains(output.name()))
				throw source.bad("its output " + Source.quote(output.name())
						+ " is computed by nothing; export the model again");
		for (Node node : graph.nodes())
			for (Attribute attribute : node.attributes().values())
				if (attribute instanceof Attribute.Subgraph(Graph body))
					check(body, known);
		acyclic(graph);
	}

	private Set<String> computedOnce(Graph graph) {
		Map<String, String> makers = new HashMap<>();
		for (ValueInfo input : graph.inputs())
			claim(makers, input.name(), "the model's inputs");
		for (String initializer : graph.initializers().keySet())
			claim(makers, initializer, "the stored tensors");
		for (Node node : graph.nodes())
			for (String output : node.outputs())
				if (!output.isEmpty())
					claim(makers, output, "node " + Source.quote(node.name()));
		return makers.keySet();
	}

	private void claim(Map<String, String> makers, String value, String maker) {
		String other = makers.put(value, maker);
		if (other != null)
			throw source.bad("value " + Source.quote(value) + " is stated by both " + other + " and " + maker
					+ "; export the model again");
	}

	private void acyclic(Graph graph) {
		List<Node> order = Order.topological(graph);
		if (order.size() == graph.nodes().size())
			return;
		List<Node> rest = new ArrayList<>(graph.nodes());
		rest.removeAll(new HashSet<>(order));
		throw source.bad("its nodes form a cycle through " + Source.quote(onCycle(graph, rest).name())
				+ ", so that it can't be computed; export the model again");
	}

	/** Walking upstream among nodes that wait for each other ends on the cycle. */
	private static Node onCycle(Graph graph, List<Node> waiting) {
		Set<Node> among = new HashSet<>(waiting);
		Set<Node> seen = new HashSet<>();
		Node at = waiting.getFirst();
		while (seen.add(at))
			for (String value : Order.reads(at))
				if (graph.producer(value) instanceof Node producer && among.contains(producer)) {
					at = producer;
					break;
				}
		return at;
	}
}
