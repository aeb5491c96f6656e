package espalier.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Tensor;

/**
 * Which groups may get channels that are zero from end to end: made by zero weights, passed on as zero by all on their way, and
 * read by zero weights. Nothing else changes then, and no gradient reaches them, since each of their weights' is a product with
 * a zero on the other side of the channel. Operators that are not named here count as unfit.
 */
final class Widenable {
	/** Take zero to zero, channel by channel. */
	private static final Set<String> PASSING = Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu",
			"Mish",
			"Swish", "HardSwish", "Tanh", "Erf", "Softsign", "Abs", "Neg", "Identity", "Dropout", "MaxPool",
			"AveragePool",
			"GlobalAveragePool", "GlobalMaxPool", "Flatten", "ReduceMean", "ReduceMax", "ReduceSum",
			"BatchNormalization");
	/** Make something else of zero, which a product with zero may put right. */
	private static final Set<String> GATES = Set.of("Sigmoid", "HardSigmoid");
	private static final Set<String> LAYERS = Set.of("Conv", "Gemm", "MatMul");

	private final Graph graph;
	private final ChannelGroup group;
	private final Set<String> carried = new HashSet<>();
	private final Set<String> constants = new HashSet<>();
	private final Set<Node> readers = new HashSet<>();
	private final Set<String> zero = new HashSet<>();

	private Widenable(Graph graph, ChannelGroup group) {
		this.graph = graph;
		this.group = group;
		group.values().forEach(v -> carried.add(v.value()));
		for (Member member : group.members()) {
			constants.add(member.tensor().name());
			if (member.role() == Role.IN)
				readers.add(member.use().node());
		}
	}

	/** Groups of a convolution's channels that can be widened at their end. */
	static List<ChannelGroup> of(Coupling coupling) {
		return coupling.groups().stream().filter(g -> new Widenable(coupling.graph(), g).fits()).toList();
	}

	private boolean fits() {
		return !group.pinned() && !group.overlaps() && group.statistics().isEmpty() && group.beside().isEmpty()
				&& group.members().stream()
						.anyMatch(m -> m.role() == Role.OUT && m.use().node().is("Conv"))
				&& group.members().stream().allMatch(this::plain) && group.values().stream().allMatch(this::inner)
				&& Order.topological(graph).stream().allMatch(this::zeroStays);
	}

	/** Whether a weight is read at one place as it is stored, one index a unit. */
	private boolean plain(Member member) {
		Node reader = member.use().node();
		String value = reader.input(member.use().slot());
		Tensor stored = value == null ? null : graph.constant(value);
		return stored != null && stored.type() == ElementType.FLOAT && stored.readable() && value != null
				&& stored.name().equals(value)
				&& graph.uses(value).size() == 1 && oneEach(member.unitOfIndex())
				&& switch (member.role()) {
					case OUT, IN, BIAS -> !reader.is("Conv") || reader.integer("group", 1) == 1 || depthwise(reader);
					case DEPTHWISE -> depthwise(reader);
					case NORM -> reader.is("BatchNormalization");
					case CONSTANT -> reader.is("PRelu");
				};
	}

	/** One filter for each channel, all of this group. */
	private boolean depthwise(Node node) {
		return node.is("Conv") && node.integer("group", 1) == group.units()
				&& group.members(Role.DEPTHWISE).stream().anyMatch(m -> m.use().node().equals(node));
	}

	private boolean inner(ValueAxis at) {
		return oneEach(at.unitOfIndex()) && !graph.isOutput(at.value())
				&& graph.inputs().stream().noneMatch(i -> i.name().equals(at.value()));
	}

	private boolean oneEach(int[] unitOfIndex) {
		if (unitOfIndex.length != group.units())
			return false;
		for (int i = 0; i < unitOfIndex.length; i++)
			if (unitOfIndex[i] != i)
				return false;
		return true;
	}

	/** Whether a node leaves the group's new channels at zero, or has nothing to do with them. */
	private boolean zeroStays(Node node) {
		boolean makes = node.outputs().stream().anyMatch(carried::contains);
		boolean reads = node.inputs().stream().anyMatch(carried::contains);
		if (!makes)
			return !reads || LAYERS.contains(node.op()) && readers.contains(node)
					&& node.inputs().stream().allMatch(v -> !carried.contains(v) || zero.contains(v));
		if (!node.standard()
				|| node.outputs().size() > 1 && node.outputs().stream().skip(1).anyMatch(o -> !o.isEmpty()))
			return false;
		if (passes(node))
			zero.addAll(node.outputs());
		return zero.containsAll(node.outputs()) || GATES.contains(node.op());
	}

	private boolean passes(Node node) {
		if (LAYERS.contains(node.op()))
			return node.inputs().stream().allMatch(v -> !carried.contains(v) || zero.contains(v))
					&& node.inputs().stream().skip(2).allMatch(v -> v.isEmpty() || constants.contains(v));
		return switch (node.op()) {
			case "Add", "Sub", "Sum" ->
				node.inputs().stream().allMatch(v -> zero.contains(v) || constants.contains(v));
			case "Mul" -> node.inputs().stream().anyMatch(zero::contains);
			case "Clip" -> zero.contains(node.inputs().getFirst()) && bound(node, 1, "min") <= 0
					&& bound(node, 2, "max") >= 0;
			default -> PASSING.contains(node.op()) && zero.contains(node.inputs().getFirst());
		};
	}

	/** A bound of a Clip; no number where it is computed. */
	private double bound(Node node, int slot, String attribute) {
		if (node.input(slot) instanceof String value) {
			Tensor constant = graph.constant(value);
			return constant != null && constant.readable() ? constant.at(0) : Double.NaN;
		}
		return node.attributes().get(attribute) instanceof espalier.graph.Attribute.Real(float value)
				? value
				: slot == 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
	}
}
