package espalier.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.region.Bypass;
import espalier.region.End;

/**
 * Takes regions out of a graph: what read their exits reads their entries, and what nothing reads any more goes. In the place of
 * each stays one node, a copy or an adapter; {@link Adapters#bypassed} takes the copies out in the end.
 */
public final class Bypasses {
	private final Graph graph;
	private final Trace trace;
	private final Map<String, Tensor> initializers;
	private final Map<String, Shape> shapes;
	private final Map<String, ElementType> types;
	private final Set<String> taken = new HashSet<>();
	/** What is read instead of a value. */
	private final Map<String, String> instead = new HashMap<>();
	/** What stands in front of the node that made an exit. */
	private final Map<String, List<Node>> placed = new HashMap<>();
	/** Outputs of the graph that are not made by their old makers any more. */
	private final Set<String> elsewhere = new HashSet<>();

	private Bypasses(Graph graph, Trace trace) {
		this.graph = graph;
		this.trace = trace;
		initializers = new LinkedHashMap<>(graph.initializers());
		shapes = new HashMap<>(trace.shapes());
		types = new HashMap<>(trace.types());
		taken.addAll(initializers.keySet());
		graph.inputs().forEach(i -> taken.add(i.name()));
		graph.nodes().forEach(n -> taken.addAll(n.outputs()));
	}

	/**
	 * The graph without regions; those whose exits it does not have are gone already. The shapes of all that stays are as before.
	 * Cost: linear in the nodes, and the weights of the adapters.
	 *
	 * @throws RefusedException
	 *             when the graph lacks an entry, or entry and exit do not fit
	 * @throws BadInputException
	 *             when something would be computed of itself
	 */
	public static Adapters.Adapted applied(Graph graph, Trace trace, List<Bypass> bypasses) {
		Bypasses into = new Bypasses(graph, trace);
		Map<End, Bypass> byExit = new LinkedHashMap<>();
		bypasses.stream().filter(b -> b.exit().value(graph) != null && graph.node(b.name()) == null)
				.forEach(b -> byExit.merge(b.exit(), b, into::outer));
		List<Bypass> there = List.copyOf(byExit.values());
		if (there.isEmpty())
			return new Adapters.Adapted(graph, trace);
		there.forEach(into::place);
		return into.applied(there);
	}

	/** Inputs that were read before and are not after; they stay, so that callers need not change. */
	public static List<String> unread(Graph before, Graph after) {
		Set<String> left = Sweep.read(after);
		Set<String> read = Sweep.read(before);
		return before.inputs().stream().map(ValueInfo::name).filter(n -> read.contains(n) && !left.contains(n))
				.toList();
	}

	/** Of two regions with the same exit, as a stage and its last block, the one around the other. */
	private Bypass outer(Bypass a, Bypass b) {
		String one = a.entry().value(graph);
		String other = b.entry().value(graph);
		if (one == null || other == null)
			return one == null ? a : b;
		if (before(other).contains(one))
			return a;
		if (before(one).contains(other))
			return b;
		throw new RefusedException("Regions `" + a.region() + "` and `" + b.region()
				+ "` can't both go, or nothing is left of what they sum; put one of them back.");
	}

	private void place(Bypass bypass) {
		String exit = Objects.requireNonNull(bypass.exit().value(graph));
		String entry = bypass.entry().value(graph);
		Shape out = trace.shape(exit);
		Shape in = entry == null ? null : trace.shape(entry);
		if (entry == null || in == null || out == null || Sweep.captured(graph).contains(exit))
			throw new RefusedException("Region `" + bypass.region() + "` can't be taken out: "
					+ (entry == null ? "this model lacks what it reads"
							: in == null || out == null ? "the sizes of its entry and exit are not known"
									: "the body of a loop or a condition reads what it makes")
					+ ".");
		if (types.get(entry) != types.get(exit) || !bypass.adapts() && !in.equals(out))
			throw new RefusedException("Region `" + bypass.region() + "` can't be taken out: it makes "
					+ types.get(exit) + " " + out + " of " + types.get(entry) + " " + in
					+ " in this model; the choice is for another one.");
		Node maker = Objects.requireNonNull(graph.node(bypass.exit().node()));
		String made = fresh(bypass.name() + "_output_0");
		if (graph.isOutput(exit)) {
			elsewhere.add(exit);
			made = exit;
		} else {
			instead.put(exit, made);
		}
		shapes.put(made, out);
		types.put(made, trace.type(exit));
		List<Node> nodes = bypass.adapts()
				? Bridging.nodes(bypass, entry, made, in, out, trace.type(exit), this::store)
				: List.of(new Node(bypass.name(), "", "Identity", List.of(entry), List.of(made), Map.of(), null));
		placed.computeIfAbsent(maker.name(), k -> new ArrayList<>()).addAll(nodes);
	}

	/** Notes a value of an adapter; a constant is kept, a null one is computed. */
	private String store(String wanted, Shape shape, ElementType type, @Nullable Tensor tensor) {
		String name = fresh(wanted);
		shapes.put(name, shape);
		types.put(name, type);
		if (tensor != null)
			initializers.put(name, tensor.withName(name));
		return name;
	}

	private Adapters.Adapted applied(List<Bypass> bypasses) {
		List<Node> nodes = new ArrayList<>();
		for (Node node : graph.nodes()) {
			placed.getOrDefault(node.name(), List.of()).forEach(n -> nodes.add(n.reading(instead)));
			Node now = node.reading(instead);
			if (now.outputs().stream().anyMatch(elsewhere::contains))
				now = new Node(now.name(), now.domain(), now.op(), now.inputs(),
						now.outputs().stream().map(o -> elsewhere.contains(o) ? "" : o).toList(), now.attributes(),
						now.origin());
			if (now.outputs().stream().anyMatch(o -> !o.isEmpty()) || node.outputs().isEmpty())
				nodes.add(now);
		}
		Graph all = graph.with(nodes, new LinkedHashMap<>(initializers));
		if (Order.topological(all).size() < all.nodes().size())
			throw new BadInputException(
					"With these regions taken out something would be computed of itself; the plan was edited by hand.");
		// first what the regions were, then what stands for regions inside others
		Graph left = Sweep.newlyDead(all, Sweep.newlyDead(graph, counted(all, bypasses)));
		return new Adapters.Adapted(left, new Trace(trace.inputs(), shapes, types, trace.integers()));
	}

	/** Sizes that were taken of a value inside a region are taken of its entry or of what is read for its exit. */
	private Graph counted(Graph all, List<Bypass> bypasses) {
		Set<Node> live = live(all);
		Map<Node, Node> changed = new HashMap<>();
		for (Node node : live)
			if (counts(node) && node.input(0) instanceof String value && all.producer(value) instanceof Node maker
					&& !live.contains(maker) && alike(value, bypasses) instanceof String other)
				changed.put(node, node.withInput(0, other));
		return changed.isEmpty() ? all
				: all.with(all.nodes().stream().map(n -> changed.getOrDefault(n, n)).toList(),
						new LinkedHashMap<>(all.initializers()));
	}

	private @Nullable String alike(String value, List<Bypass> bypasses) {
		Shape shape = trace.shape(value);
		for (Bypass bypass : bypasses) {
			String entry = Objects.requireNonNull(bypass.entry().value(graph));
			String exit = Objects.requireNonNull(bypass.exit().value(graph));
			if (shape == null || !before(exit).contains(value))
				continue;
			if (Objects.equals(shape, trace.shape(entry)))
				return instead.getOrDefault(entry, entry);
			if (Objects.equals(shape, trace.shape(exit)))
				return instead.getOrDefault(exit, exit);
		}
		return null;
	}

	/** All values that one is made of. */
	private Set<String> before(String value) {
		Set<String> before = new HashSet<>(Set.of(value));
		ArrayDeque<String> queue = new ArrayDeque<>(before);
		while (!queue.isEmpty())
			if (graph.producer(queue.remove()) instanceof Node maker)
				for (String read : Order.reads(maker))
					if (before.add(read))
						queue.add(read);
		return before;
	}

	/** What outputs are made of, other than by its size. */
	private static Set<Node> live(Graph all) {
		Set<Node> live = new HashSet<>();
		ArrayDeque<Node> queue = new ArrayDeque<>();
		all.outputs().forEach(o -> {
			if (all.producer(o.name()) instanceof Node maker && live.add(maker))
				queue.add(maker);
		});
		while (!queue.isEmpty()) {
			Node node = queue.remove();
			if (!counts(node))
				for (String read : Order.reads(node))
					if (all.producer(read) instanceof Node maker && live.add(maker))
						queue.add(maker);
		}
		return live;
	}

	private static boolean counts(Node node) {
		return node.is("Shape") || node.is("Size");
	}

	private String fresh(String wanted) {
		String name = wanted;
		for (int n = 2; !taken.add(name); n++)
			name = wanted + n;
		return name;
	}
}
