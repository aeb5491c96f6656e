package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;

/**
 * A small graph around one use of an operator. What is added as an argument is an input of the operator, in that order;
 * {@link #first} puts another operator in front of the last argument.
 */
final class OperatorCase {
	/** Recent enough for almost all operators. */
	private static final long OPSET = 22;

	private final String op;
	private final String variant;
	private final Random random = new Random(7);
	private final List<Node> nodes = new ArrayList<>();
	private final SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
	private final List<ValueInfo> inputs = new ArrayList<>();
	private final List<String> arguments = new ArrayList<>();
	private Map<String, Attribute> attributes = Map.of();
	private long opset = OPSET;
	private int results = 1;

	private OperatorCase(String op, String variant) {
		this.op = op;
		this.variant = variant;
	}

	static OperatorCase of(String op, String variant) {
		return new OperatorCase(op, variant);
	}

	String op() {
		return op;
	}

	String name() {
		return op + (variant.isEmpty() ? "" : " " + variant);
	}

	OperatorCase opset(long version) {
		opset = version;
		return this;
	}

	/** An input of normal numbers [batch, dims]. */
	OperatorCase x(long... dims) {
		List<Dim> sizes = new ArrayList<>(List.of(new Dim(Dim.OPEN, "n")));
		for (long dim : dims)
			sizes.add(new Dim(dim, null));
		String name = "x" + inputs.size();
		inputs.add(new ValueInfo(name, ElementType.FLOAT, sizes, null));
		return argument(name);
	}

	/** Stored normal numbers. */
	OperatorCase weight(long... dims) {
		float[] numbers = new float[(int) Shape.of(dims).elements()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = (float) random.nextGaussian();
		return stored(Tensor.ofFloats(fresh(), Shape.of(dims), numbers));
	}

	/** Stored numbers between a half and one and a half. */
	OperatorCase positive(long... dims) {
		float[] numbers = new float[(int) Shape.of(dims).elements()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = 0.5f + random.nextFloat();
		return stored(Tensor.ofFloats(fresh(), Shape.of(dims), numbers));
	}

	OperatorCase number(float value) {
		return stored(Tensor.ofFloats(fresh(), Shape.of(), value));
	}

	OperatorCase floats(float... values) {
		return stored(Tensor.ofFloats(fresh(), Shape.of(values.length), values));
	}

	OperatorCase longs(long... values) {
		return stored(Tensor.ofLongs(fresh(), Shape.of(values.length), values));
	}

	OperatorCase index(long value) {
		return stored(Tensor.ofLongs(fresh(), Shape.of(), value));
	}

	OperatorCase stored(Tensor tensor) {
		initializers.put(tensor.name(), tensor);
		return argument(tensor.name());
	}

	/** Leaves out an optional input. */
	OperatorCase none() {
		return argument("");
	}

	OperatorCase argument(String value) {
		arguments.add(value);
		return this;
	}

	/** Passes the last argument through an operator, with more stored inputs for it. */
	OperatorCase first(String other, Map<String, Attribute> its, Tensor... more) {
		String in = arguments.removeLast();
		List<String> all = new ArrayList<>(List.of(in));
		for (Tensor tensor : more) {
			Tensor own = tensor.withName(fresh());
			initializers.put(own.name(), own);
			all.add(own.name());
		}
		String out = "in front " + nodes.size();
		nodes.add(new Node(out, "", other, all, List.of(out), its, null));
		return argument(out);
	}

	OperatorCase first(String other) {
		return first(other, Map.of());
	}

	/** The last argument times ten as whole numbers. */
	OperatorCase whole(ElementType type) {
		return first("Mul", Map.of(), Tensor.ofFloats("", Shape.of(), 10)).first("Cast",
				attributes("to", (long) type.code()));
	}

	/** The last argument as truth values. */
	OperatorCase truth() {
		return first("Greater", Map.of(), Tensor.ofFloats("", Shape.of(), 0));
	}

	OperatorCase with(Object... pairs) {
		attributes = attributes(pairs);
		return this;
	}

	OperatorCase results(int count) {
		results = count;
		return this;
	}

	Graph graph() {
		List<Node> all = new ArrayList<>(nodes);
		List<String> outputs = new ArrayList<>();
		for (int i = 0; i < results; i++)
			outputs.add("y" + i);
		all.add(new Node("the node", "", op, arguments, outputs, attributes, null));
		return new Graph(name(), all, initializers, inputs,
				outputs.stream().map(o -> new ValueInfo(o, ElementType.UNDEFINED, null, null)).toList(), Map.of(),
				Map.of("", opset), null);
	}

	private String fresh() {
		return "stored." + initializers.size();
	}

	/** Names and values in turn. */
	static Map<String, Attribute> attributes(Object... pairs) {
		Map<String, Attribute> attributes = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			attributes.put((String) pairs[i], switch (pairs[i + 1]) {
				case Long v -> new Attribute.Int(v);
				case Integer v -> new Attribute.Int(v);
				case Float v -> new Attribute.Real(v);
				case String v -> new Attribute.Text(v);
				case long[] v -> new Attribute.Ints(java.util.Arrays.stream(v).boxed().toList());
				case Tensor v -> new Attribute.Constant(v);
				default -> throw new IllegalArgumentException(String.valueOf(pairs[i + 1]));
			});
		return attributes;
	}

	static long[] ints(long... values) {
		return values;
	}
}
