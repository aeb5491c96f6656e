package espalier.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxWriter;

/**
 * Runs the part of a graph that computes with sizes: everything that depends on nothing but known shapes and small constants,
 * apart from the network itself.
 */
final class ShapeArithmetic {
	private static final long LARGE = 4096;
	private static final Set<String> RANDOM = Set.of("RandomNormal", "RandomUniform", "RandomNormalLike",
			"RandomUniformLike", "Multinomial", "Bernoulli", "Dropout");

	private final Knowledge known;
	private final Graph graph;
	/** Nodes that can be run apart, in order. */
	private final List<Node> foldable = new ArrayList<>();
	private final Set<String> constants = new HashSet<>();

	private ShapeArithmetic(Knowledge known, List<Node> order) {
		this.known = known;
		this.graph = known.graph;
		for (Node node : order)
			visit(node);
	}

	/** Adds what can be computed now; returns whether anything was. */
	static boolean fold(Knowledge known, List<Node> order) {
		int before = known.folded.size();
		ShapeArithmetic arithmetic = new ShapeArithmetic(known, order);
		Set<String> wanted = arithmetic.wanted();
		if (!wanted.isEmpty())
			arithmetic.run(wanted);
		return known.folded.size() > before;
	}

	private void visit(Node node) {
		if (node.outputs().stream().allMatch(v -> v.isEmpty() || known.folded.containsKey(v)))
			return;
		if (sizes(node) instanceof Value sizes) {
			known.fold(node.outputs().getFirst(), sizes);
			return;
		}
		if (!node.standard() || RANDOM.contains(node.op())
				|| node.attributes().values().stream().anyMatch(a -> a instanceof Attribute.Subgraph))
			return;
		for (String input : node.inputs())
			if (!input.isEmpty() && !constant(input))
				return;
		for (String output : node.outputs())
			if (known.known(output) instanceof Shape shape && shape.elements() > LARGE)
				return;
		if (node.is("Constant") && !constantIsSmall(node.outputs().getFirst()))
			return;
		foldable.add(node);
		constants.addAll(node.outputs());
	}

	private boolean constant(String value) {
		return known.folded.containsKey(value) || constants.contains(value)
				|| graph.initializers().containsKey(value) && constantIsSmall(value);
	}

	private boolean constantIsSmall(String value) {
		return graph.constant(value) instanceof Tensor tensor && tensor.elements() <= LARGE;
	}

	/** The result of Shape or Size, when its input's shape is known. */
	private @org.jspecify.annotations.Nullable Value sizes(Node node) {
		String input = node.input(0);
		if (input == null || !node.is("Shape") && !node.is("Size") || known.doubtful.contains(input))
			return null;
		Shape shape = known.known(input);
		if (shape == null)
			return null;
		if (node.is("Size"))
			return Value.longs(Shape.of(), shape.elements());
		int rank = shape.rank();
		int start = bounded(node.integer("start", 0), rank);
		int end = Math.max(start, bounded(node.integer("end", rank), rank));
		long[] dims = java.util.Arrays.copyOfRange(shape.toArray(), start, end);
		return Value.longs(Shape.of(dims.length), dims);
	}

	private static int bounded(long axis, int rank) {
		return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
	}

	/** Computed counts, and what the network reads of the computed values. */
	private Set<String> wanted() {
		Set<Node> apart = new HashSet<>(foldable);
		Set<String> wanted = new HashSet<>();
		for (Node node : foldable) {
			if (node.is("Constant") || node.is("ConstantOfShape"))
				continue;
			for (String value : node.outputs())
				if (!value.isEmpty() && (known.countable(value) || known.known(value) == null
						|| graph.uses(value).stream().anyMatch(u -> !apart.contains(u.node()))))
					wanted.add(value);
		}
		return wanted;
	}

	private void run(Set<String> wanted) {
		try (OrtSession session = Sessions.of(apart(wanted), OptLevel.NO_OPT);
				OrtSession.Result result = session.run(Map.of())) {
			for (Map.Entry<String, OnnxValue> output : result)
				if (output.getValue() instanceof OnnxTensor tensor)
					known.fold(output.getKey(), Tensors.read(tensor));
		} catch (OrtException e) {
			System.getLogger(ShapeArithmetic.class.getName()).log(System.Logger.Level.DEBUG,
					"shape arithmetic not run apart", e);
		}
	}

	/** The nodes behind the wanted values, over constants. */
	private Graph apart(Set<String> wanted) {
		Set<String> needed = new HashSet<>(wanted);
		List<Node> nodes = new ArrayList<>();
		for (Node node : foldable.reversed())
			if (node.outputs().stream().anyMatch(needed::contains)) {
				nodes.addFirst(node);
				needed.addAll(node.inputs());
			}
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
		Map<String, ValueInfo> outputs = new HashMap<>();
		for (String value : needed) {
			Value folded = known.folded.get(value);
			Tensor constant = folded != null ? Tensors.constant(value, folded) : graph.initializers().get(value);
			if (constant != null)
				initializers.put(value, constant);
		}
		for (String value : wanted)
			outputs.put(value, new ValueInfo(value, ElementType.UNDEFINED, null, null));
		return new Graph(graph.name(), nodes, initializers, List.of(), List.copyOf(outputs.values()), Map.of(),
				graph.opsets(), OnnxWriter.frame(graph));
	}
}
