package espalier.coupling;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** Lets every node's rule state its ties. */
final class Coupler {
	private final Graph graph;
	private final Trace trace;
	private final Axes axes;
	private final Ties ties;
	private final Set<String> samplers;

	private Coupler(Graph graph, Trace trace, Choices choices) {
		this.graph = graph;
		this.trace = trace;
		this.axes = new Axes(graph, trace);
		this.ties = new Ties(axes);
		this.samplers = choices.samplers();
	}

	static Ties ties(Graph graph, Trace trace, Choices choices) {
		Coupler coupler = new Coupler(graph, trace, choices);
		for (ValueInfo input : graph.inputs())
			coupler.pinValue(input.name(), "starts at input `" + input.name() + "`", "");
		for (Node node : Order.topological(graph))
			coupler.tie(node);
		for (ValueInfo output : graph.outputs())
			if (!choices.openOutputs().contains(output.name()))
				coupler.pinValue(output.name(), "ends at output `" + output.name() + "`",
						"if that is a feature output and no answer, open it: --open-output " + output.name());
		coupler.pinUnsliceable();
		coupler.passRolesBack();
		return coupler.ties;
	}

	private void tie(Node node) {
		if (node.outputs().isEmpty() || onlyStates(node) || onlyCounts(node))
			return;
		pinCounts(node);
		Site site = new Site(graph, trace, node, axes, ties);
		Rule rule = Rules.of(node);
		if (rule == null)
			site.pinAll("`" + node.name() + "` is " + article(node.qualifiedOp()) + ", for which there is no rule",
					"`espalier operators` lists those that have one; export the network with them if you can");
		else if (!site.known())
			site.pinUnknown();
		else if (samplers.contains(node.name()))
			SamplerRule.tie(site);
		else
			rule.tie(site);
		Set<String> captured = Order.reads(node);
		captured.removeAll(new ArrayList<>(node.inputs()));
		for (String value : captured)
			pinValue(value, "is read inside `" + node.name() + "` (" + node.op() + ")",
					"export the network without control flow there if you can");
	}

	/** Constants, and copies of constants, are what others read. */
	private boolean onlyStates(Node node) {
		return graph.constant(node.outputs().getFirst()) != null
				|| node.is("Identity") && node.input(0) instanceof String in && graph.leaf(in) != null;
	}

	/** Shape arithmetic carries sizes, not channels. */
	private boolean onlyCounts(Node node) {
		if (node.is("Shape") || node.is("Size"))
			return true;
		for (String output : node.outputs())
			if (!trace.integers().containsKey(output))
				return false;
		return true;
	}

	/** Whole numbers that are computed from sizes and read as if they were data stay as many as they are. */
	private void pinCounts(Node node) {
		for (String value : node.inputs())
			if (!value.isEmpty() && trace.integers().containsKey(value) && graph.leaf(value) == null)
				pinValue(value,
						"is counted by `" + java.util.Objects.requireNonNull(graph.producer(value)).name() + "`",
						"");
	}

	private void pinValue(String value, String sentence, String wayOut) {
		Axes.Carrier carrier = graph.leaf(value) == null ? axes.ofValue(value) : axes.known(value);
		if (carrier == null)
			return;
		for (int k = 0; k < carrier.shape.rank(); k++)
			ties.stop(carrier.base + k, new Pin(value, sentence, wayOut));
	}

	private void pinUnsliceable() {
		for (Axes.Carrier carrier : axes.carriers())
			if (carrier.leaf instanceof Tensor leaf
					&& (!leaf.type().sliceable() || leaf.data() instanceof Tensor.Opaque))
				for (int k = 0; k < carrier.shape.rank(); k++)
					ties.stop(carrier.base + k, new Pin(leaf.name(), "`" + leaf.name() + "` holds "
							+ leaf.type().name().toLowerCase(Locale.ROOT) + " elements, which can't be sliced"));
	}

	/** Weights that nodes make of stored ones, as by Cast or DequantizeLinear, give them their roles. */
	private void passRolesBack() {
		Set<Node> makers = new HashSet<>();
		for (Node node : Order.topological(graph))
			if (node.input(0) != null && !node.outputs().isEmpty() && !onlyStates(node) && !onlyCounts(node)
					&& Order.reads(node).stream()
							.allMatch(v -> graph.leaf(v) != null || makers.contains(graph.producer(v))))
				makers.add(node);
		for (Ties.Link link : ties.links.reversed())
			if (makers.contains(link.node()))
				axes.passRole(link.a(), link.b());
		for (Node node : makers)
			if (graph.uses(node.outputs().getFirst()) instanceof List<espalier.graph.Use> uses && uses.size() == 1)
				axes.readers.put(node, uses.getFirst().node());
	}

	private static String article(String operator) {
		return ("AEIOUaeiou".indexOf(operator.charAt(0)) >= 0 ? "an " : "a ") + operator;
	}
}
