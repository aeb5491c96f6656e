package espalier.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.coupling.Coupling;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** A graph written out by hand, with the shapes a trace would find. A node is named after the value it makes. */
public final class Small {
	private final List<Node> nodes = new ArrayList<>();
	private final SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
	private final List<ValueInfo> inputs = new ArrayList<>();
	private final List<ValueInfo> outputs = new ArrayList<>();
	private final Map<String, Shape> shapes = new HashMap<>();
	private final Map<String, ElementType> types = new HashMap<>();
	private final Map<String, Shape> fed = new HashMap<>();

	public Small input(String name, long... dims) {
		inputs.add(ValueInfo.of(name, ElementType.FLOAT, dims));
		fed.put(name, Shape.of(dims));
		return typed(name, Shape.of(dims));
	}

	/** An input whose first axis the model leaves open. */
	public Small batchInput(String name, long... dims) {
		List<ValueInfo.Dim> declared = new ArrayList<>();
		for (long dim : dims)
			declared.add(new ValueInfo.Dim(dim, null));
		declared.set(0, new ValueInfo.Dim(ValueInfo.Dim.OPEN, "batch"));
		inputs.add(new ValueInfo(name, ElementType.FLOAT, declared, null));
		fed.put(name, Shape.of(dims));
		return typed(name, Shape.of(dims));
	}

	public Small tensor(Tensor tensor) {
		tensors.put(tensor.name(), tensor);
		return this;
	}

	public Small floats(String name, Shape shape, float... values) {
		return tensor(Tensor.ofFloats(name, shape, values));
	}

	/** A weight whose values do not matter. */
	public Small weight(String name, long... dims) {
		Shape shape = Shape.of(dims);
		float[] values = new float[Math.toIntExact(shape.elements())];
		for (int i = 0; i < values.length; i++)
			values[i] = (i * 7 % 11 - 5) / 4f;
		return floats(name, shape, values);
	}

	public Small node(String op, String value, Shape shape, Map<String, Attribute> attributes, String... in) {
		nodes.add(new Node(value, "", op, List.of(in), List.of(value), attributes, null));
		return typed(value, shape);
	}

	public Small node(String op, String value, Shape shape, String... in) {
		return node(op, value, shape, Map.of(), in);
	}

	public Small output(String name) {
		outputs.add(new ValueInfo(name, ElementType.FLOAT, null, null));
		return this;
	}

	private Small typed(String name, Shape shape) {
		shapes.put(name, shape);
		types.put(name, ElementType.FLOAT);
		return this;
	}

	public Coupling coupling() {
		Graph graph = new Graph("small", nodes, tensors, inputs, outputs, Map.of(), Map.of("", 17L), null);
		return Coupling.of(graph, new Trace(fed, shapes, types, Map.of()));
	}

	public static Attribute integer(long value) {
		return new Attribute.Int(value);
	}

	public static Attribute integers(Long... values) {
		return new Attribute.Ints(List.of(values));
	}
}
