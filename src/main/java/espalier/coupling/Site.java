package espalier.coupling;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
		return value == null ? null : graph.leaf(value);
	}

	/** Shape at a slot; rules are asked only where it is {@link #known}. */
	Shape shape(int slot) {
		return Objects.requireNonNull(trace.shape(graph, Objects.requireNonNull(node.input(slot))));
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
		return value == null || graph.leaf(value) != null || Arithmetic.follows(graph, trace, value)
				|| trace.integers(graph, value) != null && Arithmetic.stays(graph, value);
	}

	/** The axis of the first input that the node names, counted from the front. */
	int axis(long otherwise) {
		return shape(0).axis(node.integer("axis", otherwise));
	}

	/** Whether all shapes at the node are known, and its first output is not left out; else no rule is asked. */
	boolean known() {
		return !node.outputs().getFirst().isEmpty() && Stream.of(node.inputs(), node.outputs()).flatMap(List::stream)
				.allMatch(value -> value.isEmpty() || trace.shape(graph, value) != null);
	}

	/** Axis id at a slot; negative axes count from the end. */
	int in(int slot, int axis) {
		Axes.Carrier carrier = Objects.requireNonNull(axes.at(new Use(node, slot)));
		return carrier.base + carrier.shape.axis(axis);
	}

	int out(int output, int axis) {
		Axes.Carrier carrier = Objects.requireNonNull(axes.ofValue(node.outputs().get(output)));
		return carrier.base + carrier.shape.axis(axis);
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
		int k = carrier.shape.axis(axis);
		if (carrier.roles[k] == null)
			carrier.roles[k] = role;
	}

	/** The axis at a slot is summed away here. */
	void contract(int slot, int axis) {
		int k = shape(slot).axis(axis);
		ties.sums.add(new Ties.Sum(node, slot, k, in(slot, k), in(slot, k)));
		role(slot, k, Role.IN);
	}

	/** Statistics are taken over the axis at a slot: they change when some of it goes. */
	void statistics(int slot, int axis) {
		int k = shape(slot).axis(axis);
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

	/** Same, where shapes are not known, or not such as the operator is defined for. */
	void pinUnknown() {
		pinAll("`" + node.name() + "` has shapes that are not known");
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
