package espalier.zoo;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;

/** Names, scopes, constants and nodes of a network that is being built. Follows the shape of every value. */
abstract class Emitter {
	private static final Tensor.Data ZERO = new Tensor.Fill(MemorySegment.ofArray(new byte[Float.BYTES]));

	/** Source of every weight; {@link Random} because its numbers are specified and stay the same. */
	final Random random;
	private final Draft draft;
	/** Name of every layer that is built through this view; null in the builder itself. */
	private final @Nullable String fixed;

	Emitter(String name, long seed) {
		this.random = new Random(seed);
		this.draft = new Draft(name);
		this.fixed = null;
	}

	/** The same network, seen so that every layer is given a name. */
	Emitter(Emitter whole, String layer) {
		this.random = whole.random;
		this.draft = whole.draft;
		this.fixed = layer;
	}

	/** A graph input of fixed size. */
	public String input(String value, long... dims) {
		draft.inputs.add(ValueInfo.of(value, ElementType.FLOAT, dims));
		draft.shapes.put(value, Shape.of(dims));
		return value;
	}

	/** A graph input whose first axis is open in the file; here it is followed with the size given. */
	public String openBatchInput(String value, long... dims) {
		draft.inputs.add(new ValueInfo(value, ElementType.FLOAT, Draft.openBatch(dims), null));
		draft.shapes.put(value, Shape.of(dims));
		return value;
	}

	/** A graph input of whole numbers, such as token ids. */
	public String wholeInput(String value, boolean open, long... dims) {
		draft.inputs.add(open
				? new ValueInfo(value, ElementType.INT64, Draft.openBatch(dims), null)
				: ValueInfo.of(value, ElementType.INT64, dims));
		draft.shapes.put(value, Shape.of(dims));
		return value;
	}

	/** Whether some input's first axis is open. */
	boolean open() {
		return draft.open();
	}

	/** Makes a value an output of the graph under its own name. */
	public void output(String value) {
		output(value, value);
	}

	/** Makes a value an output of the graph and renames it. */
	public void output(String value, String as) {
		draft.outputs.put(value, as);
	}

	public boolean isOutput(String value) {
		return draft.outputs.containsKey(value);
	}

	public int outputCount() {
		return draft.outputs.size();
	}

	/** Whether some node reads a value already. */
	public boolean isRead(String value) {
		return draft.read.contains(value);
	}

	public Shape shape(String value) {
		return draft.shape(value);
	}

	/** Size of an axis of a value. */
	public int dim(String value, int axis) {
		return Math.toIntExact(shape(value).dim(axis));
	}

	/** Builds inside a scope, written as exporters do: {@code layer1/layer1.0}. */
	public String within(String inner, Supplier<String> body) {
		String outer = draft.scope;
		draft.scope = outer + "/" + inner;
		String value = body.get();
		draft.scope = outer;
		return value;
	}

	/**
	 * Builds inside a module, whose weights are named by the whole way, {@code layer1.0.bn1.weight}. A child with but a
	 * number takes its parent's name into the scope, {@code /layer1/layer1.0/bn1}.
	 */
	public <T> T module(String name, Supplier<T> body) {
		String outerScope = draft.scope;
		String outerPath = draft.path;
		draft.scope = outerScope + "/" + segment(name);
		draft.path = outerPath.isEmpty() ? name : outerPath + "." + name;
		T made = body.get();
		draft.scope = outerScope;
		draft.path = outerPath;
		return made;
	}

	private String segment(String module) {
		return draft.path.isEmpty() || !Character.isDigit(module.charAt(0))
				? module
				: draft.scope.substring(draft.scope.lastIndexOf('/') + 1) + "." + module;
	}

	/** Name of a parameter of the module that is being built. */
	String parameter(String own) {
		return draft.path.isEmpty() ? own : draft.path + "." + own;
	}

	/** From now on weights have shapes but no numbers: a network of any size can be measured, but not run. */
	public void hollow() {
		draft.hollow = true;
		draft.constantNodes = true;
	}

	/** From now on constants are Constant nodes, or initializers again. */
	public void constantNodes(boolean on) {
		draft.constantNodes = on;
	}

	public Graph build() {
		return draft.graph();
	}

	private @Nullable String label() {
		return fixed == null ? draft.label : fixed;
	}

	/** Names the next layer. */
	void label(String next) {
		draft.label = next;
	}

	/** The layer's dotted name, as exporters prefix its weights: {@code layer1.0.conv1}. */
	String layerName(String otherwise) {
		String label = label();
		String own = label == null ? otherwise : label;
		if (!draft.path.isEmpty())
			return draft.path + "." + own;
		String last = draft.scope.substring(draft.scope.lastIndexOf('/') + 1);
		return last.isEmpty() ? own : last + "." + own;
	}

	/** Adds a node of one output. */
	String emit(String op, Shape out, Map<String, Attribute> attributes, String... in) {
		return emit(op, List.of(out), attributes, in).getFirst();
	}

	List<String> emit(String op, List<Shape> outs, Map<String, Attribute> attributes, String... in) {
		String label = label();
		String node = draft.unique(draft.scope + "/" + (label == null ? "" : segment(label) + "/") + op);
		draft.label = null;
		List<String> values = new ArrayList<>();
		for (int i = 0; i < outs.size(); i++) {
			values.add(node + "_output_" + i);
			draft.shapes.put(values.get(i), outs.get(i));
		}
		draft.read.addAll(Arrays.asList(in));
		draft.nodes.add(new Node(node, "", op, Arrays.asList(in), values, attributes, null));
		return values;
	}

	/** A weight: always an initializer. */
	String weight(String wanted, Shape shape, float... values) {
		String value = draft.unique(wanted);
		draft.initializers.put(value, draft.hollow
				? new Tensor(value, ElementType.FLOAT, shape, ZERO, null)
				: Tensor.ofFloats(value, shape, values));
		draft.shapes.put(value, shape);
		return value;
	}

	/** A small constant: an initializer or a Constant node. */
	String constant(String wanted, Tensor tensor) {
		if (draft.constantNodes) {
			String held = draft.label;
			draft.label = null;
			String value = emit("Constant", tensor.shape(), Map.of("value", new Attribute.Constant(tensor)));
			draft.label = held;
			return value;
		}
		String value = draft.unique(wanted);
		draft.initializers.put(value, tensor.withName(value));
		draft.shapes.put(value, tensor.shape());
		return value;
	}

	String longs(long... values) {
		return constant("shape", Tensor.ofLongs("value", Shape.of(values.length), values));
	}

	String scalar(long value) {
		return constant("index", Tensor.ofLongs("value", Shape.of(), value));
	}

	String number(float value) {
		return constant("number", Tensor.ofFloats("value", Shape.of(), value));
	}

	/** Normally distributed numbers. */
	float[] gaussian(long n, double deviation) {
		float[] values = new float[draft.hollow ? 0 : Math.toIntExact(n)];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (random.nextGaussian() * deviation);
		return values;
	}

	/** Uniformly distributed numbers. */
	float[] uniform(long n, double low, double high) {
		float[] values = new float[draft.hollow ? 0 : Math.toIntExact(n)];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (low + (high - low) * random.nextDouble());
		return values;
	}

	/** Attributes from pairs of name and value: whole numbers, arrays of them, floats or texts. */
	static Map<String, Attribute> attributes(Object... pairs) {
		Map<String, Attribute> map = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			map.put((String) pairs[i], switch (pairs[i + 1]) {
				case Integer v -> new Attribute.Int(v);
				case long[] v -> new Attribute.Ints(Arrays.stream(v).boxed().toList());
				case Float v -> new Attribute.Real(v);
				case String v -> new Attribute.Text(v);
				default -> throw new IllegalArgumentException("attribute " + pairs[i]);
			});
		return map;
	}

	static long[] repeat(long value, int times) {
		long[] values = new long[times];
		Arrays.fill(values, value);
		return values;
	}
}
