package espalier.evaluate.sweep;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** Parts of a graph that begin at values which are known already. */
public final class Section {
	/** Marks what is chosen of a value; no exporter writes such names. */
	private static final String KEPT = "\u2042kept";

	private final Graph graph;
	private final Set<String> known;
	private final Set<String> begins = new HashSet<>();
	private final Set<Node> within = new HashSet<>();
	private final Set<String> seen = new HashSet<>();

	private Section(Graph graph, Set<String> known, Collection<String> wanted) {
		this.graph = graph;
		this.known = known;
		graph.inputs().forEach(i -> begins.add(i.name()));
		begins.retainAll(reach(wanted));
		begins.addAll(known);
		begins.retainAll(seen);
	}

	/** Every value behind the wanted ones, as far as the known ones. */
	private Set<String> reach(Collection<String> wanted) {
		ArrayDeque<String> open = new ArrayDeque<>(wanted);
		while (!open.isEmpty()) {
			String value = open.remove();
			if (!seen.add(value) || known.contains(value))
				continue;
			Node producer = graph.producer(value);
			if (producer != null && within.add(producer))
				open.addAll(Order.reads(producer));
		}
		return seen;
	}

	/** How many nodes lie between known and wanted values. */
	static int nodes(Graph graph, Set<String> known, Collection<String> wanted) {
		return new Section(graph, known, wanted).within.size();
	}

	/**
	 * The part of a graph that computes the wanted values from known ones, and from the graph's inputs where it can't from those
	 * alone.
	 *
	 * @param trace
	 *            sizes at which it will be run
	 */
	public static Graph between(Graph graph, Trace trace, Set<String> known, Collection<String> wanted) {
		return new Section(graph, known, wanted).graph(wanted, trace, List.of(), new LinkedHashMap<>(), Map.of());
	}

	/**
	 * The part of a cut graph that computes the wanted values from known ones of the whole graph, which first lose the channels
	 * that are cut from them. Known values are read by nodes alone, neither by bodies of loops nor as outputs.
	 *
	 * @param trace
	 *            of the whole graph, at the sizes at which it will be run
	 */
	static Graph behind(Graph cut, Coupling coupling, Cuts cuts, Trace trace, Set<String> known,
			Collection<String> wanted) {
		Section section = new Section(cut, known, wanted);
		List<Node> first = new ArrayList<>();
		LinkedHashMap<String, Tensor> constants = new LinkedHashMap<>();
		Map<String, String> narrowed = new HashMap<>();
		for (String value : section.begins)
			if (known.contains(value)) {
				String narrow = narrow(value, coupling, cuts, trace, first, constants);
				if (!narrow.equals(value))
					narrowed.put(value, narrow);
			}
		return section.graph(wanted, trace, first, constants, narrowed);
	}

	/** Chooses the kept channels of a value; the name of what is chosen. */
	private static String narrow(String value, Coupling coupling, Cuts cuts, Trace trace, List<Node> nodes,
			Map<String, Tensor> constants) {
		Shape shape = Objects.requireNonNull(trace.shape(value));
		String narrow = value;
		for (int axis = 0; axis < shape.rank(); axis++) {
			int[] kept = coupling.kept(value, axis, cuts);
			if (kept == null)
				continue;
			String name = value + KEPT + axis;
			constants.put(name + "_indices", Tensor.ofLongs(name + "_indices", Shape.of(kept.length),
					Arrays.stream(kept).asLongStream().toArray()));
			nodes.add(new Node(name, "", "Gather", List.of(narrow, name + "_indices"), List.of(name),
					Map.of("axis", new Attribute.Int(axis)), null));
			narrow = name;
		}
		return narrow;
	}

	/** @param narrowed what nodes read instead of a value */
	private Graph graph(Collection<String> wanted, Trace trace, List<Node> first,
			SequencedMap<String, Tensor> constants, Map<String, String> narrowed) {
		List<Node> nodes = new ArrayList<>(first);
		for (Node node : graph.nodes())
			if (within.contains(node))
				nodes.add(node.reading(narrowed));
		graph.initializers().forEach((name, tensor) -> {
			if (seen.contains(name))
				constants.put(name, tensor);
		});
		List<ValueInfo> inputs = begins.stream().sorted().map(
				v -> ValueInfo.of(v, trace.type(v), Objects.requireNonNull(trace.shape(v), v).toArray())).toList();
		List<ValueInfo> outputs = wanted.stream().map(v -> new ValueInfo(v, trace.type(v), null, null)).toList();
		return new Graph(graph.name(), nodes, constants, inputs, outputs, Map.of(), graph.opsets(), graph.origin());
	}
}
