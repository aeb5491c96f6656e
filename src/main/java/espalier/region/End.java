package espalier.region;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;

/**
 * A value, named by what makes it, because exporters rename values first.
 *
 * @param node
 *            empty for an input of the graph
 * @param index
 *            of the node's outputs, or of the graph's inputs
 */
public record End(String node, int index) {
	/** The end of a value that a node makes or that is fed; null for constants and unknown names. */
	public static @Nullable End of(Graph graph, String value) {
		if (graph.producer(value) instanceof Node node)
			return new End(node.name(), node.outputs().indexOf(value));
		for (int i = 0; i < graph.inputs().size(); i++)
			if (graph.inputs().get(i).name().equals(value))
				return new End("", i);
		return null;
	}

	/** The value in a graph, or null where it has none. */
	public @Nullable String value(Graph graph) {
		if (node.isEmpty())
			return index < graph.inputs().size() ? graph.inputs().get(index).name() : null;
		Node maker = graph.node(node);
		return maker != null && index < maker.outputs().size() && !maker.outputs().get(index).isEmpty()
				? maker.outputs().get(index)
				: null;
	}
}
