package espalier.coupling;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.Use;

/** One node as a rule sees it: axes by slot, shapes, integers, and the ties it may state. */
final class Site {
	final Graph graph;
	final Trace trace;
	final Node node;
	private final Axes axes;
	private final Ties ties;

	Site(Graph graph, Trace trace, Node node, Axes axes, Ties ties) {
		this.graph = graph;
		this.trace = trace;
		this.node = node;
		this.axes = axes;
		this.ties = ties;
	}

	boolean has(int slot) {
		return node.input(slot) != null;
	}

	/** The stored constant at a slot, looking through Identity, or null. */
	@Nullable
	Tensor constant(int slot) {
		String value = node.input(slot);
		return value == null ? null : axes.leaf(value);
	}

	/** Shape at a slot; the caller has checked that it is known ({@link #known}). */
	Shape shape(int slot) {
		return Objects.requireNonNull(axes.shape(Objects.requireNonNull(node.input(slot))));
	}

	Shape outShape(int output) {
		return Objects.requireNonNull(trace.shape(node.outputs().get(output)));
	}

	/** Integers at a slot, or null when the slot is left out or they are not known. */
	long @Nullable [] integers(int slot) {
		String value = node.input(slot);
		return value == null ? null : trace.integers(graph, value);
	}

	/** Integers at a slot, or of an attribute in older operator sets. */
	long @Nullable [] integers(int slot, String attribute) {
		return has(slot) ? integers(slot) : node.integers(attribute);
	}

	/** Whether the integers at a slot can be made to fit a cut: stored, or computed from shapes in a known way, or left out. */
	boolean rewritable(int slot) {
		String value = node.input(slot);
		return value == null || axes.leaf(value) != null || Arithmetic.follows(graph, trace, value)
				|| trace.integers(graph, value) != null && Arithmetic.stays(graph, value);
	}

	/** The axis of the first input that the node names, counted from the front. */
	int axis(long otherwise) {
		int axis = (int) node.integer("axis", otherwise);
		return axis < 0 ? axis + shape(0).rank() : axis;
	}

	/** Whether the shapes at these slots and of the first output are known. */
	boolean known(int... slots) {
		for (int slot : slots)
			if (node.input(slot) instanceof String value && axes.shape(value) == null)
				return false;
		return trace.shape(node.outputs().getFirst()) != null;
	}

	/** Axis id at a slot; negative axes count from the end. */
	int in(int slot, int axis) {
		Axes.Carrier carrier = Objects.requireNonNull(axes.at(new Use(node, slot)));
		return carrier.base + (axis < 0 ? axis + carrier.shape.rank() : axis);
	}

	int out(int output, int axis) {
		Axes.Carrier carrier = Objects.requireNonNull(axes.ofValue(node.outputs().get(output)));
		return carrier.base + (axis < 0 ? axis + carrier.shape.rank() : axis);
	}

	/** Axis id of an axis of any activation. */
	int value(String name, int axis) {
		return Objects.requireNonNull(axes.ofValue(name)).base + axis;
	}

	int virtual(long size) {
		return axes.virtual(size);
	}

	int size(int axis) {
		return axes.size(axis);
	}

	void same(int a, int b, String phrase) {
		ties.same(node, a, b, phrase);
	}

	void run(int a, int startA, int stepA, int b, int startB, int stepB, int count, String phrase) {
		ties.run(node, new Ties.Run(a, startA, stepA, b, startB, stepB, count), phrase);
	}

	void product(int flat, int[] factors, int preferred, String phrase) {
		ties.product(node, new Ties.Product(flat, factors, preferred), phrase);
	}

	/** This axis of channels can't be cut, and that is worth telling. */
	void pin(int axis, String sentence) {
		ties.stop(axis, new Pin(node.name(), sentence));
	}

	/** This axis is not one of channels: space, time, kernels. */
	void fixed(int axis) {
		ties.stop(axis, new Pin(node.name(), "`" + node.name() + "` slides over it"));
	}

	/** What a constant's axis is to the channels; the first word counts. */
	void role(int slot, int axis, Role role) {
		Axes.Carrier carrier = Objects.requireNonNull(axes.at(new Use(node, slot)));
		int k = axis < 0 ? axis + carrier.shape.rank() : axis;
		if (carrier.roles[k] == null)
			carrier.roles[k] = role;
	}

	/** The axis at a slot is summed away here. */
	void contract(int slot, int axis) {
		int rank = shape(slot).rank();
		int k = axis < 0 ? axis + rank : axis;
		ties.sums.add(new Ties.Sum(node, slot, k, in(slot, k), in(slot, k)));
		role(slot, k, Role.IN);
	}

	/** Statistics are taken over the axis at a slot: they change when some of it goes. */
	void statistics(int slot, int axis) {
		int rank = shape(slot).rank();
		int k = axis < 0 ? axis + rank : axis;
		ties.statistics.add(new Ties.Sum(node, slot, k, in(slot, k), in(slot, k)));
	}

	/** Same, where only groups that are also on another axis change them; that axis may be a factor of the first. */
	void statistics(int slot, int axis, int over) {
		ties.statistics.add(new Ties.Sum(node, slot, axis, in(slot, axis), over));
	}

	/** These indices of an axis of the first input are the output's: what goes before goes behind, not the other way round. */
	void sample(int axis, long[] picked) {
		ties.sample(node, in(0, axis), out(0, axis), picked);
	}

	/** What an axis is called beside the other factors of a product. */
	void call(int axis, String word) {
		ties.words.putIfAbsent(axis, word);
	}

	/** Every axis at every slot and output stays: the operator is not understood here. */
	void pinAll(String sentence) {
		pinAll(sentence, "export the network with fixed, known shapes there if you can");
	}

	/** Same, with what a person can do about it. */
	void pinAll(String sentence, String wayOut) {
		for (int slot = 0; slot < node.inputs().size(); slot++)
			if (has(slot) && axes.at(new Use(node, slot)) instanceof Axes.Carrier carrier)
				pinAll(carrier, sentence, wayOut);
		for (String output : node.outputs())
			if (!output.isEmpty() && axes.ofValue(output) instanceof Axes.Carrier carrier)
				pinAll(carrier, sentence, wayOut);
	}

	/** Every axis at a slot stays, except one (-1 for none). */
	void pinAll(int slot, String sentence, int except) {
		for (int k = 0; k < shape(slot).rank(); k++)
			if (k != except)
				pin(in(slot, k), sentence);
	}

	private void pinAll(Axes.Carrier carrier, String sentence, String wayOut) {
		for (int k = 0; k < carrier.shape.rank(); k++)
			ties.stop(carrier.base + k, new Pin(node.name(), sentence, wayOut));
	}
}
