package espalier.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;
import espalier.onnx.OnnxWriter;

/**
 * The graph without its weights, for the engine to infer shapes on: large constants become inputs of their shape, every value
 * becomes an output, nodes that the engine does not know are left out and their declared results become inputs.
 */
final class Skeleton {
	static final String PROBE = "espalier.rank:";
	private static final long LARGE = 1024;

	private final Knowledge known;
	private final Set<Node> cut;
	private final Set<Node> part;
	private final List<ValueInfo> inputs = new ArrayList<>();
	private final SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
	private final List<Node> nodes = new ArrayList<>();
	private final List<ValueInfo> outputs = new ArrayList<>();
	private final Set<String> available = new HashSet<>();
	private final Map<String, Node> byNewName = new HashMap<>();

	/** @param part the nodes to look at, in order: all, or a stretch behind what is known already */
	Skeleton(Knowledge known, List<Node> part, Set<Node> cut) {
		this.known = known;
		this.cut = cut;
		this.part = new HashSet<>(part);
		for (Node node : part)
			node(node);
		for (String value : known.doubtful)
			if (available.contains(value) && this.part.contains(known.graph.producer(value))) {
				nodes.add(new Node(PROBE + value, "", "Shape", List.of(value), List.of(PROBE + value), Map.of(), null));
				output(PROBE + value);
			}
	}

	Graph graph() {
		Graph g = known.graph;
		return new Graph(g.name(), nodes, initializers, inputs, outputs, Map.of(), g.opsets(), OnnxWriter.frame(g));
	}

	boolean empty() {
		return outputs.isEmpty();
	}

	/** Nodes of the original that a message of the engine about this skeleton names. */
	Set<Node> named(String message) {
		Set<Node> found = new HashSet<>();
		var names = java.util.regex.Pattern.compile("espalier\\.node\\d+").matcher(message);
		while (names.find())
			if (byNewName.get(names.group()) instanceof Node node)
				found.add(node);
		return found;
	}

	/** Makes a value available that no node of this part computes; false where nothing is known of it. */
	private boolean carry(String value) {
		if (available.contains(value))
			return true;
		Node producer = known.graph.producer(value);
		if (producer != null && part.contains(producer))
			return false;
		Value folded = known.folded.get(value);
		Tensor tensor = folded == null ? known.graph.constant(value) : Tensors.constant(value, folded);
		if (tensor != null)
			constant(tensor);
		else if (known.types.get(value) instanceof ElementType type && type != ElementType.UNDEFINED)
			input(new ValueInfo(value, type, dims(value), null));
		else
			return known.graph.inputs().stream().filter(i -> i.name().equals(value) && i.origin() != null).findFirst()
					.map(this::input).isPresent();
		return true;
	}

	private @Nullable List<Dim> dims(String value) {
		Shape shape = known.doubtful.contains(value) ? null : known.shapes.get(value);
		return shape == null
				? null
				: Arrays.stream(shape.toArray()).mapToObj(d -> new Dim(Math.max(d, Dim.OPEN), null)).toList();
	}

	private boolean input(ValueInfo input) {
		inputs.add(input);
		return available.add(input.name());
	}

	private void output(String value) {
		outputs.add(new ValueInfo(value, ElementType.UNDEFINED, null, null));
	}

	private void constant(Tensor tensor) {
		if (tensor.bytes() > LARGE && !known.countable(tensor.name()))
			input(ValueInfo.of(tensor.name(), tensor.type(), tensor.shape().toArray()));
		else {
			initializers.put(tensor.name(), tensor);
			available.add(tensor.name());
		}
	}

	private void node(Node node) {
		if (node.is("Constant") && known.graph.constant(node.outputs().getFirst()) instanceof Tensor tensor) {
			known.constant(tensor);
			constant(tensor);
			return;
		}
		if (folded(node))
			return;
		if (cut.contains(node)) {
			node.outputs().forEach(this::declared);
			return;
		}
		if (!Order.reads(node).stream().allMatch(this::carry))
			return;
		String name = "espalier.node" + byNewName.size();
		byNewName.put(name, node);
		nodes.add(new Node(name, node.domain(), node.op(), node.inputs(), node.outputs(), node.attributes(),
				node.origin()));
		for (String value : node.outputs())
			if (!value.isEmpty()) {
				available.add(value);
				output(value);
			}
	}

	/** Whether constants stand for all the node's results. */
	private boolean folded(Node node) {
		List<Tensor> constants = new ArrayList<>();
		for (String value : node.outputs()) {
			if (value.isEmpty())
				continue;
			Value contents = known.folded.get(value);
			Tensor constant = contents == null ? null : Tensors.constant(value, contents);
			if (constant == null)
				return false;
			constants.add(constant);
		}
		constants.forEach(c -> {
			initializers.put(c.name(), c);
			available.add(c.name());
		});
		return true;
	}

	/** What the file says of a result that the engine can't compute. */
	private void declared(String value) {
		ValueInfo info = known.graph.declared().get(value);
		if (info == null)
			info = known.graph.outputs().stream().filter(o -> o.name().equals(value)).findFirst().orElse(null);
		if (info == null || info.type() == ElementType.UNDEFINED || info.dims() == null)
			return;
		input(info);
		known.types.put(value, info.type());
		if (info.fixedShape() instanceof Shape shape)
			known.shapes.put(value, shape);
	}
}
