package espalier.zoo;

import java.util.ArrayList;
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
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/** A network that is being built: what there is of it, and where building goes on. All views of a builder share one. */
final class Draft {
	private static final long OPSET = 17;

	private final String name;
	final List<Node> nodes = new ArrayList<>();
	final SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
	final List<ValueInfo> inputs = new ArrayList<>();
	/** The names that outputs get, by the values that they are. */
	final Map<String, String> outputs = new LinkedHashMap<>();
	final Map<String, Shape> shapes = new HashMap<>();
	final Set<String> read = new HashSet<>();
	private final Map<String, Integer> taken = new HashMap<>();

	String scope = "";
	/** The modules around, dotted; empty outside of all. */
	String path = "";
	/** Name of the next layer. */
	@Nullable
	String label;
	boolean constantNodes;
	boolean hollow;

	Draft(String name) {
		this.name = name;
	}

	/** Whether some input's first axis is open. */
	boolean open() {
		return inputs.stream().anyMatch(i -> i.fixedShape() == null);
	}

	String unique(String wanted) {
		int before = taken.merge(wanted, 1, Integer::sum) - 1;
		return before == 0 ? wanted : unique(wanted + "_" + before);
	}

	Graph graph() {
		List<ValueInfo> declared = new ArrayList<>();
		outputs.forEach((value, as) -> declared.add(declare(as, shape(value))));
		List<Node> renamed = nodes.stream().map(n -> new Node(n.name(), n.domain(), n.op(), rename(n.inputs()),
				rename(n.outputs()), n.attributes(), null)).toList();
		return new Graph(name, renamed, initializers, inputs, declared, Map.of(), Map.of("", OPSET), null);
	}

	Shape shape(String value) {
		Shape shape = shapes.get(value);
		if (shape == null)
			throw new IllegalArgumentException("no value " + value + " in " + name);
		return shape;
	}

	private ValueInfo declare(String value, Shape shape) {
		return open()
				? new ValueInfo(value, ElementType.FLOAT, openBatch(shape.toArray()), null)
				: ValueInfo.of(value, ElementType.FLOAT, shape.toArray());
	}

	static List<ValueInfo.Dim> openBatch(long[] dims) {
		List<ValueInfo.Dim> open = new ArrayList<>();
		for (int i = 0; i < dims.length; i++)
			open.add(i == 0 ? new ValueInfo.Dim(ValueInfo.Dim.OPEN, "batch") : new ValueInfo.Dim(dims[i], null));
		return open;
	}

	private List<String> rename(List<String> values) {
		return values.stream().map(v -> outputs.getOrDefault(v, v)).toList();
	}
}
