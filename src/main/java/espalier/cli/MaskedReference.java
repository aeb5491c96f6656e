package espalier.cli;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Anchor;
import espalier.plan.Plan;
import espalier.plan.Removal;
import espalier.runtime.Tracer;

/**
 * What a pruned model has to compute: the original with a constant 0/1 mask multiplied onto every axis where the plan says that
 * removed channels are summed away. Made from the plan's anchors alone.
 */
public final class MaskedReference {
	private record Place(String node, int slot, int axis) {}

	private record Mask(int width, BitSet removed) {}

	private final Graph original;
	private final Trace trace;
	private final SequencedMap<String, Tensor> constants;
	private final Map<String, Node> nodes = new LinkedHashMap<>();
	private final List<Node> products = new ArrayList<>();
	private final Set<String> taken = new HashSet<>();

	private MaskedReference(Graph original, Trace trace) {
		this.original = original;
		this.trace = trace;
		this.constants = new LinkedHashMap<>(original.initializers());
		taken.addAll(constants.keySet());
		original.inputs().forEach(i -> taken.add(i.name()));
		for (Node node : original.nodes()) {
			nodes.put(node.name(), node);
			taken.add(node.name());
			taken.addAll(node.outputs());
		}
	}

	/** As {@link #of(Graph, Trace, Plan)} at default input sizes. */
	public static Graph of(Graph original, Plan plan) {
		return of(original, Tracer.trace(original), plan);
	}

	/**
	 * The masked original; weights are shared with it.
	 *
	 * @param trace
	 *            of the original, for the ranks and types of values
	 * @throws BadInputException
	 *             when the plan names a place that the original does not have
	 */
	public static Graph of(Graph original, Trace trace, Plan plan) {
		MaskedReference reference = new MaskedReference(original, trace);
		masks(plan).forEach(reference::multiply);
		List<Node> all = new ArrayList<>(reference.products);
		all.addAll(reference.nodes.values());
		return original.with(ordered(all), reference.constants);
	}

	/** One mask for each axis: several groups may have channels on the same one. */
	private static Map<Place, Mask> masks(Plan plan) {
		Map<Place, Mask> masks = new LinkedHashMap<>();
		for (Removal removal : plan.removals())
			for (Anchor anchor : removal.anchors())
				if (anchor.role().equals(Anchor.IN)) {
					Mask mask = masks.computeIfAbsent(new Place(anchor.node(), anchor.slot(), anchor.axis()),
							k -> new Mask(anchor.width(), new BitSet()));
					anchor.removed().forEach(mask.removed()::set);
				}
		return masks;
	}

	private void multiply(Place place, Mask mask) {
		Node node = nodes.get(place.node());
		String value = node == null ? null : node.input(place.slot());
		if (node == null || value == null)
			throw new BadInputException("The plan masks slot " + place.slot() + " of `" + place.node()
					+ "`, which the original model does not have; it is for another model.");
		String before = original.node(place.node()) instanceof Node whole ? whole.input(place.slot()) : null;
		Tensor constant = before == null ? null : original.constant(before);
		Shape shape = constant != null ? constant.shape() : before == null ? null : trace.shape(before);
		if (before == null || shape == null || place.axis() >= shape.rank() || shape.dim(place.axis()) != mask.width())
			throw new BadInputException("The plan masks " + mask.width() + " channels on axis " + place.axis()
					+ " at slot "
					+ place.slot() + " of `" + place.node() + "`, where the original model has "
					+ (shape == null ? "an unknown shape" : shape) + "; it is for another model or input size.");
		ElementType type = constant != null ? constant.type() : trace.type(before);
		String name = fresh("mask_" + place.node());
		long[] dims = new long[shape.rank() - place.axis()];
		java.util.Arrays.fill(dims, 1);
		dims[0] = mask.width();
		constants.put(name, new Tensor(name, type, Shape.of(dims), new Tensor.Bytes(bytes(type, mask)), null));
		String masked = fresh("masked_" + place.node());
		products.add(
				new Node(fresh("multiply_" + place.node()), "", "Mul", List.of(value, name), List.of(masked), Map.of(),
						null));
		nodes.put(node.name(), node.withInput(place.slot(), masked));
	}

	private static MemorySegment bytes(ElementType type, Mask mask) {
		int size = type.bits() / 8;
		ByteBuffer buffer = ByteBuffer.allocate(mask.width() * size).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < mask.width(); i++) {
			boolean kept = !mask.removed().get(i);
			switch (type) {
				case FLOAT -> buffer.putFloat(kept ? 1 : 0);
				case DOUBLE -> buffer.putDouble(kept ? 1 : 0);
				case FLOAT16 -> buffer.putShort(Float.floatToFloat16(kept ? 1 : 0));
				case BFLOAT16 -> buffer.putShort((short) (Float.floatToRawIntBits(kept ? 1 : 0) >>> 16));
				case INT64 -> buffer.putLong(kept ? 1 : 0);
				case INT32 -> buffer.putInt(kept ? 1 : 0);
				default -> throw new BadInputException("The plan masks values of type " + type
						+ ", which can't be multiplied; such a plan can't be checked.");
			}
		}
		return MemorySegment.ofArray(buffer.array());
	}

	private String fresh(String wanted) {
		String name = wanted;
		for (int n = 2; !taken.add(name); n++)
			name = wanted + "_" + n;
		return name;
	}

	/** Every node after those whose values it reads. */
	private static List<Node> ordered(List<Node> nodes) {
		Graph unordered = new Graph("", nodes, new LinkedHashMap<>(), List.of(), List.of(), Map.of(), Map.of(), null);
		return espalier.graph.Order.topological(unordered);
	}
}
