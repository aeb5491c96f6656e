package espalier.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import espalier.coupling.Adapter;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Passing;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.region.Bypass;

/** Puts adapters into a graph as standard operators that change nothing yet, and takes out those that still change nothing. */
public final class Adapters {
	/** Bytes of a projection's weights at most: those of 16,384 channels in 32 bits. */
	private static final double MOST = 1L << 30;

	private final List<Node> nodes;
	private final LinkedHashMap<String, Tensor> initializers;
	private final Map<String, Shape> shapes;
	private final Map<String, ElementType> types;
	private final Graph graph;
	private final Set<String> taken = new HashSet<>();

	private Adapters(Graph graph, Trace trace) {
		this.graph = graph;
		nodes = new ArrayList<>(graph.nodes());
		initializers = new LinkedHashMap<>(graph.initializers());
		shapes = new HashMap<>(trace.shapes());
		types = new HashMap<>(trace.types());
		taken.addAll(initializers.keySet());
		graph.inputs().forEach(i -> taken.add(i.name()));
		graph.nodes().forEach(n -> taken.addAll(n.outputs()));
	}

	/** A graph and the shapes in it. */
	public record Adapted(Graph graph, Trace trace) {}

	/**
	 * The graph with those of the adapters that it does not have yet; the same graph when it has all. Cost: one pass over the
	 * nodes for each adapter, and N² weights for a projection of N channels, 1 GiB at most.
	 *
	 * @throws RefusedException
	 *             when the graph lacks a place, or its channels can't be adapted there
	 */
	public static Adapted inserted(Graph graph, Trace trace, List<Adapter> adapters) {
		Adapters into = new Adapters(graph, trace);
		adapters.stream().filter(a -> !has(graph, a)).forEach(into::insert);
		if (into.nodes.size() == graph.nodes().size())
			return new Adapted(graph, trace);
		return new Adapted(graph.with(into.nodes, into.initializers),
				new Trace(trace.inputs(), into.shapes, into.types, trace.integers()));
	}

	private static boolean has(Graph graph, Adapter adapter) {
		Node node = graph.node(adapter.name());
		if (node != null && !(adapter.kind() == Adapter.Kind.SAMPLER
				? node.is("Gather")
				: node.is("Conv") || node.is("MatMul")))
			throw new RefusedException("The model has a node `" + node.name() + "` already, which is no "
					+ adapter.kind().id() + "; give that node another name to put one there.");
		return node != null;
	}

	private void insert(Adapter adapter) {
		String value = null;
		int first = -1;
		for (Adapter.Place place : adapter.places()) {
			int at = position(place.node());
			String reads = at < 0 ? null : nodes.get(at).input(place.slot());
			if (reads == null || value != null && !value.equals(reads))
				throw new RefusedException("There is no place for a " + adapter.kind().id() + " in front of slot "
						+ place.slot() + " of `" + place.node() + "`; the choice is for another model.");
			value = reads;
			first = first < 0 ? at : Math.min(first, at);
		}
		Shape shape = value == null ? null : shapes.get(value);
		ElementType type = value == null ? null : types.get(value);
		if (value == null || shape == null || !shape.known() || adapter.axis() >= shape.rank() || type == null
				|| graph.constant(value) != null)
			throw new RefusedException("The shape in front of `" + adapter.places().getFirst().node()
					+ "` is not known, so no " + adapter.kind().id()
					+ " can be put there; open the model with known input sizes.");
		String output = fresh(adapter.name() + "_output_0");
		Node node = adapter.kind() == Adapter.Kind.SAMPLER
				? sampler(adapter, value, shape, output)
				: projection(adapter, value, shape, type, output);
		shapes.put(output, shape);
		types.put(output, type);
		for (Adapter.Place place : adapter.places()) {
			int at = position(place.node());
			nodes.set(at, nodes.get(at).withInput(place.slot(), output));
		}
		nodes.add(first, node);
	}

	private int position(String node) {
		for (int i = 0; i < nodes.size(); i++)
			if (nodes.get(i).name().equals(node))
				return i;
		return -1;
	}

	private Node sampler(Adapter adapter, String value, Shape shape, String output) {
		String indices = fresh(adapter.name() + "_indices");
		long width = shape.dim(adapter.axis());
		store(Tensor.ofLongs(indices, Shape.of(width), LongStream.range(0, width).toArray()));
		return new Node(adapter.name(), "", "Gather", List.of(value, indices), List.of(output),
				Map.of("axis", new Attribute.Int(adapter.axis())), null);
	}

	private Node projection(Adapter adapter, String value, Shape shape, ElementType type, String output) {
		boolean last = adapter.axis() == shape.rank() - 1;
		boolean convolves = adapter.axis() == 1 && shape.rank() >= 3;
		if (!type.floating() || !last && !convolves)
			throw new RefusedException("The channels in front of `" + adapter.places().getFirst().node() + "` are "
					+ (type.floating() ? "axis " + adapter.axis() + " of " + shape.rank() : "of type " + type)
					+ ", where no projection can stand; a sampler can.");
		long channels = shape.dim(adapter.axis());
		if ((double) channels * channels * type.bits() / 8 > MOST)
			throw new RefusedException("A projection of the " + channels + " channels in front of `"
					+ adapter.places().getFirst().node()
					+ "` would take more than 1 GiB of weights; a sampler can stand there.");
		String weight = fresh(adapter.name() + "_weight");
		int width = (int) channels;
		long[] dims = new long[convolves ? shape.rank() : 2];
		java.util.Arrays.fill(dims, 1);
		dims[0] = width;
		dims[1] = width;
		store(Numbers.tensor(weight, Shape.of(dims), Bridging.identity(width, width), type));
		return new Node(adapter.name(), "", convolves ? "Conv" : "MatMul", List.of(value, weight), List.of(output),
				convolves
						? Map.of("kernel_shape",
								new Attribute.Ints(LongStream.range(2, shape.rank()).map(k -> 1).boxed().toList()))
						: Map.of(),
				null);
	}

	private void store(Tensor tensor) {
		initializers.put(tensor.name(), tensor);
		shapes.put(tensor.name(), tensor.shape());
		types.put(tensor.name(), tensor.type());
	}

	private String fresh(String wanted) {
		String name = wanted;
		for (int n = 2; !taken.add(name); n++)
			name = wanted + n;
		return name;
	}

	/** A cut graph in which what reads an adapter that passes all on, or a copy in a region's place, reads what is before it. */
	static Graph bypassed(Graph cut, Coupling coupling, Cuts cuts) {
		Map<String, String> around = new HashMap<>();
		for (Passing adapter : coupling.adapters())
			if (adapter.idle(coupling, cuts))
				around.put(adapter.node().outputs().getFirst(), adapter.node().inputs().getFirst());
		for (Bypass bypass : coupling.choices().bypasses())
			if (cut.node(bypass.name()) instanceof Node copy && copy.is("Identity")
					&& !cut.isOutput(copy.outputs().getFirst()))
				around.put(copy.outputs().getFirst(), copy.inputs().getFirst());
		if (around.isEmpty())
			return cut;
		List<Node> nodes = new ArrayList<>();
		for (Node node : cut.nodes()) {
			Node now = node;
			for (int slot = 0; slot < node.inputs().size(); slot++) {
				String value = node.inputs().get(slot);
				while (around.containsKey(value))
					value = around.get(value);
				if (!value.equals(node.inputs().get(slot)))
					now = now.withInput(slot, value);
			}
			nodes.add(now);
		}
		return Sweep.newlyDead(cut, cut.with(nodes, new LinkedHashMap<>(cut.initializers())));
	}
}
