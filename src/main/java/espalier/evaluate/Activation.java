package espalier.evaluate;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.coupling.Member;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.RefusedException;

/**
 * A value between the nodes that carries a group's channels.
 *
 * @param value
 *            its name
 * @param axis
 *            along which the channels lie
 * @param unitOfIndex
 *            for each index of the axis the unit it belongs to, or -1
 * @param node
 *            the node that computes it
 */
public record Activation(String value, int axis, int[] unitOfIndex, int units, Node node) {
	private static final Set<String> POINTWISE = Set.of("Abs", "Add", "BatchNormalization", "BiasGelu", "Cast", "Celu",
			"Clip", "DequantizeLinear", "Div", "Dropout", "Elu", "Erf", "Exp", "FastGelu", "Gelu", "GroupNormalization",
			"HardSigmoid", "HardSwish", "Identity", "InstanceNormalization", "LayerNormalization", "LeakyRelu", "Max",
			"Min", "Mish", "Mul", "Neg", "PRelu", "Pow", "QuantizeLinear", "QuickGelu", "Relu", "Selu", "Sigmoid",
			"Softplus", "Softsign", "Sqrt", "Sub", "Swish", "Tanh", "ThresholdedRelu");

	/**
	 * Where the channels of a layer are to be seen: behind all that is computed from its output alone, element by element or by a
	 * normalisation; so behind its bias, its norm and its activation, before it is added to something else.
	 *
	 * @throws RefusedException
	 *             when the layer's output does not carry them
	 */
	public static Activation after(Graph graph, ChannelGroup group, Member maker) {
		List<Node> order = Order.topological(graph);
		Node layer = layer(graph, maker.use().node(), order);
		Activation seen = carried(group, layer).orElseThrow(() -> new RefusedException("The output of layer `"
				+ maker.layer() + "` (" + layer.qualifiedOp() + ") does not hold the channels of `" + group.name()
				+ "` one beside the other; choose another layer of the group."));
		Set<String> own = new HashSet<>();
		own.add(seen.value);
		for (Node node : order) {
			if (!POINTWISE.contains(node.op()) || !ofThese(graph, node, own))
				continue;
			Optional<Activation> further = carried(group, node);
			if (further.isPresent()) {
				own.add(further.get().value);
				seen = further.get();
			}
		}
		return seen;
	}

	/** The node itself, or what reads the weight that it makes of a stored one. */
	private static Node layer(Graph graph, Node reader, List<Node> order) {
		Set<String> computed = new HashSet<>();
		graph.inputs().forEach(in -> computed.add(in.name()));
		for (Node node : order)
			if (node.inputs().stream().anyMatch(computed::contains))
				computed.addAll(node.outputs());
		Node layer = reader;
		while (!computed.contains(layer.outputs().getFirst()) && !graph.uses(layer.outputs().getFirst()).isEmpty())
			layer = graph.uses(layer.outputs().getFirst()).getFirst().node();
		return layer;
	}

	private static Optional<Activation> carried(ChannelGroup group, Node node) {
		String output = node.outputs().getFirst();
		for (ValueAxis on : group.values())
			if (on.value().equals(output))
				return Optional.of(new Activation(output, on.axis(), on.unitOfIndex(), group.units(), node));
		return Optional.empty();
	}

	/** Whether a node reads some of these values and beside them only constants. */
	private static boolean ofThese(Graph graph, Node node, Set<String> own) {
		return node.inputs().stream().anyMatch(own::contains) && node.inputs().stream()
				.allMatch(in -> in.isEmpty() || own.contains(in) || graph.leaf(in) != null);
	}
}
