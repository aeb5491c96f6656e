package espalier.evaluate;

import java.util.Arrays;
import java.util.List;

import espalier.data.Batch;
import espalier.data.Preprocessing;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.ValueInfo;
import espalier.runtime.Value;

/**
 * The one input of a graph, which takes images.
 *
 * @param batch
 *            images at a time where the graph fixes that, else 0
 */
public record ImageInput(String name, ElementType type, int batch) {
	/** Images at a time where the graph leaves it open: small batches stay in a processor's caches. */
	public static final int BATCH = 8;

	/** @throws RefusedException when the graph has several inputs, or one that takes no floating-point numbers */
	public static ImageInput of(Graph graph) {
		if (graph.inputs().size() != 1)
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; images can be run through models of one input.");
		ValueInfo input = graph.inputs().getFirst();
		if (!input.type().floating() || input.type() == ElementType.DOUBLE)
			throw new RefusedException("The model's input `" + input.name() + "` is of type " + input.type()
					+ "; images can be run through models that take floating-point numbers.");
		List<ValueInfo.Dim> dims = input.dims();
		boolean fixed = dims != null && !dims.isEmpty() && dims.getFirst().fixed();
		return new ImageInput(input.name(), input.type(),
				fixed ? Math.toIntExact(java.util.Objects.requireNonNull(dims).getFirst().size()) : 0);
	}

	/** Images as the input takes them, filled up with zeros to a number of images. */
	public Value value(Batch images, Preprocessing preprocessing, int count) {
		float[] numbers = count == images.size()
				? images.numbers()
				: Arrays.copyOf(images.numbers(), count * preprocessing.numbers());
		return new Value(type, preprocessing.shape(count), numbers);
	}
}
