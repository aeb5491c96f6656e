package espalier.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;

/** Makes every initializer, weights too, a Constant node of the same value, as some exporters write them. */
final class Inlining {
	private Inlining() {}

	static Graph of(Graph graph) {
		List<Node> nodes = new ArrayList<>();
		graph.initializers().forEach((value, tensor) -> nodes.add(new Node("Constant_" + value, "", "Constant",
				List.of(), List.of(value), Map.of("value", new Attribute.Constant(tensor)), null)));
		nodes.addAll(graph.nodes());
		return graph.with(nodes, new LinkedHashMap<>());
	}
}
