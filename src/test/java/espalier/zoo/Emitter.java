package espalier.zoo;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
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
	private static final long OPSET = 17;

	/** Where building is going on, and how. */
	private static final class Place {
		private String scope = "";
		private String path = "";
		private @Nullable String label;
		private boolean constantNodes;
		private boolean hollow;
	}

	private final String name;
	private final List<Node> nodes;
	private final SequencedMap<String, Tensor> initializers;
	private final List<ValueInfo> inputs;
	private final Map<String, String> outputs;
	private final Map<String, Shape> shapes;
	private final Map<String, Integer> taken;
	private final Set<String> read;
	private final Place place;
	/** Name of every layer that is built through this view of a builder; null in the builder itself. */
	private final @Nullable String fixed;

	/** Source of every weight; {@link Random} because its numbers are specified and stay the same. */
	final Random random;

	Emitter(String name, long seed) {
		this.name = name;
		this.random = new Random(seed);
		this.nodes = new ArrayList<>();
		this.initializers = new LinkedHashMap<>();
		this.inputs = new ArrayList<>();
		this.outputs = new LinkedHashMap<>();
		this.shapes = new HashMap<>();
		this.taken = new HashMap<>();
		this.read = new HashSet<>();
		this.place = new Place();
		this.fixed = null;
	}

	/** The same network, seen so that every layer is given a name. */
	Emitter(Emitter whole, String layer) {
		this.name = whole.name;
		this.random = whole.random;
		this.nodes = whole.nodes;
		this.initializers = whole.initializers;
		this.inputs = whole.inputs;
		this.outputs = whole.outputs;
		this.shapes = whole.shapes;
		this.taken = whole.taken;
		this.read = whole.read;
		this.place = whole.place;
		this.fixed = layer;
	}

	/** A graph input of fixed size. */
	public String input(String value, long... dims) {
		inputs.add(ValueInfo.of(value, ElementType.FLOAT, dims));
		shapes.put(value, Shape.of(dims));
		return value;
	}

	/** A graph input whose first axis is open in the file; here it is followed with the size given. */
	public String openBatchInput(String value, long... dims) {
		inputs.add(new ValueInfo(value, ElementType.FLOAT, openBatch(dims), null));
		shapes.put(value, Shape.of(dims));
		return value;
	}

	/** A graph input of whole numbers, such as token ids. */
	public String wholeInput(String value, boolean open, long... dims) {
		inputs.add(open
				? new ValueInfo(value, ElementType.INT64, openBatch(dims), null)
				: ValueInfo.of(value, ElementType.INT64, dims));
		shapes.put(value, Shape.of(dims));
		return value;
	}

	/** Whether some input's first axis is open. */
	boolean open() {
		return inputs.stream().anyMatch(i -> i.fixedShape() == null);
	}

	private static List<ValueInfo.Dim> openBatch(long[] dims) {
		List<ValueInfo.Dim> open = new ArrayList<>();
		for (int i = 0; i < dims.length; i++)
			open.add(i == 0 ? new ValueInfo.Dim(ValueInfo.Dim.OPEN, "batch") : new ValueInfo.Dim(dims[i], null));
		return open;
	}

	/** Makes a value an output of the graph under its own name. */
	public void output(String value) {
		output(value, value);
	}

	/** Makes a value an output of the graph and renames it. */
	public void output(String value, String as) {
		outputs.put(value, as);
	}

	public boolean isOutput(String value) {
		return outputs.containsKey(value);
	}

	public int outputCount() {
		return outputs.size();
	}

	/** Whether some node reads a value already. */
	public boolean isRead(String value) {
		return read.contains(value);
	}

	public Shape shape(String value) {
		Shape shape = shapes.get(value);
		if (shape == null)
			throw new IllegalArgumentException("no value " + value + " in " + name);
		return shape;
	}

	/** Size of an axis of a value. */
	public int dim(String value, int axis) {
		return Math.toIntExact(shape(value).dim(axis));
	}

	/** Builds inside a scope, written as exporters do: {@code layer1/layer1.0}. */
	public String within(String inner, Supplier<String> body) {
		String outer = place.scope;
		place.scope = outer + "/" + inner;
		String value = body.get();
		place.scope = outer;
		return value;
	}

	/**
	 * Builds inside a module. A module within modules names its weights by the whole way, {@code layer1.0.bn1.weight}; a child
	 * that is only numbered takes its parent's name into the scope, {@code /layer1/layer1.0/bn1}.
	 */
	public <T> T module(String name, Supplier<T> body) {
		String outerScope = place.scope;
		String outerPath = place.path;
		place.scope = outerScope + "/" + segment(name);
		place.path = outerPath.isEmpty() ? name : outerPath + "." + name;
		T made = body.get();
		place.scope = outerScope;
		place.path = outerPath;
		return made;
	}

	private String segment(String module) {
		return place.path.isEmpty() || !Character.isDigit(module.charAt(0))
				? module
				: place.scope.substring(place.scope.lastIndexOf('/') + 1) + "." + module;
	}

	/** Name of a parameter of the module that is being built. */
	String parameter(String own) {
		return place.path.isEmpty() ? own : place.path + "." + own;
	}

	/** From now on weights have shapes but no numbers, so that a network of any size can be measured; it can't be run. */
	public void hollow() {
		place.hollow = true;
		place.constantNodes = true;
	}

	/** From now on constants are Constant nodes, or initializers again. */
	public void constantNodes(boolean on) {
		place.constantNodes = on;
	}

	public Graph build() {
		List<ValueInfo> declared = new ArrayList<>();
		outputs.forEach((value, as) -> declared.add(declare(as, shape(value))));
		List<Node> renamed = nodes.stream().map(n -> new Node(n.name(), n.domain(), n.op(), rename(n.inputs()),
				rename(n.outputs()), n.attributes(), null)).toList();
		return new Graph(name, renamed, initializers, inputs, declared, Map.of(), Map.of("", OPSET), null);
	}

	private ValueInfo declare(String value, Shape shape) {
		if (!open())
			return ValueInfo.of(value, ElementType.FLOAT, shape.toArray());
		return new ValueInfo(value, ElementType.FLOAT, openBatch(shape.toArray()), null);
	}

	private List<String> rename(List<String> values) {
		return values.stream().map(v -> outputs.getOrDefault(v, v)).toList();
	}

	private @Nullable String label() {
		return fixed == null ? place.label : fixed;
	}

	/** Names the next layer. */
	void label(String next) {
		place.label = next;
	}

	/** The layer's dotted name, as exporters prefix its weights: {@code layer1.0.conv1}. */
	String layerName(String otherwise) {
		String label = label();
		String own = label == null ? otherwise : label;
		if (!place.path.isEmpty())
			return place.path + "." + own;
		String last = place.scope.substring(place.scope.lastIndexOf('/') + 1);
		return last.isEmpty() ? own : last + "." + own;
	}

	/** Adds a node of one output. */
	String emit(String op, Shape out, Map<String, Attribute> attributes, String... in) {
		return emit(op, List.of(out), attributes, in).getFirst();
	}

	List<String> emit(String op, List<Shape> outs, Map<String, Attribute> attributes, String... in) {
		String label = label();
		String node = unique(place.scope + "/" + (label == null ? "" : segment(label) + "/") + op);
		place.label = null;
		List<String> values = new ArrayList<>();
		for (int i = 0; i < outs.size(); i++) {
			values.add(node + "_output_" + i);
			shapes.put(values.get(i), outs.get(i));
		}
		read.addAll(Arrays.asList(in));
		nodes.add(new Node(node, "", op, Arrays.asList(in), values, attributes, null));
		return values;
	}

	/** A weight: always an initializer. */
	String weight(String wanted, Shape shape, float... values) {
		String value = unique(wanted);
		initializers.put(value, place.hollow
				? new Tensor(value, ElementType.FLOAT, shape, new Tensor.Fill(MemorySegment.ofArray(new byte[Float.BYTES])),
						null)
				: Tensor.ofFloats(value, shape, values));
		shapes.put(value, shape);
		return value;
	}

	/** A small constant: an initializer or a Constant node. */
	String constant(String wanted, Tensor tensor) {
		if (place.constantNodes) {
			String held = place.label;
			place.label = null;
			String value = emit("Constant", tensor.shape(), Map.of("value", new Attribute.Constant(tensor)));
			place.label = held;
			return value;
		}
		String value = unique(wanted);
		initializers.put(value, tensor.withName(value));
		shapes.put(value, tensor.shape());
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
		float[] values = new float[place.hollow ? 0 : Math.toIntExact(n)];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (random.nextGaussian() * deviation);
		return values;
	}

	/** Uniformly distributed numbers. */
	float[] uniform(long n, double low, double high) {
		float[] values = new float[place.hollow ? 0 : Math.toIntExact(n)];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (low + (high - low) * random.nextDouble());
		return values;
	}

	private String unique(String wanted) {
		int before = taken.merge(wanted, 1, Integer::sum) - 1;
		return before == 0 ? wanted : unique(wanted + "_" + before);
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
