package espalier.evaluate.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Contraction;
import espalier.coupling.Coupling;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Trace;

/**
 * Where a cut of a group begins to show: the last values which no ratio changes, but for the channels that they lose. Filters are
 * computed one by one and a channel stays what it is until channels are summed, so values change only behind the first place
 * where the group's are summed away or have statistics taken over them; all before it is computed once for all ratios.
 *
 * @param values
 *            a set that everything changed can be computed from, with the graph's inputs at most
 */
record Frontier(SortedSet<String> values) {
	/** Of the values that hold the outputs themselves. */
	static Frontier of(Collection<String> outputs) {
		return new Frontier(new TreeSet<>(outputs));
	}

	/** The first values, back from these, that are fit to begin with. */
	static Frontier before(Collection<String> outputs, Graph graph, Predicate<String> fit) {
		SortedSet<String> values = new TreeSet<>();
		Set<String> seen = new HashSet<>();
		ArrayDeque<String> open = new ArrayDeque<>(outputs);
		while (!open.isEmpty()) {
			String value = open.remove();
			if (!seen.add(value))
				continue;
			if (fit.test(value))
				values.add(value);
			else if (graph.producer(value) instanceof Node producer)
				open.addAll(Order.reads(producer));
		}
		return new Frontier(values);
	}

	/** Finds frontiers in one graph. */
	static final class Finder {
		private final Coupling coupling;
		private final Graph graph;
		private final Trace trace;
		private final Trace batched;
		private final List<Node> order;
		private final Set<String> unfit = new HashSet<>();
		private final Set<String> computed = new HashSet<>();

		/**
		 * Cost: one pass over the nodes.
		 *
		 * @param batched
		 *            shapes at the batch that will be run
		 */
		Finder(Coupling coupling, Trace batched) {
			this.batched = batched;
			this.coupling = coupling;
			this.graph = coupling.graph();
			this.trace = coupling.trace();
			order = Order.topological(graph);
			graph.inputs().forEach(i -> computed.add(i.name()));
			graph.outputs().forEach(o -> unfit.add(o.name()));
			// what an adapter passes on is not there once it is bypassed
			coupling.adapters().forEach(a -> unfit.addAll(a.node().outputs()));
			for (Node node : order)
				learn(node);
		}

		/** Values that follow from sizes alone may differ in the cut graph, and are computed there. */
		private void learn(Node node) {
			if (!node.is("Shape") && !node.is("Size") && Order.reads(node).stream().anyMatch(computed::contains))
				computed.addAll(node.outputs());
			if (node.attributes().values().stream().anyMatch(a -> a instanceof Attribute.Subgraph)) {
				unfit.addAll(Order.reads(node));
				node.inputs().forEach(unfit::add);
			}
		}

		/**
		 * The frontier of a group on the way to some outputs. Cost: one pass over the nodes.
		 *
		 * @param outputs
		 *            names of the graph's outputs that are looked at
		 */
		Frontier of(ChannelGroup group, Collection<String> outputs) {
			Set<ChannelGroup> over = over(group);
			Set<String> changed = changed(over);
			return before(outputs, graph, value -> !changed.contains(value) && fit(value, over));
		}

		private boolean fit(String value, Set<ChannelGroup> over) {
			Shape shape = trace.shape(value);
			Shape run = batched.shape(value);
			if (!computed.contains(value) || unfit.contains(value) || shape == null || run == null
					|| shape.rank() != run.rank() || trace.type(value).bits() == 0)
				return false;
			// which channels an axis loses is known at the traced batch only
			for (int axis = 0; axis < shape.rank(); axis++)
				if (shape.dim(axis) != run.dim(axis)
						&& coupling.groupsOn(value, axis).stream().anyMatch(over::contains))
					return false;
			return true;
		}

		private Set<String> changed(Set<ChannelGroup> over) {
			Set<String> starts = new HashSet<>();
			for (ChannelGroup each : over)
				Stream.concat(each.contractions().stream(), each.statistics().stream()).map(Contraction::use)
						.forEach(u -> starts.add(u.node().name()));
			Set<String> changed = new HashSet<>();
			for (Node node : order)
				if (starts.contains(node.name()) || Order.reads(node).stream().anyMatch(changed::contains))
					changed.addAll(node.outputs());
			return changed;
		}

		/** The group, and those that are over some of the same indices, as behind a sampler. */
		private Set<ChannelGroup> over(ChannelGroup group) {
			Set<ChannelGroup> all = new LinkedHashSet<>();
			List<ChannelGroup> open = new ArrayList<>(List.of(group));
			while (!open.isEmpty()) {
				ChannelGroup next = open.removeLast();
				if (all.add(next))
					for (ChannelGroup.ValueAxis at : next.values())
						coupling.groupsOn(at.value(), at.axis()).stream().filter(g -> g.overlaps() || next.overlaps())
								.forEach(open::add);
			}
			return all;
		}
	}
}
