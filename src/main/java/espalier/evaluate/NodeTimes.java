package espalier.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.runtime.Profile;

/** Time that each node of a graph takes in ONNX Runtime when nothing is fused. */
public final class NodeTimes {
	private NodeTimes() {}

	/**
	 * Mean milliseconds a run by node, in the graph's order; nodes that the runtime computes beforehand are missing.
	 *
	 * @param batch
	 *            size of the inputs' first axes, where the graph leaves it open
	 * @throws CancellationException
	 *             when cancelled between runs
	 */
	public static SequencedMap<Node, Double> of(Graph graph, int batch, int threads, int runs,
			BooleanSupplier cancelled) {
		Map<String, Double> byName = Profile.of(graph, Latency.inputs(graph, batch), threads, runs, cancelled);
		SequencedMap<Node, Double> times = new LinkedHashMap<>();
		for (Node node : graph.nodes())
			if (byName.get(node.name()) instanceof Double time)
				times.put(node, time);
		return times;
	}
}
