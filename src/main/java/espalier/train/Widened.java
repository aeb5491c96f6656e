package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.runtime.Tracer;

/**
 * A graph with channels of zeros added, so that widths are such as processors compute with whole vectors: cut networks have odd
 * ones, at which a convolution takes up to three times as long as with a few channels more. What is added stays zero in
 * training, so that the rest trains as it would have without.
 *
 * @param narrow
 *            the graph as it was
 * @param wide
 *            the one to train; the same object where nothing is to be added
 */
record Widened(Graph narrow, Graph wide) {
	/** Numbers that one vector of a processor holds, or half of it. */
	private static final int VECTOR = 8;
	/** Narrower groups would grow by more than they gain. */
	private static final int FEWEST = 5;

	/**
	 * Costs finding the groups, and a copy of the weights that grow.
	 *
	 * @param graph
	 *            with one input
	 * @param input
	 *            its sizes
	 */
	static Widened of(Graph graph, Shape input) {
		Trace trace = Tracer.trace(graph, Map.of(graph.inputs().getFirst().name(), input));
		Map<String, long[]> shapes = new LinkedHashMap<>();
		Map<String, Long> grouped = new LinkedHashMap<>();
		for (ChannelGroup group : Widenable.of(Coupling.of(graph, trace))) {
			int width = Math.ceilDiv(group.units(), VECTOR) * VECTOR;
			if (width == group.units() || group.units() < FEWEST)
				continue;
			for (Member member : group.members()) {
				shapes.computeIfAbsent(member.tensor().name(), _ -> member.tensor().shape().toArray())[member
						.axis()] = width;
				if (member.role() == Role.DEPTHWISE)
					grouped.put(member.layer(), (long) width);
			}
		}
		return new Widened(graph, shapes.isEmpty() ? graph : widened(graph, shapes, grouped));
	}

	private static Graph widened(Graph graph, Map<String, long[]> shapes, Map<String, Long> grouped) {
		Map<String, Tensor> weights = new LinkedHashMap<>();
		shapes.forEach((name, dims) -> weights.put(name,
				resized(java.util.Objects.requireNonNull(graph.constant(name)), Shape.of(dims))));
		Graph with = Weights.into(graph, weights);
		List<Node> nodes = new ArrayList<>(with.nodes());
		nodes.replaceAll(n -> grouped.containsKey(n.name())
				? n.withAttribute("group", new Attribute.Int(grouped.get(n.name())))
				: n);
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>(with.initializers());
		return new Graph(graph.name(), nodes, initializers, graph.inputs(), graph.outputs(), Map.of(), graph.opsets(),
				graph.origin());
	}

	/** The graph as it was, with the weights that the wide one has after training. */
	Graph narrowed(Graph trained) {
		if (wide == narrow)
			return trained;
		Map<String, Tensor> weights = new LinkedHashMap<>();
		trained.initializers().forEach((name, tensor) -> {
			Tensor before = narrow.constant(name);
			if (before != null)
				weights.put(name, before.shape().equals(tensor.shape()) ? tensor : resized(tensor, before.shape()));
		});
		return Weights.into(narrow, weights);
	}

	/** Cuts off at the end of each axis, or fills up with zeros. */
	private static Tensor resized(Tensor tensor, Shape shape) {
		float[] from = tensor.toFloats();
		float[] to = new float[Math.toIntExact(shape.elements())];
		int rank = shape.rank();
		long[] at = new long[rank];
		for (int i = 0; i < to.length; i++) {
			long index = 0;
			boolean inside = true;
			for (int k = 0; k < rank; k++) {
				index = index * tensor.shape().dim(k) + at[k];
				inside &= at[k] < tensor.shape().dim(k);
			}
			if (inside)
				to[i] = from[(int) index];
			for (int k = rank - 1; k >= 0 && ++at[k] == shape.dim(k); k--)
				at[k] = 0;
		}
		return Tensor.ofFloats(tensor.name(), shape, to);
	}
}
