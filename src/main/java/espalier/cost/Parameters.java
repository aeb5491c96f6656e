package espalier.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;

/**
 * The constants that nodes read as weights: real ones, and integers of at most 8 bits (or a quantised layer's 32-bit bias) in a
 * weight's place. Shapes, axes, sizes, limits, zero points and scalars are none.
 */
final class Parameters {
	private static final Map<String, Set<Integer>> ZERO_POINTS = Map.of("DequantizeLinear", Set.of(2),
			"QuantizeLinear", Set.of(2), "QLinearConv", Set.of(2, 5, 7), "ConvInteger", Set.of(2, 3),
			"MatMulInteger", Set.of(2, 3), "QLinearMatMul", Set.of(2, 5, 7), "QGemm", Set.of(2, 5, 8));
	private static final Set<String> SETTINGS = Set.of("Resize", "Upsample", "Clip", "Dropout", "Pad", "OneHot",
			"Range",
			"NonMaxSuppression", "TopK", "RoiAlign");

	/** A weight and the first place that reads it. */
	record Whole(Tensor tensor, Use first) {}

	/** How a reader's axis follows a group; arrays are shared, so being the same one is enough. */
	private record Way(ChannelGroup group, int[] unitOfIndex) {
		@Override
		public boolean equals(Object o) {
			return o instanceof Way w && group == w.group && unitOfIndex == w.unitOfIndex;
		}

		@Override
		public int hashCode() {
			return group.id();
		}
	}

	private final Coupling coupling;
	private final Widths widths;
	private final Map<String, Tensor> tensors = new LinkedHashMap<>();
	private final Map<String, List<Use>> readers = new HashMap<>();
	private final Map<String, Tensor> captured = new HashMap<>();
	private long inside;
	private long insideBytes;

	Parameters(Coupling coupling, Widths widths) {
		this.coupling = coupling;
		this.widths = widths;
		for (Node node : coupling.graph().nodes()) {
			for (int slot = 0; slot < node.inputs().size(); slot++)
				if (node.input(slot) instanceof String value && coupling.graph().leaf(value) instanceof Tensor tensor
						&& !node.is("Identity") && weight(node, slot, tensor)) {
					tensors.putIfAbsent(tensor.name(), tensor);
					readers.computeIfAbsent(tensor.name(), k -> new ArrayList<>(1)).add(new Use(node, slot));
				}
			for (Attribute attribute : node.attributes().values())
				if (attribute instanceof Attribute.Subgraph(Graph body))
					countInside(body);
		}
		for (Tensor tensor : captured.values())
			if (!tensors.containsKey(tensor.name()))
				countInside(tensor);
	}

	/** Elements of the weights within subgraphs, which are never cut. */
	long inside() {
		return inside;
	}

	long insideBytes() {
		return insideBytes;
	}

	/** Weights cut in one way only. */
	List<Whole> wholes() {
		return tensors.values().stream().filter(t -> !splits(t))
				.map(t -> new Whole(t, readersOf(t).getFirst())).toList();
	}

	/** Parameters of one axis that differently cut layers read. */
	List<SharedParameter> shared() {
		return tensors.values().stream().filter(this::splits)
				.map(t -> SharedParameter.of(widths, t, longest(t.shape()), distinct(t))).toList();
	}

	private List<Use> readersOf(Tensor tensor) {
		return java.util.Objects.requireNonNull(readers.get(tensor.name()));
	}

	private boolean splits(Tensor tensor) {
		return tensor.shape().single() && distinct(tensor).size() > 1;
	}

	/** One reader for each way in which the parameter follows groups. */
	private List<Use> distinct(Tensor tensor) {
		int axis = longest(tensor.shape());
		Map<List<Way>, Use> ways = new LinkedHashMap<>();
		for (Use use : readersOf(tensor))
			ways.putIfAbsent(widths.parts(use.node(), use.slot(), axis).stream()
					.map(p -> new Way(p.group(), p.unitOfIndex())).toList(), use);
		return List.copyOf(ways.values());
	}

	private static int longest(Shape shape) {
		for (int k = 0; k < shape.rank(); k++)
			if (shape.dim(k) != 1)
				return k;
		return shape.rank() - 1;
	}

	private static boolean weight(Node node, int slot, Tensor tensor) {
		if (tensor.shape().rank() == 0 || slot > 0 && SETTINGS.contains(node.op()))
			return false;
		if (ZERO_POINTS.getOrDefault(node.op(), Set.of()).contains(slot))
			return false;
		return switch (tensor.type()) {
			case FLOAT, DOUBLE, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, INT8, UINT8, INT4, UINT4, INT2, UINT2,
					FLOAT4E2M1, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
				true;
			case INT32 -> node.is("QLinearConv") && slot == 8 || node.is("DequantizeLinear") && slot == 0;
			default -> false;
		};
	}

	private void countInside(Tensor tensor) {
		inside += tensor.elements();
		insideBytes += tensor.bytes();
	}

	private void countInside(Graph body) {
		Set<String> counted = new HashSet<>();
		for (Node node : body.nodes()) {
			for (int slot = 0; slot < node.inputs().size(); slot++)
				if (node.input(slot) instanceof String value && counted.add(value)) {
					Tensor own = body.constant(value);
					Tensor outer = own == null ? coupling.graph().constant(value) : null;
					if (own != null && weight(node, slot, own))
						countInside(own);
					else if (outer != null && weight(node, slot, outer))
						captured.put(value, outer);
				}
			for (Attribute attribute : node.attributes().values())
				if (attribute instanceof Attribute.Subgraph(Graph inner))
					countInside(inner);
		}
	}
}
