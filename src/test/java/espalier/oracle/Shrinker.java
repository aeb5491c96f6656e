package espalier.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Tracer;
import espalier.zoo.RandomNet;

/** Makes a failing network smaller while it fails in the same way. */
final class Shrinker {
	private static final long PATIENCE_NANOS = 40_000_000_000L;

	private final long seed;
	private final long until = System.nanoTime() + PATIENCE_NANOS;
	private Failure least;

	private Shrinker(Failure failure, long seed) {
		this.least = failure;
		this.seed = seed;
	}

	/** Narrower layers and fewer moves of the same random network first, then nodes one by one. */
	static Failure random(Failure failure, long seed) {
		Shrinker shrinker = new Shrinker(failure, seed);
		for (int width : new int[]{2, 4, 6})
			if (shrinker.improves(RandomNet.of(seed, new RandomNet.Size(RandomNet.Size.USUAL.steps(), width))))
				break;
		for (int steps = 0; steps < RandomNet.Size.USUAL.steps(); steps++)
			if (shrinker.improves(RandomNet.of(seed, new RandomNet.Size(steps, RandomNet.Size.USUAL.width()))))
				break;
		return shrinker.nodes();
	}

	static Failure any(Failure failure, long seed) {
		return new Shrinker(failure, seed).nodes();
	}

	private Failure nodes() {
		boolean smaller = true;
		while (smaller && System.nanoTime() < until) {
			smaller = false;
			for (Graph candidate : candidates(least.graph()))
				if (System.nanoTime() < until && improves(candidate)) {
					smaller = true;
					break;
				}
		}
		return least;
	}

	private boolean improves(Graph candidate) {
		Failure found = Failure.find(candidate, seed, least);
		if (found == null || !found.kind().equals(least.kind()))
			return false;
		least = found;
		return true;
	}

	/** Smaller graphs, the smallest first: cut off behind a value, cut off before one, or without one node. */
	private static List<Graph> candidates(Graph graph) {
		Trace trace;
		try {
			trace = Tracer.trace(graph);
		} catch (RuntimeException e) {
			return List.of();
		}
		List<Graph> candidates = new ArrayList<>();
		for (ValueInfo output : graph.outputs())
			if (graph.outputs().size() > 1)
				candidates.add(alive(graph.withOutputs(List.of(output)), graph.nodes()));
		for (Node node : graph.nodes()) {
			String value = node.outputs().getFirst();
			Shape shape = trace.shape(value);
			if (shape == null || trace.type(value) != ElementType.FLOAT || graph.constant(value) != null)
				continue;
			ValueInfo info = ValueInfo.of(value, ElementType.FLOAT, shape.toArray());
			candidates.add(alive(graph.withOutputs(List.of(info)), graph.nodes()));
			if (graph.isOutput(value))
				continue;
			candidates.add(startingAt(graph, node, info));
			for (String input : node.inputs())
				if (!input.isEmpty() && shape.equals(trace.shape(input)) && graph.constant(input) == null)
					candidates.add(bypassing(graph, node, input));
		}
		candidates.removeIf(c -> c.nodes().size() >= graph.nodes().size() || c.nodes().isEmpty());
		candidates.sort(Comparator.comparingInt(c -> c.nodes().size()));
		return candidates;
	}

	private static Graph startingAt(Graph graph, Node node, ValueInfo value) {
		List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
		inputs.add(value);
		Graph fed = new Graph(graph.name(), graph.nodes(), new LinkedHashMap<>(graph.initializers()), inputs,
				graph.outputs(),
				graph.declared(), graph.opsets(), null);
		return alive(fed, graph.nodes().stream().filter(n -> n != node).toList());
	}

	private static Graph bypassing(Graph graph, Node node, String by) {
		String value = node.outputs().getFirst();
		List<Node> nodes = graph.nodes().stream().filter(n -> n != node).map(n -> new Node(n.name(), n.domain(), n.op(),
				n.inputs().stream().map(i -> i.equals(value) ? by : i).toList(), n.outputs(), n.attributes(), null))
				.toList();
		return alive(graph, nodes);
	}

	/** What the outputs need. */
	private static Graph alive(Graph graph, List<Node> nodes) {
		Set<String> needed = new HashSet<>();
		graph.outputs().forEach(o -> needed.add(o.name()));
		List<Node> kept = new ArrayList<>();
		for (Node node : nodes.reversed())
			if (node.outputs().stream().anyMatch(needed::contains)) {
				kept.addFirst(node);
				needed.addAll(Order.reads(node));
			}
		SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
		constants.keySet().retainAll(needed);
		return new Graph(graph.name(), kept, constants,
				graph.inputs().stream().filter(i -> needed.contains(i.name())).toList(),
				graph.outputs(), graph.declared(), graph.opsets(), null);
	}
}
