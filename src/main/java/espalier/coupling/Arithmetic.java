package espalier.coupling;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;

/**
 * Computes again what a model computes from shapes: the targets of Reshape and Expand, bounds of Slice, sizes of Resize. Knows
 * the operators that exporters use for that, on values of at most one axis; anything else is not known.
 */
final class Arithmetic {
	private static final int DEEPEST = 64;
	private static final int MOST = 256;

	private final Graph graph;
	private final Trace trace;
	private final Function<String, @Nullable Shape> shapes;
	private final Map<String, long[]> instead;
	private final Map<String, double[]> known = new HashMap<>();
	private final Set<String> unknown = new HashSet<>();

	/**
	 * @param shapes
	 *            the shapes to compute with
	 */
	Arithmetic(Graph graph, Trace trace, Function<String, @Nullable Shape> shapes) {
		this(graph, trace, shapes, Map.of());
	}

	/**
	 * @param instead
	 *            other contents of constants
	 */
	Arithmetic(Graph graph, Trace trace, Function<String, @Nullable Shape> shapes, Map<String, long[]> instead) {
		this.graph = graph;
		this.trace = trace;
		this.shapes = shapes;
		this.instead = instead;
	}

	/** Whether a computed value can be followed: with the traced shapes it comes out as traced. */
	static boolean follows(Graph graph, Trace trace, String value) {
		long[] traced = trace.integers(graph, value);
		return traced != null && Arrays.equals(traced, new Arithmetic(graph, trace, trace::shape).integers(value));
	}

	/** Whether a value is computed from constants alone, whatever the sizes are. */
	static boolean stays(Graph graph, String value) {
		Set<String> seen = new HashSet<>();
		ArrayDeque<String> open = new ArrayDeque<>(List.of(value));
		while (!open.isEmpty()) {
			String next = open.remove();
			if (!seen.add(next) || graph.constant(next) != null)
				continue;
			Node node = graph.producer(next);
			if (node == null || seen.size() > MOST)
				return false;
			open.addAll(Order.reads(node));
		}
		return true;
	}

	/** The integers of a value; null when they are computed in a way that is not known. */
	long @Nullable [] integers(String value) {
		double[] found = find(value, DEEPEST);
		return found == null ? null : Arrays.stream(found).mapToLong(d -> (long) d).toArray();
	}

	private double @Nullable [] find(@Nullable String value, int depth) {
		if (value == null || depth == 0 || unknown.contains(value))
			return null;
		double[] before = known.get(value);
		if (before != null)
			return before;
		Tensor constant = graph.constant(value);
		Node node = graph.producer(value);
		double[] found = constant != null
				? instead.get(value) instanceof long[] other
						? Arrays.stream(other).asDoubleStream().toArray()
						: stored(constant)
				: node == null || !node.standard() ? null : rounded(node, compute(node, depth - 1));
		if (found == null)
			unknown.add(value);
		else
			known.put(value, found);
		return found;
	}

	/** As the model computes it: in single precision where it does. */
	private double @Nullable [] rounded(Node node, double @Nullable [] values) {
		if (values == null || trace.type(node.outputs().getFirst()) != ElementType.FLOAT)
			return values;
		return DoubleStream.of(values).map(v -> (float) v).toArray();
	}

	private static double @Nullable [] stored(Tensor constant) {
		if (!constant.readable() || constant.shape().rank() > 1 || constant.elements() > 1024)
			return null;
		double[] values = new double[(int) constant.elements()];
		for (int i = 0; i < values.length; i++)
			values[i] = constant.at(i);
		return values;
	}

	private double @Nullable [] compute(Node node, int depth) {
		return switch (node.op()) {
			case "Shape" -> shape(node);
			case "Size" -> size(node);
			case "Unsqueeze", "Squeeze", "Identity", "Reshape" -> find(node.input(0), depth);
			case "Cast" -> cast(node, depth);
			case "Gather" -> gather(node, depth);
			case "Slice" -> slice(node, depth);
			case "Concat" -> concat(node, depth);
			case "Add" -> both(node, depth, Double::sum);
			case "Sub" -> both(node, depth, (a, b) -> a - b);
			case "Mul" -> both(node, depth, (a, b) -> a * b);
			case "Div" -> divide(node, depth);
			case "Mod" -> both(node, depth, (a, b) -> a - b * Math.floor(a / b));
			case "Min" -> both(node, depth, Math::min);
			case "Max" -> both(node, depth, Math::max);
			case "Equal" -> both(node, depth, (a, b) -> a == b ? 1 : 0);
			case "Less" -> both(node, depth, (a, b) -> a < b ? 1 : 0);
			case "Greater" -> both(node, depth, (a, b) -> a > b ? 1 : 0);
			case "Not" -> each(node, depth, a -> a == 0 ? 1 : 0);
			case "Neg" -> each(node, depth, a -> -a);
			case "Abs" -> each(node, depth, Math::abs);
			case "Floor" -> each(node, depth, Math::floor);
			case "Ceil" -> each(node, depth, Math::ceil);
			case "Sqrt" -> each(node, depth, Math::sqrt);
			case "Where" -> where(node, depth);
			case "ReduceProd" -> reduce(node, depth, (a, b) -> a * b);
			case "ReduceSum" -> reduce(node, depth, Double::sum);
			case "ConstantOfShape" -> filled(node, depth);
			default -> null;
		};
	}

	private double @Nullable [] shape(Node node) {
		Shape shape = node.input(0) instanceof String of ? shapes.apply(of) : null;
		if (shape == null)
			return null;
		int rank = shape.rank();
		int from = (int) bound((double) node.integer("start", 0), rank);
		int to = (int) bound((double) node.integer("end", rank), rank);
		return Arrays.stream(shape.toArray()).skip(from).limit(Math.max(0, to - from)).asDoubleStream().toArray();
	}

	private double @Nullable [] size(Node node) {
		Shape shape = node.input(0) instanceof String of ? shapes.apply(of) : null;
		return shape == null ? null : new double[]{shape.elements()};
	}

	private double @Nullable [] cast(Node node, int depth) {
		double[] x = find(node.input(0), depth);
		boolean whole = !trace.type(node.outputs().getFirst()).floating();
		return x == null || !whole ? x : DoubleStream.of(x).map(a -> (long) a).toArray();
	}

	private double @Nullable [] gather(Node node, int depth) {
		double[] data = find(node.input(0), depth);
		double[] indices = find(node.input(1), depth);
		if (data == null || indices == null)
			return null;
		double[] picked = new double[indices.length];
		for (int k = 0; k < picked.length; k++) {
			int at = (int) (indices[k] < 0 ? indices[k] + data.length : indices[k]);
			if (at < 0 || at >= data.length)
				return null;
			picked[k] = data[at];
		}
		return picked;
	}

	private double @Nullable [] slice(Node node, int depth) {
		double[] data = find(node.input(0), depth);
		double[] starts = bounds(node, 1, "starts", depth);
		double[] ends = bounds(node, 2, "ends", depth);
		double[] steps = node.input(4) == null ? new double[]{1} : find(node.input(4), depth);
		if (data == null || starts == null || ends == null || steps == null || starts.length != 1 || steps[0] != 1)
			return null;
		int from = (int) bound(starts[0], data.length);
		int to = (int) Math.max(from, bound(ends[0], data.length));
		return Arrays.copyOfRange(data, from, to);
	}

	private double @Nullable [] bounds(Node node, int slot, String attribute, int depth) {
		if (node.input(slot) != null)
			return find(node.input(slot), depth);
		long[] stated = node.integers(attribute);
		return stated == null ? null : Arrays.stream(stated).asDoubleStream().toArray();
	}

	private static double bound(double at, int size) {
		return Math.clamp(at < 0 ? at + size : at, 0, size);
	}

	private double @Nullable [] concat(Node node, int depth) {
		DoubleStream all = DoubleStream.empty();
		for (String input : node.inputs()) {
			double[] part = find(input, depth);
			if (part == null)
				return null;
			all = DoubleStream.concat(all, Arrays.stream(part));
		}
		return all.toArray();
	}

	private double @Nullable [] divide(Node node, int depth) {
		boolean whole = !trace.type(node.outputs().getFirst()).floating();
		return both(node, depth, (a, b) -> whole ? Math.rint((a - a % b) / b) : a / b);
	}

	private double @Nullable [] each(Node node, int depth, DoubleUnaryOperator with) {
		double[] x = find(node.input(0), depth);
		return x == null ? null : DoubleStream.of(x).map(with).toArray();
	}

	private double @Nullable [] both(Node node, int depth, DoubleBinaryOperator with) {
		double[] a = find(node.input(0), depth);
		double[] b = a == null ? null : find(node.input(1), depth);
		if (a == null || b == null || node.inputs().size() != 2)
			return null;
		int n = a.length == 1 ? b.length : a.length;
		if (b.length != 1 && b.length != n)
			return null;
		double[] y = new double[n];
		for (int i = 0; i < n; i++)
			y[i] = with.applyAsDouble(a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
		return y;
	}

	private double @Nullable [] where(Node node, int depth) {
		double[] c = find(node.input(0), depth);
		double[] a = find(node.input(1), depth);
		double[] b = find(node.input(2), depth);
		if (c == null || a == null || b == null)
			return null;
		int n = Math.max(c.length, Math.max(a.length, b.length));
		double[] y = new double[n];
		for (int i = 0; i < n; i++)
			y[i] = at(c, i) != 0 ? at(a, i) : at(b, i);
		return y;
	}

	private static double at(double[] values, int i) {
		return values[values.length == 1 ? 0 : Math.min(i, values.length - 1)];
	}

	private double @Nullable [] reduce(Node node, int depth, DoubleBinaryOperator with) {
		double[] x = find(node.input(0), depth);
		return x == null || x.length == 0 ? null : new double[]{DoubleStream.of(x).reduce(with).orElseThrow()};
	}

	private double @Nullable [] filled(Node node, int depth) {
		double[] size = find(node.input(0), depth);
		if (size == null || size.length != 1 || size[0] < 0 || size[0] > 1024)
			return null;
		double value = node.attributes().get("value") instanceof espalier.graph.Attribute.Constant(Tensor of)
				&& of.readable() ? of.at(0) : 0;
		double[] all = new double[(int) size[0]];
		Arrays.fill(all, value);
		return all;
	}
}
