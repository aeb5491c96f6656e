package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/** Graphs that take batches of any size: exporters often fix a batch of one, in the inputs and in the targets of Reshape. */
final class OpenBatch {
	private static final String BATCH = "batch";

	private OpenBatch() {}

	/** The graph itself where its first axes are open already. */
	static Graph of(Graph graph) {
		if (graph.inputs().stream().noneMatch(OpenBatch::fixed))
			return graph;
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
		List<Node> nodes = new ArrayList<>();
		for (Node node : graph.nodes())
			nodes.add(node.is("Reshape") ? reshape(graph, node, initializers) : node);
		return new Graph(graph.name(), nodes, initializers, graph.inputs().stream().map(OpenBatch::opened).toList(),
				graph.outputs().stream().map(OpenBatch::opened).toList(), java.util.Map.of(), graph.opsets(),
				graph.origin());
	}

	private static boolean fixed(ValueInfo value) {
		List<Dim> dims = value.dims();
		return dims != null && !dims.isEmpty() && dims.getFirst().fixed();
	}

	private static ValueInfo opened(ValueInfo value) {
		if (!fixed(value))
			return value;
		List<Dim> dims = new ArrayList<>(java.util.Objects.requireNonNull(value.dims()));
		dims.set(0, new Dim(Dim.OPEN, BATCH));
		return new ValueInfo(value.name(), value.type(), dims, null);
	}

	/** A target that starts with a batch of one takes its first size from the input. */
	private static Node reshape(Graph graph, Node node, SequencedMap<String, Tensor> initializers) {
		String target = node.input(1);
		Tensor sizes = target == null ? null : graph.constant(target);
		if (sizes == null || !sizes.readable() || sizes.elements() < 1 || node.integer("allowzero", 0) == 1)
			return node;
		long[] dims = sizes.toLongs();
		if (dims[0] != 1)
			return node;
		dims[0] = 0;
		String name = node.name() + "_batch_sizes";
		initializers.put(name, Tensor.ofLongs(name, Shape.of(dims.length), dims));
		return node.withInput(1, name);
	}
}
