package espalier.reconstruct;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;
import espalier.train.Weights;

/** Graphs in which a node reads another constant. */
final class Edit {
	private Edit() {}

	/** Constants of a floating type. */
	static Tensor tensor(String name, ElementType type, Shape shape, double[] values) {
		ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, type.bits() / 8))
				.order(ByteOrder.LITTLE_ENDIAN);
		for (double value : values)
			switch (type) {
				case FLOAT -> bytes.putFloat((float) value);
				case DOUBLE -> bytes.putDouble(value);
				case FLOAT16 -> bytes.putShort(Float.floatToFloat16((float) value));
				case BFLOAT16 -> bytes.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
				default -> throw new IllegalArgumentException(type.toString());
			}
		return new Tensor(name, type, shape, new Tensor.Bytes(MemorySegment.ofArray(bytes.array())), null);
	}

	/** The largest number of a floating type. */
	static double largest(ElementType type) {
		return switch (type) {
			case FLOAT16 -> 65_504;
			case DOUBLE -> Double.MAX_VALUE;
			default -> Float.MAX_VALUE;
		};
	}

	static double[] numbers(Tensor tensor) {
		double[] numbers = new double[Math.toIntExact(tensor.elements())];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = tensor.at(i);
		return numbers;
	}

	/** How many slots read a value, through Identity nodes too; a node with bodies that read it counts as one more. */
	static int readers(Graph graph, String value) {
		int readers = 0;
		for (Use use : graph.uses(value))
			readers += use.node().is("Identity") ? readers(graph, use.node().outputs().getFirst()) : 1;
		for (Node node : graph.nodes())
			if (!node.inputs().contains(value)
					&& node.attributes().values().stream().anyMatch(a -> a instanceof Attribute.Subgraph)
					&& Order.reads(node).contains(value))
				readers++;
		return readers + (graph.isOutput(value) ? 1 : 0);
	}

	/** The graph with numbers at a node's slot: in the place of those there where nobody else reads them, else beside them. */
	static Graph with(Graph graph, String node, int slot, ElementType type, Shape shape, double[] values) {
		Node reader = Objects.requireNonNull(graph.node(node));
		Tensor leaf = reader.input(slot) instanceof String value ? graph.leaf(value) : null;
		if (leaf != null && readers(graph, leaf.name()) == 1 && leaf.shape().equals(shape))
			return Weights.into(graph, Map.of(leaf.name(), tensor(leaf.name(), type, shape, values)));
		String name = fresh(graph, node + "_" + slot);
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
		initializers.put(name, tensor(name, type, shape, values));
		List<Node> nodes = new ArrayList<>(graph.nodes());
		nodes.set(nodes.indexOf(reader), reader.withInput(slot, name));
		return graph.with(nodes, initializers);
	}

	private static String fresh(Graph graph, String wanted) {
		String name = wanted;
		while (graph.initializers().containsKey(name) || graph.producer(name) != null)
			name += "_";
		return name;
	}
}
