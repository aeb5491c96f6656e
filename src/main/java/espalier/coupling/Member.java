package espalier.coupling;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * A weight's axis that a channel group spans.
 *
 * @param tensor
 *            the constant itself
 * @param use
 *            the node and slot that read it (the first of them where a weight of several axes is shared). One-dimensional
 *            parameters that several nodes share are a member for each of those nodes
 * @param axis
 *            which axis of the tensor, from 0
 * @param unitOfIndex
 *            for each index of the axis the unit of the group it belongs to, or -1 where it belongs to another group or none;
 *            shared between members, never to be written to
 */
public record Member(Tensor tensor, Use use, int axis, Role role, int[] unitOfIndex) {
	/** The layer as people call it: the reading node's name. */
	public String layer() {
		return use.node().name();
	}

	/** The constant that is read at its place in a graph of the same nodes, as with other weights; null where there is none. */
	public @Nullable Tensor in(Graph graph) {
		Node reader = graph.node(layer());
		String value = reader == null ? null : reader.input(use.slot());
		return value == null ? null : graph.leaf(value);
	}

	/** Size of the axis. */
	public int width() {
		return unitOfIndex.length;
	}
}
