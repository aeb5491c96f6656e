package espalier.evaluate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.data.Preprocessing;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * A network up to one activation, loaded to be run on images one at a time, so that networks of any batch do. Holds native
 * memory until closed.
 */
public final class Probe implements AutoCloseable {
	private final Activation at;
	private final Preprocessing preprocessing;
	private final ImageInput input;
	/** Images at a time; the first one counts. */
	private final int batch;
	private final Runner runner;

	/**
	 * Loads what computes the activation, and no more.
	 *
	 * @throws RefusedException
	 *             when the network does not take images alone
	 * @throws espalier.graph.BadInputException
	 *             when ONNX Runtime refuses it
	 */
	public Probe(Graph graph, Activation at, Preprocessing preprocessing) {
		if (graph.inputs().size() != 1)
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; activations can be looked at in models with one input of images.");
		this.at = at;
		this.preprocessing = preprocessing;
		input = ImageInput.of(graph);
		batch = Math.max(1, input.batch());
		runner = Runner.optimised(upTo(graph, Set.of(at.value())));
	}

	/** Without the nodes that these values do not need; all of them where some have bodies, which read what they like. */
	static Graph upTo(Graph graph, Set<String> values) {
		Graph ending = graph.withOutputs(
				values.stream().map(v -> new ValueInfo(v, ElementType.UNDEFINED, null, null)).toList());
		if (graph.nodes().stream().flatMap(n -> n.attributes().values().stream())
				.anyMatch(a -> a instanceof Attribute.Subgraph))
			return ending;
		Set<Node> needed = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(values);
		while (!open.isEmpty())
			if (graph.producer(open.pop()) instanceof Node node && needed.add(node))
				open.addAll(node.inputs());
		return ending.with(graph.nodes().stream().filter(needed::contains).toList(), graph.initializers());
	}

	/**
	 * Runs the network on an image. Costs one forward pass up to the activation.
	 *
	 * @param numbers
	 *            as the preprocessing lays them out
	 */
	public FeatureMaps look(float[] numbers) {
		float[] all = batch == 1 ? numbers : Arrays.copyOf(numbers, batch * preprocessing.numbers());
		Value result = runner.run(Map.of(input.name(), new Value(input.type(), preprocessing.shape(batch), all)))
				.get(at.value());
		if (result == null)
			throw new RefusedException(
					"ONNX Runtime does not give the value `" + at.value() + "`; choose another layer.");
		return FeatureMaps.of(result, at, batch);
	}

	@Override
	public void close() {
		runner.close();
	}
}
