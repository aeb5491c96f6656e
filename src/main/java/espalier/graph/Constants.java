package espalier.graph;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** Values of the nodes that only state a constant. */
final class Constants {
	private Constants() {}

	static @Nullable Tensor of(Graph graph, Node node) {
		if (node.is("Constant"))
			return literal(node);
		if (node.is("ConstantOfShape") && node.input(0) instanceof String shape)
			return filled(graph, node, shape);
		return null;
	}

	private static @Nullable Tensor literal(Node node) {
		String value = node.outputs().getFirst();
		if (node.attributes().get("value") instanceof Attribute.Constant(Tensor tensor))
			return tensor.withName(value);
		if (node.attributes().get("value_int") instanceof Attribute.Int(long v))
			return Tensor.ofLongs(value, Shape.of(), v);
		if (node.attributes().get("value_float") instanceof Attribute.Real(float v))
			return Tensor.ofFloats(value, Shape.of(), v);
		if (node.attributes().get("value_ints") instanceof Attribute.Ints(var values))
			return Tensor.ofLongs(value, Shape.of(values.size()), values.stream().mapToLong(Long::longValue).toArray());
		if (node.attributes().get("value_floats") instanceof Attribute.Reals(var values)) {
			float[] floats = new float[values.size()];
			for (int i = 0; i < floats.length; i++)
				floats[i] = values.get(i);
			return Tensor.ofFloats(value, Shape.of(floats.length), floats);
		}
		return null;
	}

	private static @Nullable Tensor filled(Graph graph, Node node, String shapeValue) {
		Tensor shape = graph.initializers().get(shapeValue);
		if (shape == null && graph.producer(shapeValue) instanceof Node p && p.is("Constant"))
			shape = literal(p);
		if (shape == null || !shape.readable() || shape.shape().rank() != 1)
			return null;
		String value = node.outputs().getFirst();
		if (node.attributes().get("value") instanceof Attribute.Constant(Tensor one))
			return one.data() instanceof Tensor.Bytes(MemorySegment bytes)
					? new Tensor(value, one.type(), Shape.of(shape.toLongs()), new Tensor.Fill(bytes), null)
					: null;
		MemorySegment zero = MemorySegment.ofArray(new byte[Float.BYTES]);
		return new Tensor(value, ElementType.FLOAT, Shape.of(shape.toLongs()), new Tensor.Fill(zero), null);
	}
}
