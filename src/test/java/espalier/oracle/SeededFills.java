package espalier.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/** Numbers for networks whose files carry constant fills for weights. */
public final class SeededFills {
	/** Larger fills stay fills, for the memory's sake; theirs are the widest linear layers. */
	private static final long LARGEST = 32 << 20;

	private SeededFills() {}

	/**
	 * The same network, its fills replaced by numbers of a size that keeps signals alive, and its logits for outputs: a softmax
	 * of untrained numbers is all zeros but one.
	 */
	public static Graph in(Graph graph) {
		Random random = new Random(11);
		SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
		List<Node> nodes = new ArrayList<>();
		List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
		for (Node node : graph.nodes()) {
			String value = node.outputs().getFirst();
			Tensor fill = graph.constant(value);
			if (node.is("ConstantOfShape") && fill != null && fill.type().floating() && fill.elements() <= LARGEST)
				constants.put(value, random(graph, fill, random));
			else if (node.is("Softmax") && graph.isOutput(value))
				outputs.replaceAll(o -> o.name().equals(value)
						? new ValueInfo(node.inputs().getFirst(), o.type(), o.dims(), null)
						: o);
			else
				nodes.add(node);
		}
		return graph.with(nodes, constants).withOutputs(outputs);
	}

	private static Tensor random(Graph graph, Tensor fill, Random random) {
		Shape shape = fill.shape();
		float[] values = new float[Math.toIntExact(shape.elements())];
		boolean scale = shape.rank() == 1 && graph.uses(fill.name()).stream()
				.anyMatch(u -> u.node().is("BatchNormalization") && (u.slot() == 1 || u.slot() == 4));
		double deviation = shape.rank() > 1 ? Math.sqrt(2.0 * shape.dim(0) / shape.elements()) : 0.1;
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (scale ? 0.5 + random.nextDouble() : random.nextGaussian() * deviation);
		return Tensor.ofFloats(fill.name(), shape, values);
	}
}
