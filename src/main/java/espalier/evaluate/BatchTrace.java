package espalier.evaluate;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import espalier.data.Preprocessing;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.runtime.Tracer;

/** The sizes of a network's values at the batch in which images are run through it. */
public final class BatchTrace {
	private BatchTrace() {}

	/**
	 * At {@link ImageInput#BATCH} images, or at those that the graph was opened with where it fixes their number or takes no
	 * other. Costs a trace at most.
	 *
	 * @param opened
	 *            at the sizes that the graph was opened with
	 * @param outputs
	 *            which have to have a row for each image
	 * @throws RefusedException
	 *             when the images are prepared in other sizes than the graph was opened with, or it does not take images
	 */
	public static Trace of(Graph graph, Trace opened, Preprocessing preprocessing, Collection<String> outputs) {
		ImageInput input = ImageInput.of(graph);
		Shape shape = shape(opened, input.name());
		if (!preprocessing.shape(Math.toIntExact(shape.dim(0))).equals(shape))
			throw new RefusedException(
					"The images are prepared as " + preprocessing.shape(1) + ", but the model was opened at " + shape
							+ "; open it at the images' size, or prepare them at the model's.");
		if (input.batch() > 0)
			return opened;
		try {
			Map<String, Shape> sizes = new HashMap<>(opened.inputs());
			sizes.put(input.name(), preprocessing.shape(ImageInput.BATCH));
			Trace batched = Tracer.trace(graph, sizes);
			if (outputs.stream()
					.allMatch(o -> batched.shape(o) instanceof Shape s && s.rank() > 0 && s.dim(0) == ImageInput.BATCH))
				return batched;
		} catch (BadInputException e) {
			System.getLogger(BatchTrace.class.getName()).log(System.Logger.Level.DEBUG, "batch not taken", e);
		}
		return opened;
	}

	/** How many images are run at a time. */
	public static int images(Graph graph, Trace batched) {
		return Math.toIntExact(shape(batched, graph.inputs().getFirst().name()).dim(0));
	}

	private static Shape shape(Trace trace, String value) {
		Shape shape = trace.shape(value);
		if (shape == null)
			throw new RefusedException("The shape of `" + value + "` is not known; open the model with known sizes.");
		return shape;
	}
}
