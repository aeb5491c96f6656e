package espalier.depth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Bypasses;
import espalier.plan.Surgeon;
import espalier.region.Bypass;
import espalier.runtime.Tracer;

/**
 * Dense to sparse: each region that is to go is given a gate g, and what reads its exit reads {@code entry + g (exit - entry)}
 * instead, so that g = 1 is the network as it was and g = 0 the network without the regions. A training that leads g from 1 to 0
 * ({@link espalier.train.Fading}) lets the network get used to their absence step by step. An option of Wang et al. 2019, "DBP:
 * Discrimination Based Block-Level Pruning for Deep Model Acceleration".
 *
 * @param graph
 *            with gates of 1 in it
 * @param bypasses
 *            of the regions that are to go
 */
public record Gated(Graph graph, List<Bypass> bypasses) {
	private static final String GATE = "/gate";

	public Gated {
		bypasses = List.copyOf(bypasses);
	}

	/**
	 * Puts the gates in.
	 *
	 * @throws RefusedException
	 *             when a region would need an adapter, its exit is an output, or the graph lacks it
	 */
	public static Gated of(Graph graph, Trace trace, List<Bypass> bypasses) {
		Map<String, String> instead = new HashMap<>();
		Map<String, Tensor> gates = new LinkedHashMap<>();
		List<Node> placed = new ArrayList<>();
		for (Bypass bypass : bypasses) {
			String entry = bypass.entry().value(graph);
			String exit = bypass.exit().value(graph);
			if (entry == null || exit == null || bypass.adapts() || graph.isOutput(exit)
					|| !trace.type(exit).floating())
				throw new RefusedException("Region `" + bypass.region() + "` can't fade: "
						+ (entry == null || exit == null
								? "this model does not have it"
								: bypass.adapts()
										? "an adapter would take its place; take it out and train what is left"
										: "what it makes is an output of the model or no real numbers")
						+ ".");
			String name = gate(bypass);
			gates.put(name, Tensor.ofFloats(name, Shape.of(), 1f));
			placed.add(node(name, "Sub", exit, entry));
			placed.add(node(name, "Mul", made(name, "Sub"), name));
			placed.add(node(name, "Add", entry, made(name, "Mul")));
			instead.put(exit, made(name, "Add"));
		}
		List<Node> nodes = new ArrayList<>();
		for (Node node : graph.nodes())
			nodes.add(node.reading(instead));
		// a gate reads its own exit, and the others' gated ones
		for (Node node : placed)
			nodes.add(node.op().equals("Sub")
					? node.reading(instead).withInput(0, node.inputs().getFirst())
					: node.reading(instead));
		LinkedHashMap<String, Tensor> all = new LinkedHashMap<>(graph.initializers());
		all.putAll(gates);
		return new Gated(graph.with(Order.topological(graph.with(nodes, all)), all), bypasses);
	}

	/** Names of the gates among the graph's constants. */
	public List<String> gates() {
		return bypasses.stream().map(Gated::gate).toList();
	}

	/**
	 * What is left of a graph like this one, its weights trained or not, without the gates and the regions that they closed.
	 *
	 * @param inputs
	 *            sizes at which it is traced
	 */
	public Graph closed(Graph trained, Map<String, Shape> inputs) {
		Map<String, String> back = new HashMap<>();
		Set<String> own = new HashSet<>();
		LinkedHashMap<String, Tensor> kept = new LinkedHashMap<>(trained.initializers());
		for (Bypass bypass : bypasses) {
			String name = gate(bypass);
			for (String op : List.of("Sub", "Mul", "Add"))
				own.add(name + "/" + op);
			Node difference = trained.node(name + "/Sub");
			if (difference == null)
				throw new IllegalArgumentException(trained.name() + " has no gate " + name);
			back.put(made(name, "Add"), difference.inputs().getFirst());
			kept.remove(name);
		}
		List<Node> nodes = trained.nodes().stream().filter(n -> !own.contains(n.name())).map(n -> n.reading(back))
				.toList();
		Graph whole = trained.with(nodes, kept);
		Choices out = Choices.bypassing(bypasses);
		var left = Bypasses.applied(whole, Tracer.trace(whole, inputs), bypasses);
		return Surgeon.apply(Coupling.of(left.graph(), left.trace(), out), Cuts.NONE);
	}

	private static String gate(Bypass bypass) {
		return bypass.exit().node() + GATE + (bypass.exit().index() == 0 ? "" : bypass.exit().index());
	}

	private static String made(String gate, String op) {
		return gate + "/" + op + "_output_0";
	}

	private static Node node(String gate, String op, String a, String b) {
		return new Node(gate + "/" + op, "", op, List.of(a, b), List.of(made(gate, op)), Map.of(), null);
	}
}
