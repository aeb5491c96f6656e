package espalier.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;

/** Works batch normalisation into the convolution before it, as exporters and runtimes do. */
final class Folding {
	private final Graph graph;
	private final SequencedMap<String, Tensor> initializers;

	private Folding(Graph graph) {
		this.graph = graph;
		this.initializers = new LinkedHashMap<>(graph.initializers());
	}

	/** For every convolution whose result nothing else reads. No weight may be shared between convolutions. */
	static Graph of(Graph graph) {
		return new Folding(graph).folded();
	}

	private Graph folded() {
		List<Node> nodes = new ArrayList<>();
		for (Node node : graph.nodes()) {
			List<Use> readers = graph.uses(node.outputs().getFirst());
			if (node.is("Conv") && readers.size() == 1 && readers.getFirst().node().is("BatchNormalization"))
				nodes.add(fold(node, readers.getFirst().node()));
			else if (!node.is("BatchNormalization") || !follows(node))
				nodes.add(node);
		}
		return graph.with(nodes, initializers);
	}

	private boolean follows(Node norm) {
		Node before = graph.producer(norm.inputs().getFirst());
		return before != null && before.is("Conv") && graph.uses(before.outputs().getFirst()).size() == 1;
	}

	private Node fold(Node conv, Node norm) {
		String weight = conv.inputs().get(1);
		float[] scale = take(norm.inputs().get(1));
		float[] shift = take(norm.inputs().get(2));
		float[] mean = take(norm.inputs().get(3));
		float[] variance = take(norm.inputs().get(4));
		String given = conv.input(2);
		float[] bias = given == null ? new float[scale.length] : take(given);
		float[] values = floats(weight);
		int perChannel = values.length / scale.length;
		for (int c = 0; c < scale.length; c++) {
			double factor = scale[c] / Math.sqrt(variance[c] + 1e-5);
			bias[c] = (float) (shift[c] + (bias[c] - mean[c]) * factor);
			for (int i = c * perChannel; i < (c + 1) * perChannel; i++)
				values[i] = (float) (values[i] * factor);
		}
		String biasName = weight.replaceFirst("weight$", "bias");
		initializers.put(weight, Tensor.ofFloats(weight, tensor(weight).shape(), values));
		initializers.put(biasName, Tensor.ofFloats(biasName, Shape.of(bias.length), bias));
		return new Node(conv.name(), conv.domain(), conv.op(), List.of(conv.inputs().getFirst(), weight, biasName),
				norm.outputs(), conv.attributes(), null);
	}

	private float[] take(String name) {
		float[] values = floats(name);
		initializers.remove(name);
		return values;
	}

	private float[] floats(String name) {
		return tensor(name).toFloats();
	}

	private Tensor tensor(String name) {
		Tensor tensor = graph.initializers().get(name);
		if (tensor == null)
			throw new IllegalArgumentException(name + " is not a stored weight");
		return tensor;
	}
}
