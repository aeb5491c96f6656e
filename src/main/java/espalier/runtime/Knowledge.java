package espalier.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** What a trace has found out so far. */
final class Knowledge {
	final Graph graph;
	final Map<String, Shape> inputs;
	final Map<String, Shape> shapes = new HashMap<>();
	final Map<String, ElementType> types = new HashMap<>();
	/** Contents of computed values that depend on sizes only. */
	final Map<String, Value> folded = new HashMap<>();
	/** Values for which the engine states no axes: scalars, or of unknown rank; it does not tell which. */
	final Set<String> doubtful = new HashSet<>();

	Knowledge(Graph graph, Map<String, Shape> inputs) {
		this.graph = graph;
		this.inputs = inputs;
		for (ValueInfo input : graph.inputs()) {
			types.put(input.name(), input.type());
			Shape shape = inputs.get(input.name());
			if (shape != null)
				shapes.put(input.name(), shape);
		}
		graph.initializers().values().forEach(this::constant);
	}

	void constant(Tensor tensor) {
		shapes.put(tensor.name(), tensor.shape());
		types.put(tensor.name(), tensor.type());
	}

	void fold(String value, Value contents) {
		folded.put(value, contents);
		shapes.put(value, contents.shape());
		types.put(value, contents.type());
		doubtful.remove(value);
	}

	@Nullable
	Shape known(String value) {
		Shape shape = shapes.get(value);
		return shape != null && shape.known() ? shape : null;
	}

	/** Small whole numbers on at most one axis: what shapes, axes and sizes are computed from. */
	boolean countable(String value) {
		ElementType type = types.get(value);
		if (type != ElementType.INT64 && type != ElementType.INT32)
			return false;
		Shape shape = shapes.get(value);
		return shape == null || shape.rank() <= 1 && (!shape.known() || shape.elements() <= Tracer.MOST_INTEGERS);
	}

	Trace trace() {
		Map<String, long[]> integers = new HashMap<>();
		folded.forEach((name, value) -> {
			if (countable(name))
				integers.put(name, value.toLongs());
		});
		return new Trace(inputs, shapes, types, integers);
	}
}
