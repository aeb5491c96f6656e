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

import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.plan.Adapters;
import espalier.plan.Anchor;
import espalier.plan.Plan;
import espalier.plan.Removal;
import espalier.runtime.Tracer;

/**
 * What a pruned model has to compute: the original with a constant 0/1 mask multiplied onto every axis where the plan says that
 * removed channels are summed away; quantised weights there are set to their zero point. Nodes that take statistics over removed
 * channels are given those that stay, and their results are spread over the old places again. Made from the plan's anchors alone.
 */
public final class MaskedReference {
	private record Place(String node, int slot, int axis) {}

	private record Mask(int width, BitSet removed) {}

	private final Graph original;
	private final Trace trace;
	private final SequencedMap<String, Tensor> constants;
	private final Map<String, Node> nodes = new LinkedHashMap<>();
	private final List<Node> added = new ArrayList<>();
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
		Adapters.Adapted with = Adapters.inserted(original, trace, plan.choices().adapters());
		Adapters.Adapted adapted = IdleRegions.of(with.graph(), with.trace(), plan.choices().bypasses());
		MaskedReference reference = new MaskedReference(adapted.graph(), adapted.trace());
		Map<String, Map<Place, Mask>> narrowed = narrowed(plan);
		masks(plan, narrowed.keySet()).forEach(reference::multiply);
		narrowed.forEach(reference::narrow);
		if (!plan.choices().openOutputs().isEmpty())
			reference.narrowOutputs(plan);
		List<Node> all = new ArrayList<>(reference.added);
		all.addAll(reference.nodes.values());
		return adapted.graph().with(ordered(all), reference.constants);
	}

	/** One mask for each axis: several groups may have channels on the same one. */
	private static Map<Place, Mask> masks(Plan plan, Set<String> narrowed) {
		Map<Place, Mask> masks = new LinkedHashMap<>();
		for (Removal removal : plan.removals())
			for (Anchor anchor : removal.anchors())
				if (anchor.role().equals(Anchor.IN) && !narrowed.contains(anchor.node()))
					add(masks, anchor);
		return masks;
	}

	/** By node that takes statistics, what goes at its slots with the channels that they are taken over. */
	private static Map<String, Map<Place, Mask>> narrowed(Plan plan) {
		Map<String, Map<Place, Mask>> narrowed = new LinkedHashMap<>();
		for (Removal removal : plan.removals()) {
			Set<String> takers = new HashSet<>();
			for (Anchor anchor : removal.anchors())
				if (anchor.role().equals(Anchor.STATISTICS))
					takers.add(anchor.node());
			for (Anchor anchor : removal.anchors())
				if (takers.contains(anchor.node()))
					add(narrowed.computeIfAbsent(anchor.node(), k -> new LinkedHashMap<>()), anchor);
		}
		return narrowed;
	}

	private static void add(Map<Place, Mask> masks, Anchor anchor) {
		Mask mask = masks.computeIfAbsent(new Place(anchor.node(), anchor.slot(), anchor.axis()),
				k -> new Mask(anchor.width(), new BitSet()));
		anchor.removed().forEach(mask.removed()::set);
	}

	/** Gives a node only what stays, and spreads what it makes of that. */
	private void narrow(String name, Map<Place, Mask> places) {
		places.forEach((place, mask) -> {
			check(place, mask);
			Node node = java.util.Objects.requireNonNull(nodes.get(name));
			int[] kept = java.util.stream.IntStream.range(0, mask.width()).filter(i -> !mask.removed().get(i))
					.toArray();
			nodes.put(name,
					node.withInput(place.slot(), gathered(node.inputs().get(place.slot()), place.axis(), kept)));
		});
		places.forEach((place, mask) -> {
			if (place.slot() == 0)
				spread(name, place.axis(), mask);
		});
	}

	private void spread(String name, int axis, Mask mask) {
		int[] from = new int[mask.width()];
		int kept = 0;
		for (int i = 0; i < from.length; i++)
			from[i] = mask.removed().get(i) ? 0 : kept++;
		Node node = java.util.Objects.requireNonNull(nodes.get(name));
		Node whole = java.util.Objects.requireNonNull(original.node(name));
		Shape in = whole.input(0) instanceof String first ? shape(first) : null;
		List<String> outputs = new ArrayList<>(node.outputs());
		for (int i = 0; i < outputs.size(); i++) {
			Shape out = shape(whole.outputs().get(i));
			if (outputs.get(i).isEmpty() || in == null || out == null || out.rank() != in.rank()
					|| out.dim(axis) != mask.width())
				continue;
			String narrow = fresh("narrow_" + name);
			added.add(gather(narrow, outputs.get(i), axis, from));
			outputs.set(i, narrow);
		}
		nodes.put(name, new Node(node.name(), node.domain(), node.op(), node.inputs(), outputs, node.attributes(),
				node.origin()));
	}

	/** Opened outputs give only what stays of them. */
	private void narrowOutputs(Plan plan) {
		Coupling coupling = Coupling.of(original, trace, plan.choices());
		Cuts cuts = plan.cuts(coupling);
		for (String output : plan.choices().openOutputs()) {
			Shape shape = trace.shape(output);
			for (int axis = 0; shape != null && axis < shape.rank(); axis++) {
				int[] kept = coupling.kept(output, axis, cuts);
				if (kept == null)
					continue;
				String whole = fresh("whole_" + output);
				nodes.replaceAll((name, node) -> renamed(node, output, whole));
				added.replaceAll(node -> renamed(node, output, whole));
				added.add(gather(whole, output, axis, kept));
			}
		}
	}

	private static Node renamed(Node node, String from, String to) {
		java.util.function.UnaryOperator<String> rename = v -> v.equals(from) ? to : v;
		return new Node(node.name(), node.domain(), node.op(), node.inputs().stream().map(rename).toList(),
				node.outputs().stream().map(rename).toList(), node.attributes(), node.origin());
	}

	private String gathered(String value, int axis, int[] indices) {
		String output = fresh("kept_" + value);
		added.add(gather(value, output, axis, indices));
		return output;
	}

	private Node gather(String value, String output, int axis, int[] indices) {
		String stored = fresh("places_" + value);
		constants.put(stored, Tensor.ofLongs(stored, Shape.of(indices.length),
				java.util.Arrays.stream(indices).asLongStream().toArray()));
		return new Node(fresh("gather_" + value), "", "Gather", List.of(value, stored), List.of(output),
				Map.of("axis", new espalier.graph.Attribute.Int(axis)), null);
	}

	private @org.jspecify.annotations.Nullable Shape shape(String value) {
		Tensor constant = original.constant(value);
		return constant != null ? constant.shape() : trace.shape(value);
	}

	private void multiply(Place place, Mask mask) {
		check(place, mask);
		Node node = java.util.Objects.requireNonNull(nodes.get(place.node()));
		String value = node.inputs().get(place.slot());
		String before = java.util.Objects.requireNonNull(original.node(place.node())).inputs().get(place.slot());
		Tensor constant = original.constant(before);
		Shape shape = java.util.Objects.requireNonNull(shape(before));
		if (constant != null && constant.type().bits() == 8) {
			String name = fresh("masked_" + place.node());
			Tensor current = java.util.Objects.requireNonNullElse(constants.get(value), constant);
			constants.put(name, ZeroPoint.fill(original, node, place.slot(), current, place.axis(), mask.removed())
					.withName(name));
			nodes.put(node.name(), node.withInput(place.slot(), name));
			return;
		}
		ElementType type = constant != null ? constant.type() : trace.type(before);
		String name = fresh("mask_" + place.node());
		long[] dims = new long[shape.rank() - place.axis()];
		java.util.Arrays.fill(dims, 1);
		dims[0] = mask.width();
		constants.put(name, new Tensor(name, type, Shape.of(dims), new Tensor.Bytes(bytes(type, mask)), null));
		String masked = fresh("masked_" + place.node());
		added.add(
				new Node(fresh("multiply_" + place.node()), "", "Mul", List.of(value, name), List.of(masked), Map.of(),
						null));
		nodes.put(node.name(), node.withInput(place.slot(), masked));
	}

	private void check(Place place, Mask mask) {
		Node whole = original.node(place.node());
		String value = whole == null ? null : whole.input(place.slot());
		if (value == null)
			throw new BadInputException("The plan masks slot " + place.slot() + " of `" + place.node()
					+ "`, which the original model does not have; it is for another model.");
		Shape shape = shape(value);
		if (shape == null || place.axis() >= shape.rank() || shape.dim(place.axis()) != mask.width())
			throw new BadInputException("The plan masks " + mask.width() + " channels on axis " + place.axis()
					+ " at slot "
					+ place.slot() + " of `" + place.node() + "`, where the original model has "
					+ (shape == null ? "an unknown shape" : shape) + "; it is for another model or input size.");
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
	static List<Node> ordered(List<Node> nodes) {
		Graph unordered = new Graph("", nodes, new LinkedHashMap<>(), List.of(), List.of(), Map.of(), Map.of(), null);
		return espalier.graph.Order.topological(unordered);
	}
}
