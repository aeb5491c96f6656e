package espalier.region;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

/**
 * A stretch of a chain that people see as one thing: a layer with its normalisation and activation, a block, a pooling.
 *
 * @param kind
 *            null for what is no region by itself
 * @param nodes
 *            in the order of computation
 */
record Item(Region.@Nullable Kind kind, String entry, String exit, List<Node> nodes) {
	/** The items of a chain in their order, none left out. */
	static List<Item> of(List<Structure.Element> chain, Flow flow) {
		List<Item> items = new ArrayList<>();
		for (int i = 0; i < chain.size();) {
			Structure.Element first = chain.get(i);
			List<Node> nodes = new ArrayList<>(first.nodes());
			Region.Kind kind = kind(first, flow);
			int end = i + 1;
			if (kind == Region.Kind.LAYER || kind == Region.Kind.BLOCK)
				while (end < chain.size() && follows(chain.get(end), kind, flow))
					nodes.addAll(chain.get(end++).nodes());
			items.add(new Item(kind, first.entry(), chain.get(end - 1).exit(), nodes));
			i = end;
		}
		return items;
	}

	private static Region.@Nullable Kind kind(Structure.Element element, Flow flow) {
		List<Node> nodes = element.nodes();
		if (Ops.weighted(nodes, flow)) {
			if (element.single())
				return Region.Kind.LAYER;
			Node last = nodes.getLast();
			boolean sums = last.is("Add") || last.is("Sum");
			if (!sums && last.is("Mul") && flow.reads(last).contains(element.entry()))
				return Region.Kind.GATE;
			if (sums && Ops.attends(nodes, flow))
				return Region.Kind.ATTENTION;
			return sums && !Ops.convolves(nodes) ? Region.Kind.MLP : Region.Kind.BLOCK;
		}
		if (!alike(element, flow))
			return null;
		if (Ops.normalises(nodes))
			return Region.Kind.NORMALISATION;
		return Ops.activates(nodes) ? Region.Kind.ACTIVATION : null;
	}

	/** Whether an element is what belongs to a layer or block before it: its bias, normalisation or activation. */
	private static boolean follows(Structure.Element element, Region.Kind kind, Flow flow) {
		if (Ops.weighted(element.nodes(), flow) || !alike(element, flow))
			return false;
		if (Ops.activates(element.nodes()))
			return true;
		boolean bias = element.single() && element.nodes().getFirst().is("Add");
		return kind == Region.Kind.LAYER && (bias || Ops.normalises(element.nodes()));
	}

	/** Whether what comes out has the sizes of what goes in. */
	private static boolean alike(Structure.Element element, Flow flow) {
		return flow.trace.shape(element.entry()) != null
				&& java.util.Objects.equals(flow.trace.shape(element.entry()), flow.trace.shape(element.exit()));
	}
}
