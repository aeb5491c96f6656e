package espalier.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;

/**
 * Graphs in which every layer has scales and biases of its own. Exporters store vectors that happen to be equal once, also
 * behind Identity nodes; trained as they stand, unrelated layers would move together.
 */
final class OneEach {
	private OneEach() {}

	/** The graph itself where nothing is shared. */
	static Graph of(Graph graph) {
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
		Set<String> taken = new HashSet<>();
		List<Node> nodes = new ArrayList<>();
		boolean changed = false;
		for (Node node : graph.nodes()) {
			Node own = node;
			for (int slot = 0; slot < node.inputs().size() && !node.is("Identity"); slot++) {
				Tensor vector = vector(graph, node.input(slot));
				if (vector == null || taken.add(vector.name()) && vector.name().equals(node.input(slot)))
					continue;
				String name = node.name() + "_" + slot;
				while (initializers.containsKey(name))
					name += "_";
				initializers.put(name, vector.withName(name));
				own = own.withInput(slot, name);
				changed = true;
			}
			nodes.add(own);
		}
		return changed ? graph.with(nodes, initializers) : graph;
	}

	/** The stored vector of floats behind a value and its Identity nodes, or null. */
	private static @Nullable Tensor vector(Graph graph, @Nullable String value) {
		String source = value;
		while (source != null && graph.producer(source) instanceof Node node && node.is("Identity"))
			source = node.input(0);
		Tensor tensor = source == null ? null : graph.constant(source);
		return tensor != null && tensor.type().floating() && tensor.shape().rank() == 1 && tensor.elements() > 1
				? tensor
				: null;
	}
}
