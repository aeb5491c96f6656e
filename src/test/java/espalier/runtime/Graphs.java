package espalier.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/** Builds small graphs node by node. */
final class Graphs {
	private final List<Node> nodes = new ArrayList<>();
	private final SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
	private final List<ValueInfo> inputs = new ArrayList<>();
	private final Map<String, ValueInfo> declared = new LinkedHashMap<>();
	private final Map<String, Long> opsets = new LinkedHashMap<>(Map.of("", 17L));

	/** @param dims sizes, or names of open ones */
	Graphs input(String name, Object... dims) {
		inputs.add(info(name, dims));
		return this;
	}

	Graphs declare(String name, Object... dims) {
		declared.put(name, info(name, dims));
		return this;
	}

	Graphs opset(String domain, long version) {
		opsets.put(domain, version);
		return this;
	}

	Graphs floats(String name, long... dims) {
		return constant(Tensor.ofFloats(name, Shape.of(dims), new float[(int) Shape.of(dims).elements()]));
	}

	Graphs longs(String name, long... values) {
		return constant(Tensor.ofLongs(name, Shape.of(values.length), values));
	}

	Graphs constant(Tensor tensor) {
		initializers.put(tensor.name(), tensor);
		return this;
	}

	/** A node named after its result. */
	Graphs node(String op, String output, String... inputs) {
		return node(Map.of(), op, output, inputs);
	}

	Graphs node(Map<String, Attribute> attributes, String op, String output, String... inputs) {
		int dot = op.lastIndexOf('.');
		nodes.add(
				new Node("node " + output, dot < 0 ? "" : op.substring(0, dot), op.substring(dot + 1), List.of(inputs),
						List.of(output), attributes, null));
		return this;
	}

	Graph graph(String... outputs) {
		List<ValueInfo> infos = new ArrayList<>();
		for (String output : outputs)
			infos.add(new ValueInfo(output, ElementType.UNDEFINED, null, null));
		return new Graph("test", nodes, initializers, inputs, infos, declared, opsets, null);
	}

	private static ValueInfo info(String name, Object... dims) {
		List<Dim> sizes = new ArrayList<>();
		for (Object dim : dims)
			sizes.add(dim instanceof Integer size ? new Dim(size, null) : new Dim(Dim.OPEN, dim.toString()));
		return new ValueInfo(name, ElementType.FLOAT, sizes, null);
	}
}
