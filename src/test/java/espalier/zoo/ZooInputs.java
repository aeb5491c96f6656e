package espalier.zoo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Use;
import espalier.graph.ValueInfo;
import espalier.runtime.Value;

/** Random inputs of a network: numbers, zeros and ones, or rows of a table where whole numbers choose them. */
public final class ZooInputs {
	private ZooInputs() {}

	/** @param batch the size of axes that are open */
	public static Map<String, Value> random(Graph graph, int batch, long seed) {
		Random random = new Random(seed);
		Map<String, Value> values = new LinkedHashMap<>();
		for (ValueInfo input : graph.inputs())
			values.put(input.name(), random(graph, input, batch, random));
		return values;
	}

	private static Value random(Graph graph, ValueInfo input, int batch, Random random) {
		if (input.dims() == null)
			throw new IllegalArgumentException(input.name() + " has no declared shape");
		Shape shape = Shape.of(input.dims().stream().mapToLong(d -> d.fixed() ? d.size() : batch).toArray());
		int rows = rows(graph, input.name());
		if (input.type() != ElementType.INT64 || rows == 0)
			return Value.random(input.type(), shape, random);
		return Value.longs(shape, random.ints(shape.elements(), 0, rows).asLongStream().toArray());
	}

	/** Rows of the table that a value chooses from, or 0. */
	private static int rows(Graph graph, String value) {
		for (Use use : graph.uses(value))
			if (use.node().is("Gather") && use.slot() == 1) {
				Tensor table = graph.constant(use.node().inputs().getFirst());
				return table == null ? 0 : Math.toIntExact(table.shape().dim(0));
			}
		return 0;
	}
}
