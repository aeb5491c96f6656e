package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;

/** Graphs with other weights. */
public final class Weights {
	private Weights() {}

	/** The same graph with these constants for its own of the same names, wherever it kept them. */
	public static Graph into(Graph graph, Map<String, Tensor> weights) {
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
		initializers.putAll(weights);
		List<Node> nodes = new ArrayList<>(graph.nodes());
		nodes.removeIf(node -> node.outputs().size() == 1 && weights.containsKey(node.outputs().getFirst()));
		return graph.with(nodes, initializers);
	}
}
