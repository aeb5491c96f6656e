package espalier.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Use;
import espalier.graph.ValueInfo;

/**
 * Finds the activation at which a group's channels are looked at: from the output of the first layer that makes them on through
 * normalisations, activation functions (spelled out, too, as SiLU's or GELU's are) and sums with the group's other branches,
 * as long as everything that is computed from it comes together in one value again.
 */
final class Observed {
	/** Work on each number, or each channel, in its place. */
	private static final Set<String> IN_PLACE = Set.of("BatchNormalization", "InstanceNormalization",
			"GroupNormalization", "LayerNormalization", "RMSNormalization", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu",
			"Celu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Erf", "Gelu", "BiasGelu",
			"FastGelu", "QuickGelu", "Mish", "Swish", "ThresholdedRelu", "Shrink", "Clip", "Exp", "Neg", "Reciprocal",
			"Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Identity", "Cast", "Dropout");

	private final Graph graph;
	/** Values that depend on the graph's inputs. */
	private final Set<String> computed = new HashSet<>();

	/** Costs one pass over the nodes. */
	Observed(Graph graph) {
		this.graph = graph;
		graph.inputs().stream().map(ValueInfo::name).forEach(computed::add);
		for (Node node : Order.topological(graph))
			if (node.inputs().stream().anyMatch(computed::contains))
				computed.addAll(node.outputs());
		computed.remove("");
	}

	/** Where a group is looked at, or null where no activation holds what its first layer makes. */
	@Nullable
	ValueAxis of(ChannelGroup group) {
		Map<String, ValueAxis> carriers = new HashMap<>();
		group.values().forEach(v -> carriers.putIfAbsent(v.value(), v));
		ValueAxis made = group.maker().map(m -> made(m.use().node(), carriers)).orElse(null);
		return made == null ? null : new Walk(carriers, made).end();
	}

	/** The first activation behind the weight: a transposed or dequantised one is on its way to the layer. */
	private @Nullable ValueAxis made(Node reader, Map<String, ValueAxis> carriers) {
		Node node = reader;
		while (!computed.contains(node.outputs().getFirst())) {
			List<Use> uses = graph.uses(node.outputs().getFirst());
			if (uses.isEmpty())
				return null;
			node = uses.getFirst().node();
		}
		return node.outputs().stream().map(carriers::get).filter(java.util.Objects::nonNull).findFirst().orElse(null);
	}

	/** One walk from where the channels are made. */
	private final class Walk {
		private final Map<String, ValueAxis> carriers;
		private final Set<String> derived = new LinkedHashSet<>();
		private final Set<Node> done = new HashSet<>();
		private ValueAxis last;

		Walk(Map<String, ValueAxis> carriers, ValueAxis start) {
			this.carriers = carriers;
			this.last = start;
			derived.add(start.value());
		}

		ValueAxis end() {
			for (List<Node> readers = readers(); !readers.isEmpty(); readers = readers()) {
				List<Node> waiting = readers;
				if (!readers.stream().allMatch(this::goesOn))
					return last;
				Node next = readers.stream().filter(this::derivable).findFirst()
						.or(() -> waiting.stream().filter(this::joins).findFirst()).orElse(null);
				if (next == null)
					return last;
				done.add(next);
				derived.add(next.outputs().getFirst());
				List<String> open = derived.stream().filter(this::open).toList();
				if (open.size() == 1 && carriers.get(open.getFirst()) instanceof ValueAxis only)
					last = only;
				else if (open.isEmpty() && carriers.get(next.outputs().getFirst()) instanceof ValueAxis end)
					return end;
			}
			return last;
		}

		/** Nodes that read a derived value and were not passed yet. */
		private List<Node> readers() {
			List<Node> readers = new ArrayList<>();
			for (String value : derived)
				for (Use use : graph.uses(value))
					if (!done.contains(use.node()) && !readers.contains(use.node()))
						readers.add(use.node());
			return readers;
		}

		private boolean open(String value) {
			return graph.uses(value).stream().anyMatch(u -> !done.contains(u.node()));
		}

		/** Whether a node leaves the channels where they are. */
		private boolean goesOn(Node node) {
			ValueAxis out = carriers.get(node.outputs().getFirst());
			return IN_PLACE.contains(node.op()) && out != null && alike(out);
		}

		/** Whether all that a node reads is derived or constant. */
		private boolean derivable(Node node) {
			return node.inputs().stream().allMatch(i -> !computed.contains(i) || derived.contains(i));
		}

		/** Whether all that a node reads besides is another branch of the group. */
		private boolean joins(Node node) {
			return node.inputs().stream().allMatch(i -> !computed.contains(i) || derived.contains(i)
					|| carriers.get(i) instanceof ValueAxis branch && alike(branch));
		}

		private boolean alike(ValueAxis other) {
			return Arrays.equals(other.unitOfIndex(), last.unitOfIndex());
		}
	}
}
