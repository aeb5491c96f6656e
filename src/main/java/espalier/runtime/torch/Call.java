package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** One node as its translation sees it: inputs as expressions, sizes as numbers or expressions of the batch {@code n}. */
final class Call {
	private static final Set<String> SPARE = Set.of("Conv", "BatchNormalization", "Add", "Gemm");

	private final Translator translator;
	private final Node node;
	private final List<String> lines = new ArrayList<>();
	private final List<String> reads = new ArrayList<>();

	Call(Translator translator, Node node) {
		this.translator = translator;
		this.node = node;
	}

	Node node() {
		return node;
	}

	Graph graph() {
		return translator.graph();
	}

	List<String> lines() {
		return lines;
	}

	List<String> reads() {
		return reads;
	}

	boolean has(int slot) {
		return node.input(slot) != null;
	}

	/** The tensor at an input slot as an expression. */
	String in(int slot) {
		String value = name(slot);
		reads.add(value);
		return translator.expression(value);
	}

	/** As {@link #in}, {@code None} where the slot is left out. */
	String optional(int slot) {
		return has(slot) ? in(slot) : "None";
	}

	/** All inputs as a list expression. */
	String allInputs() {
		return IntStream.range(0, node.inputs().size()).mapToObj(this::in).collect(Collectors.joining(", ", "[", "]"));
	}

	/**
	 * Whether the tensor at an input slot may be overwritten with the result: a fresh one that nothing else reads, made by an
	 * operator whose gradient does not need its output. Saves memory, and so the time to reach it.
	 */
	boolean spare(int slot) {
		String value = name(slot);
		Node producer = graph().producer(value);
		return producer != null && producer.standard() && SPARE.contains(producer.op())
				&& graph().uses(value).size() == 1 && !graph().isOutput(value) && floating(slot)
				&& shape(slot).equals(outShape(0));
	}

	private String name(int slot) {
		String value = node.input(slot);
		if (value == null)
			throw refused("input number " + (slot + 1) + " is missing");
		return value;
	}

	ElementType type(int slot) {
		return translator.type(name(slot));
	}

	boolean floating(int slot) {
		return type(slot).floating();
	}

	int rank(int slot) {
		return shape(slot).rank();
	}

	/** Sizes of an input with a small batch. */
	Shape shape(int slot) {
		return translator.shape(name(slot), node);
	}

	/** Sizes of an output with a small batch. */
	Shape outShape(int index) {
		return translator.shape(node.outputs().get(index), node);
	}

	/** Sizes of an output as a list expression that holds for any batch. */
	String outDims(int index) {
		return list(translator.dims(node.outputs().get(index), node));
	}

	/** Size of one axis of an input as an expression that holds for any batch. */
	String dim(int slot, int axis) {
		return translator.dims(name(slot), node).get(Math.floorMod(axis, rank(slot)));
	}

	/** A size that must not depend on the batch. */
	long fixedDim(int slot, int axis) {
		String size = dim(slot, axis);
		if (!size.matches("-?\\d+"))
			throw refused("the size of axis " + axis + " depends on the batch");
		return Long.parseLong(size);
	}

	/** Whether all axes from the given one on have sizes that don't depend on the batch. */
	Shape fixedSpace(int slot, int from) {
		return Shape.of(IntStream.range(from, rank(slot)).mapToLong(axis -> fixedDim(slot, axis)).toArray());
	}

	/** The integers of an input as expressions, for any batch. */
	List<String> integers(int slot) {
		return translator.integers(name(slot), node);
	}

	/** The integers of an input that must not depend on the batch. */
	long[] fixedIntegers(int slot) {
		return integers(slot).stream().mapToLong(text -> {
			if (!text.matches("-?\\d+"))
				throw refused("input number " + (slot + 1) + " depends on the batch");
			return Long.parseLong(text);
		}).toArray();
	}

	/** Axes from an input slot (newer operator sets) or an attribute (older ones); null where neither is given. */
	long @Nullable [] axes(int slot, String attribute) {
		return has(slot) ? fixedIntegers(slot) : node.integers(attribute);
	}

	/** The stored constant at an input slot, or null where it is computed. */
	@Nullable
	Tensor constant(int slot) {
		return has(slot) ? graph().constant(name(slot)) : null;
	}

	float real(String attribute, float otherwise) {
		return node.attributes().get(attribute) instanceof Attribute.Real(float value) ? value : otherwise;
	}

	/** An axis attribute, counted from the front. */
	int axis(long axis, int rank) {
		return Math.toIntExact(axis < 0 ? axis + rank : axis);
	}

	/** A tensor of the module that the graph does not hold. */
	String made(Tensor tensor) {
		return translator.attributes().made(tensor);
	}

	/** Gives an expression a name of its own. */
	String let(String expression) {
		String name = translator.fresh();
		lines.add(name + " = " + expression);
		return name;
	}

	/** A line that is no assignment, or is within a loop. */
	void line(String text) {
		lines.add(text);
	}

	String fresh() {
		return translator.fresh();
	}

	void out(String expression) {
		out(0, expression);
	}

	/** Says what an output is; an output that the node leaves out is skipped. */
	void out(int index, String expression) {
		if (index < node.outputs().size() && !node.outputs().get(index).isEmpty())
			lines.add(translator.assign(node.outputs().get(index)) + " = " + expression);
	}

	RefusedException refused(String why) {
		return Translator.refused(node, why);
	}

	static String list(List<String> items) {
		return items.isEmpty() ? "annotate(List[int], [])" : String.join(", ", items).transform(s -> "[" + s + "]");
	}

	static String list(long... items) {
		return list(LongStream.of(items).mapToObj(Long::toString).toList());
	}

	/** A number as TorchScript reads it; infinities as the largest float. */
	static String number(double value) {
		if (Double.isNaN(value))
			return "float(\"nan\")";
		if (Double.isInfinite(value))
			return value > 0 ? "3.4028234663852886e+38" : "-3.4028234663852886e+38";
		String text = String.format(Locale.ROOT, "%.17e", value);
		return value == Math.rint(value) && Math.abs(value) < 1e15
				? String.format(Locale.ROOT, "%.1f", value)
				: text;
	}

	static String flag(boolean value) {
		return value ? "True" : "False";
	}

	static long[] filled(int length, long value) {
		long[] values = new long[length];
		Arrays.fill(values, value);
		return values;
	}
}
