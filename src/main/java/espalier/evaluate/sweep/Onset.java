package espalier.evaluate.sweep;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Trace;

/** Where a graph begins to compute something else than the one that it was made from: what lies before is the same in both. */
final class Onset {
	private final Graph changed;
	private final Trace batched;
	/** Values that depend on the images in both and are the same. */
	private final Set<String> same = new HashSet<>();
	/** Values that can't be handed in from outside. */
	private final Set<String> unfit = new HashSet<>();

	private Onset(Graph whole, Graph changed, Trace batched) {
		this.changed = changed;
		this.batched = batched;
		Set<String> alike = new HashSet<>();
		changed.initializers().forEach((name, tensor) -> {
			if (tensor.equals(whole.initializers().get(name)))
				alike.add(name);
		});
		changed.inputs().forEach(i -> {
			alike.add(i.name());
			same.add(i.name());
		});
		changed.outputs().forEach(o -> unfit.add(o.name()));
		for (Node node : Order.topological(changed)) {
			if (node.attributes().values().stream().anyMatch(a -> a instanceof Attribute.Subgraph)) {
				unfit.addAll(Order.reads(node));
				unfit.addAll(node.inputs());
			}
			Collection<String> reads = Order.reads(node);
			if (!node.equals(whole.node(node.name())) || !alike.containsAll(reads))
				continue;
			alike.addAll(node.outputs());
			if (!node.is("Shape") && !node.is("Size") && reads.stream().anyMatch(same::contains))
				same.addAll(node.outputs());
		}
	}

	/**
	 * The values of the whole graph from which all that is different can be computed, on the way to some outputs.
	 *
	 * @param batched
	 *            shapes of the whole graph's values at the batch that will be run
	 */
	static Frontier of(Graph whole, Graph changed, Trace batched, Collection<String> outputs) {
		return new Onset(whole, changed, batched).frontier(outputs);
	}

	private Frontier frontier(Collection<String> outputs) {
		return Frontier.before(outputs, changed, value -> same.contains(value) && fit(value));
	}

	private boolean fit(String value) {
		return !unfit.contains(value) && batched.shape(value) != null && batched.type(value).bits() > 0;
	}
}
