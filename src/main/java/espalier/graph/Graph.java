package espalier.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

/**
 * A network: nodes in file order over named values. Immutable; every edit makes a new graph that shares what did not change.
 * Building the look-ups costs one pass over the nodes.
 */
public final class Graph {
	private final String name;
	private final List<Node> nodes;
	private final SequencedMap<String, Tensor> initializers;
	private final List<ValueInfo> inputs;
	private final List<ValueInfo> outputs;
	private final Map<String, ValueInfo> declared;
	private final Map<String, Long> opsets;
	private final @Nullable Object origin;

	private final Map<String, Node> producers = new HashMap<>();
	private final Map<String, List<Use>> uses = new HashMap<>();
	private final Map<String, Node> byName = new HashMap<>();

	/**
	 * @param inputs
	 *            values to be fed; initializers that the file also lists as inputs are not among them
	 * @param declared
	 *            types the file states for intermediate values
	 * @param opsets
	 *            version by operator domain, the standard one under the empty string
	 * @param origin
	 *            what the file reader made the graph from; only the writer looks at it
	 */
	public Graph(String name, List<Node> nodes, SequencedMap<String, Tensor> initializers, List<ValueInfo> inputs,
			List<ValueInfo> outputs, Map<String, ValueInfo> declared, Map<String, Long> opsets,
			@Nullable Object origin) {
		this.name = name;
		this.nodes = List.copyOf(nodes);
		this.initializers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(initializers));
		this.inputs = List.copyOf(inputs);
		this.outputs = List.copyOf(outputs);
		this.declared = Map.copyOf(declared);
		this.opsets = Map.copyOf(opsets);
		this.origin = origin;
		for (Node node : this.nodes) {
			byName.put(node.name(), node);
			for (String output : node.outputs())
				if (!output.isEmpty())
					producers.put(output, node);
			for (int slot = 0; slot < node.inputs().size(); slot++)
				if (!node.inputs().get(slot).isEmpty())
					uses.computeIfAbsent(node.inputs().get(slot), k -> new ArrayList<>(2)).add(new Use(node, slot));
		}
	}

	public String name() {
		return name;
	}

	/** All nodes in the order of the file, which need not be topological; see {@link Order}. */
	public List<Node> nodes() {
		return nodes;
	}

	public SequencedMap<String, Tensor> initializers() {
		return initializers;
	}

	public List<ValueInfo> inputs() {
		return inputs;
	}

	public List<ValueInfo> outputs() {
		return outputs;
	}

	public Map<String, ValueInfo> declared() {
		return declared;
	}

	public Map<String, Long> opsets() {
		return opsets;
	}

	/** Version of the standard operator set. */
	public long opset() {
		return opsets.getOrDefault("", 1L);
	}

	public @Nullable Object origin() {
		return origin;
	}

	/** The node of a unique name, or null. */
	public @Nullable Node node(String nodeName) {
		return byName.get(nodeName);
	}

	/** The node that computes a value, or null for inputs, initializers and unknown names. */
	public @Nullable Node producer(String value) {
		return producers.get(value);
	}

	/** Where a value is read by nodes of this graph (not of subgraphs), in file order. */
	public List<Use> uses(String value) {
		return uses.getOrDefault(value, List.of());
	}

	public boolean isOutput(String value) {
		return outputs.stream().anyMatch(o -> o.name().equals(value));
	}

	/**
	 * The constant behind a value: an initializer, the value of a Constant node, or a ConstantOfShape over a constant shape
	 * (as a {@link Tensor.Fill}, named after the value). Null when the value is computed.
	 */
	public @Nullable Tensor constant(String value) {
		Tensor initializer = initializers.get(value);
		if (initializer != null)
			return initializer;
		Node node = producers.get(value);
		return node == null ? null : Constants.of(this, node);
	}

	/** The constant behind a value, looking through Identity; null when it is computed. */
	public @Nullable Tensor leaf(String value) {
		String source = value;
		while (producers.get(source) instanceof Node copy && copy.is("Identity") && copy.input(0) instanceof String of)
			source = of;
		return constant(source);
	}

	/** The same graph with other nodes and initializers. */
	public Graph with(List<Node> otherNodes, SequencedMap<String, Tensor> otherInitializers) {
		return new Graph(name, otherNodes, otherInitializers, inputs, outputs, declared, opsets, origin);
	}

	/** The same graph with other outputs and without the types declared for values. */
	public Graph withOutputs(List<ValueInfo> otherOutputs) {
		return new Graph(name, nodes, initializers, inputs, otherOutputs, declared, opsets, origin);
	}
}
