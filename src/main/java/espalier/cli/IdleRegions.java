package espalier.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Adapters;
import espalier.plan.Bypasses;
import espalier.region.Bypass;

/**
 * The original in which the regions that a plan takes out still run, but nothing of what they make counts: what leaves them is
 * multiplied by zero, and what stands in their place is added.
 */
final class IdleRegions {
	private IdleRegions() {}

	static Adapters.Adapted of(Graph graph, Trace trace, List<Bypass> bypasses) {
		List<Bypass> there = bypasses.stream().filter(b -> b.exit().value(graph) != null).toList();
		if (there.isEmpty())
			return new Adapters.Adapted(graph, trace);
		Adapters.Adapted left = Bypasses.applied(graph, trace, bypasses);
		Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
		left.graph().initializers().forEach(constants::putIfAbsent);
		Map<String, String> instead = new HashMap<>();
		Set<String> old = new HashSet<>();
		graph.nodes().forEach(n -> old.add(n.name()));
		List<Node> nodes = new ArrayList<>();
		for (Bypass bypass : there) {
			Node placed = left.graph().node(bypass.name());
			String exit = bypass.exit().value(graph);
			if (placed == null || exit == null)
				continue;
			ElementType type = trace.type(exit);
			String zero = bypass.name() + "_zero";
			constants.put(zero, new Tensor(zero, type, Shape.of(),
					new Tensor.Bytes(java.lang.foreign.MemorySegment.ofArray(new byte[type.bits() / 8])), null));
			String made = placed.outputs().getFirst();
			boolean output = made.equals(exit);
			String before = output ? exit + "_idle" : exit;
			String alone = output ? exit + "_alone" : made;
			instead.put(exit, output ? exit : bypass.name() + "_sum");
			nodes.add(node(bypass.name() + "_times_zero", "Mul", List.of(before, zero), bypass.name() + "_nothing"));
			nodes.add(node(bypass.name() + "_plus", "Add", List.of(bypass.name() + "_nothing", alone),
					output ? exit : bypass.name() + "_sum"));
		}
		for (Node node : left.graph().nodes())
			if (!old.contains(node.name()))
				nodes.add(renamed(node, instead));
		for (Node node : graph.nodes())
			nodes.add(reading(node, instead, graph));
		Map<String, Shape> shapes = new HashMap<>(left.trace().shapes());
		Map<String, ElementType> types = new HashMap<>(left.trace().types());
		instead.forEach((exit, sum) -> {
			shapes.put(sum, java.util.Objects.requireNonNull(trace.shape(exit)));
			types.put(sum, trace.type(exit));
		});
		return new Adapters.Adapted(graph.with(MaskedReference.ordered(nodes), new LinkedHashMap<>(constants)),
				new Trace(trace.inputs(), shapes, types, trace.integers()));
	}

	private static Node node(String name, String op, List<String> inputs, String output) {
		return new Node(name, "", op, inputs, List.of(output), Map.of(), null);
	}

	/** What stands in a region's place makes an output under another name, to which the region's nothing is added. */
	private static Node renamed(Node placed, Map<String, String> instead) {
		return new Node(placed.name(), placed.domain(), placed.op(), placed.inputs(),
				placed.outputs().stream().map(o -> o.equals(instead.get(o)) ? o + "_alone" : o).toList(),
				placed.attributes(), placed.origin());
	}

	private static Node reading(Node node, Map<String, String> instead, Graph graph) {
		return new Node(node.name(), node.domain(), node.op(),
				node.inputs().stream().map(v -> instead.getOrDefault(v, v)).toList(),
				node.outputs().stream().map(o -> instead.containsKey(o) && graph.isOutput(o) ? o + "_idle" : o)
						.toList(),
				node.attributes(), node.origin());
	}
}
