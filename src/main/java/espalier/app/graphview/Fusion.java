package espalier.app.graphview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Contraction;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Passing;
import espalier.coupling.Role;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Trace;
import espalier.graph.Use;
import espalier.graph.ValueInfo;
import espalier.region.Bypass;

/**
 * Operators joined into cards: a layer takes the norm, activation and bias that follow it alone. Constants and the arithmetic
 * on shapes become no card.
 */
final class Fusion {
	private static final Set<String> FOLLOWERS = Set.of("BatchNormalization", "InstanceNormalization",
			"LayerNormalization", "GroupNormalization", "Relu", "LeakyRelu", "PRelu", "Sigmoid", "Tanh", "Clip",
			"HardSigmoid", "HardSwish", "Elu", "Selu", "Celu", "Gelu", "Softplus", "Softsign", "Mish", "Swish",
			"ThresholdedRelu", "Dropout", "Identity", "Cast", "Flatten", "Squeeze", "Unsqueeze", "LRN", "Softmax");
	private static final Set<String> WITH_CONSTANT = Set.of("Add", "Sub", "Mul", "Div");
	private static final Set<String> LAYERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "ConvInteger",
			"QLinearConv",
			"LSTM", "GRU", "RNN", "Gather");
	private static final Set<String> JOINS = Set.of("Add", "Sub", "Mul", "Div", "Sum", "Max", "Min", "Mean");

	private final Graph graph;
	private final Trace trace;
	private final Coupling coupling;
	private final Set<Node> adapters;
	/** What is planned to go, by the nodes that stand in its place. */
	private final Map<String, Bypass> removed = new HashMap<>();
	private final Map<Bypass, Card> folded = new HashMap<>();
	private final Set<String> quiet = new HashSet<>();
	private final List<Card> cards = new ArrayList<>();
	private final Map<String, Card> makers = new HashMap<>();
	private final Map<String, Flow> flows = new LinkedHashMap<>();
	private final Set<String> outputs = new HashSet<>();

	private Fusion(Graph graph, Trace trace, Coupling coupling) {
		this.graph = graph;
		this.trace = trace;
		this.coupling = coupling;
		adapters = coupling.adapters().stream().map(Passing::node).collect(Collectors.toSet());
		for (Bypass bypass : coupling.choices().bypasses())
			if (graph.node(bypass.name()) != null)
				bypass.names().forEach(name -> removed.put(name, bypass));
	}

	static Fusion of(Graph graph, Trace trace, Coupling coupling) {
		Fusion fusion = new Fusion(graph, trace, coupling);
		fusion.makeCards();
		fusion.connect();
		fusion.addGroups();
		Labels labels = new Labels(graph, trace);
		for (Card card : fusion.cards)
			labels.write(card);
		return fusion;
	}

	/** In an order in which every value is made before it is read. */
	List<Card> cards() {
		return cards;
	}

	/** In the order in which they are made. */
	List<Flow> flows() {
		return List.copyOf(flows.values());
	}

	private void makeCards() {
		quiet.addAll(graph.initializers().keySet());
		graph.outputs().forEach(o -> outputs.add(o.name()));
		for (ValueInfo input : graph.inputs()) {
			Card card = add(new Card(Card.Kind.TERMINAL, null, input.name()));
			card.name = input.name();
			makers.put(input.name(), card);
		}
		for (Node node : Order.topological(graph)) {
			if (isQuiet(node)) {
				quiet.addAll(node.outputs());
				continue;
			}
			Bypass bypass = removed.get(node.name());
			Card card = bypass == null ? host(node) : folded.get(bypass);
			if (card == null)
				card = add(new Card(kind(node), node, tail(node)));
			else {
				card.nodes.add(node);
				card.tail = tail(node);
			}
			for (String output : node.outputs())
				makers.put(output, card);
			if (bypass != null) {
				card.bypass = bypass;
				folded.put(bypass, card);
			}
		}
		for (ValueInfo output : graph.outputs()) {
			Card card = add(new Card(Card.Kind.TERMINAL, null, output.name()));
			card.name = output.name();
		}
	}

	private Card add(Card card) {
		card.order = cards.size();
		cards.add(card);
		return card;
	}

	private static String tail(Node node) {
		return node.outputs().isEmpty() ? "" : node.outputs().getFirst();
	}

	private boolean isQuiet(Node node) {
		if (node.is("Constant") || node.is("ConstantOfShape") || node.is("Shape") || node.is("Size"))
			return true;
		Set<String> reads = Order.reads(node);
		return !reads.isEmpty() && quiet.containsAll(reads);
	}

	private Card.Kind kind(Node node) {
		if (removed.containsKey(node.name()))
			return Card.Kind.REMOVED;
		if (adapters.contains(node))
			return Card.Kind.ADAPTER;
		if (LAYERS.contains(node.op()) && node.inputs().size() > 1
				&& (node.input(1) instanceof String w && quiet.contains(w) || !node.is("MatMul") && !node.is("Gather")))
			return Card.Kind.LAYER;
		return JOINS.contains(node.op()) && activations(node).size() > 1 ? Card.Kind.JOIN : Card.Kind.OPERATOR;
	}

	private Set<String> activations(Node node) {
		Set<String> values = new LinkedHashSet<>(node.inputs());
		values.remove("");
		values.removeAll(quiet);
		return values;
	}

	/** The card whose last value this operator alone carries on, or null when it starts its own. */
	private @Nullable Card host(Node node) {
		Set<String> reads = activations(node);
		if (reads.size() == 2 && node.is("Mul"))
			return gate(reads);
		boolean follows = node.standard() && (FOLLOWERS.contains(node.op()) || WITH_CONSTANT.contains(node.op()));
		if (!follows || reads.size() != 1)
			return null;
		String value = reads.iterator().next();
		Card card = makers.get(value);
		if (card == null || card.kind == Card.Kind.TERMINAL || card.kind == Card.Kind.ADAPTER
				|| card.kind == Card.Kind.REMOVED || !card.tail.equals(value) || outputs.contains(value))
			return null;
		return graph.uses(value).size() == 1 || startsGate(node, value) ? card : null;
	}

	/** Whether this is the gate of {@code x * sigmoid(x)}, which reads x beside the product. */
	private boolean startsGate(Node node, String value) {
		if (!(node.is("Sigmoid") || node.is("HardSigmoid")) || graph.uses(value).size() != 2)
			return false;
		List<Use> after = graph.uses(tail(node));
		return after.size() == 1 && after.getFirst().node().is("Mul")
				&& after.getFirst().node().inputs().contains(value);
	}

	private @Nullable Card gate(Set<String> reads) {
		for (String gate : reads) {
			Card card = makers.get(gate);
			Node sigmoid = graph.producer(gate);
			if (card != null && sigmoid != null && card.tail.equals(gate) && sigmoid.input(0) instanceof String x
					&& reads.contains(x) && startsGate(sigmoid, x) && card.nodes.contains(sigmoid)
					&& card == makers.get(x))
				return card;
		}
		return null;
	}

	private void connect() {
		Set<Flow> into = new LinkedHashSet<>();
		for (Card card : cards) {
			into.clear();
			for (Node node : card.nodes)
				for (String value : Order.reads(node))
					reads(card, value, into);
			if (card.kind == Card.Kind.TERMINAL && makers.get(card.tail) != card)
				reads(card, card.tail, into);
			into.forEach(flow -> flow.to.add(card));
		}
	}

	private void reads(Card card, String value, Set<Flow> into) {
		Card from = makers.get(value);
		if (from != null && from != card)
			into.add(flows.computeIfAbsent(value, v -> flow(v, from)));
	}

	private Flow flow(String value, Card from) {
		var shape = trace.shape(value);
		int axis = shape == null || shape.rank() < 2 ? -1 : 1;
		if (shape != null && shape.rank() > 2) {
			int last = shape.rank() - 1;
			boolean tokens = from.nodes.stream().anyMatch(n -> n.is("MatMul") || n.is("LayerNormalization"));
			if (coupling.groupsOn(value, 1).isEmpty() && (tokens || !coupling.groupsOn(value, last).isEmpty()))
				axis = last;
		}
		return new Flow(value, from, shape, axis, axis < 0 ? List.of() : List.copyOf(coupling.groupsOn(value, axis)));
	}

	private void addGroups() {
		Map<Node, Card> cardOf = new HashMap<>();
		cards.forEach(card -> card.nodes.forEach(node -> cardOf.put(node, card)));
		Map<Card, Set<ChannelGroup>> touched = new HashMap<>();
		for (ChannelGroup group : coupling.groups()) {
			for (Member member : group.members()) {
				Card card = cardOf.get(member.use().node());
				if (card == null)
					continue;
				touched.computeIfAbsent(card, k -> new LinkedHashSet<>()).add(group);
				if (card.kind != Card.Kind.REMOVED && member.use().node() == card.main()
						&& (member.role() == Role.OUT || member.role() == Role.DEPTHWISE)
						&& card.group == null) {
					card.group = group;
					card.unitOfFilter = member.unitOfIndex();
				}
			}
			for (Contraction contraction : group.contractions()) {
				Card card = cardOf.get(contraction.use().node());
				if (card != null)
					touched.computeIfAbsent(card, k -> new LinkedHashSet<>()).add(group);
			}
		}
		for (Flow flow : flows.values()) {
			if (flow.from.group == null && flow.value.equals(flow.from.tail))
				flow.from.group = flow.group();
			touched.computeIfAbsent(flow.from, k -> new LinkedHashSet<>()).addAll(flow.groups);
			for (Card card : flow.to)
				if (card.kind != Card.Kind.LAYER)
					touched.computeIfAbsent(card, k -> new LinkedHashSet<>()).addAll(flow.groups);
		}
		touched.forEach((card, groups) -> card.groups = List.copyOf(groups));
	}
}
