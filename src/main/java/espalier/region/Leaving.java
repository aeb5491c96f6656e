package espalier.region;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;

/** Whether a part of a network can be taken out, and by what it is replaced. */
final class Leaving {
	private final Flow flow;
	private final Set<String> outputs;

	Leaving(Flow flow) {
		this.flow = flow;
		outputs = new java.util.HashSet<>();
		flow.graph.outputs().forEach(o -> outputs.add(o.name()));
	}

	/** What reads the exit reads the entry. */
	Region.Leave through(String name, List<Node> nodes, String entry, String exit) {
		String leak = leak(nodes, entry, exit);
		if (leak != null)
			return new Region.Leave.Stays(leak);
		Shape in = flow.trace.shape(entry);
		Shape out = flow.trace.shape(exit);
		if (in == null || out == null)
			return new Region.Leave.Stays("the shape of `" + (in == null ? entry : exit)
					+ "` is not known; open the model with known input sizes");
		if (flow.trace.type(entry) != flow.trace.type(exit))
			return new Region.Leave.Stays(
					"it makes " + flow.trace.type(exit) + " of " + flow.trace.type(entry));
		return in.equals(out) ? bypass(name, entry, exit, -1) : adapted(name, nodes, entry, exit, in, out);
	}

	/** What reads a sum reads what else was summed. */
	Region.Leave aside(String name, Structure.Summand summand) {
		String leak = leak(summand.nodes(), summand.entry(), summand.value());
		if (leak != null)
			return new Region.Leave.Stays(leak);
		String sum = summand.sum().outputs().getFirst();
		Shape other = flow.trace.shape(summand.other());
		if (other == null || !Objects.equals(other, flow.trace.shape(sum)))
			return new Region.Leave.Stays("without it the sum `" + summand.sum().name() + "` has other sizes");
		return bypass(name, summand.other(), sum, -1);
	}

	private Region.Leave bypass(String name, String entry, String exit, int axis) {
		return new Region.Leave.By(new Bypass(name, Objects.requireNonNull(End.of(flow.graph, entry)),
				Objects.requireNonNull(End.of(flow.graph, exit)), axis, null));
	}

	private Region.Leave adapted(String name, List<Node> nodes, String entry, String exit, Shape in, Shape out) {
		if (!flow.trace.type(entry).floating())
			return new Region.Leave.Stays("no adapter can be made for " + flow.trace.type(entry));
		if (Ops.linear(nodes, flow))
			return new Region.Leave.Stays("an adapter in its place would cost as much");
		int axis = Ops.axis(nodes, in.rank());
		String hindrance = Bridge.hindrance(in, out, axis);
		if (hindrance != null)
			return new Region.Leave.Stays(hindrance);
		return bypass(name, entry, exit, axis);
	}

	/** How something in it is used outside, or null. */
	private @Nullable String leak(List<Node> nodes, String entry, String exit) {
		Set<Node> inside = Set.copyOf(nodes);
		for (Node node : nodes)
			for (String value : flow.makes(node)) {
				if (value.equals(exit))
					continue;
				if (outputs.contains(value))
					return "it holds the output `" + value + "`";
				for (Node reader : flow.readers(value))
					if (!inside.contains(reader))
						return "`" + reader.name() + "` outside reads `" + value + "` of it";
				String counted = counted(value, inside, entry, exit);
				if (counted != null)
					return counted;
			}
		return null;
	}

	/** Sizes of what is inside that are wanted outside, and that neither the entry nor the exit has. */
	private @Nullable String counted(String value, Set<Node> inside, String entry, String exit) {
		Shape shape = flow.trace.shape(value);
		if (shape != null
				&& (Objects.equals(shape, flow.trace.shape(entry)) || Objects.equals(shape, flow.trace.shape(exit))))
			return null;
		for (var use : flow.graph.uses(value))
			if (use.node().is("Shape") || use.node().is("Size")) {
				Node outside = wanted(use.node(), inside);
				if (outside != null)
					return "`" + outside.name() + "` outside needs the size of `" + value + "` in it";
			}
		return null;
	}

	private @Nullable Node wanted(Node counting, Set<Node> inside) {
		java.util.ArrayDeque<Node> queue = new java.util.ArrayDeque<>(List.of(counting));
		Set<Node> seen = new java.util.HashSet<>(queue);
		while (!queue.isEmpty())
			for (String value : queue.remove().outputs()) {
				if (outputs.contains(value))
					return counting;
				for (var use : flow.graph.uses(value)) {
					boolean flows = use.node().outputs().stream().anyMatch(flow::flows);
					if (flows && !inside.contains(use.node()))
						return use.node();
					if (!flows && seen.add(use.node()))
						queue.add(use.node());
				}
			}
		return null;
	}

	/** Nodes in a body of control flow read some of these values. */
	boolean captured(List<Node> nodes) {
		Set<String> made = new java.util.HashSet<>();
		nodes.forEach(n -> made.addAll(n.outputs()));
		Set<Node> inside = Set.copyOf(nodes);
		for (Node node : flow.nodes)
			if (!inside.contains(node) && node.attributes().values().stream()
					.anyMatch(a -> a instanceof espalier.graph.Attribute.Subgraph)
					&& Order.reads(node).stream().anyMatch(made::contains))
				return true;
		return false;
	}
}
