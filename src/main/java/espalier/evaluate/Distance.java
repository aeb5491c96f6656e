package espalier.evaluate;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.runtime.Runner;

/**
 * How far a model's outputs are from another's on the same images; labels are not looked at.
 *
 * @param cosine
 *            mean cosine of the angle between the outputs, 1 when they point the same way
 * @param meanSquare
 *            mean squared difference of the numbers
 * @param agreement
 *            share of images with the same highest output
 */
public record Distance(int images, double cosine, double meanSquare, double agreement) {
	/**
	 * One image at a time, so that models with a fixed batch of one can be compared too.
	 *
	 * @throws RefusedException
	 *             when a model does not take images alone, the outputs have different shapes, or no image can be used
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Distance between(Graph graph, Graph original, Dataset data, Preprocessing preprocessing,
			BooleanSupplier cancelled) {
		ImageInput input = ImageInput.of(graph);
		ImageInput inputOfOriginal = ImageInput.of(original);
		Skipped skipped = new Skipped();
		int images = 0;
		double cosine = 0;
		double square = 0;
		int same = 0;
		try (Runner ours = Runner.optimised(graph);
				Runner theirs = Runner.optimised(original);
				Batches batches = Batches.of(data, preprocessing, 1, Integer.MAX_VALUE, skipped)) {
			for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() == 0)
					continue;
				float[] a = first(ours, input, batch, preprocessing);
				float[] b = first(theirs, inputOfOriginal, batch, preprocessing);
				if (a.length != b.length)
					throw new RefusedException("The two models give " + a.length + " and " + b.length
							+ " numbers an image; only models of the same outputs can be compared.");
				images++;
				cosine += cosine(a, b);
				square += meanSquare(a, b);
				same += highest(a) == highest(b) ? 1 : 0;
			}
		}
		Batches.requireSome(images, data, skipped);
		return new Distance(images, cosine / images, square / images, (double) same / images);
	}

	private static float[] first(Runner runner, ImageInput input, Batch image, Preprocessing preprocessing) {
		return runner.run(Map.of(input.name(), input.value(image, preprocessing, 1))).values().iterator().next()
				.toFloats();
	}

	/** Cosine of the angle; 1 between two zeros, 0 between a zero and another. */
	public static double cosine(float[] a, float[] b) {
		double product = 0;
		double lengthA = 0;
		double lengthB = 0;
		for (int i = 0; i < a.length; i++) {
			product += (double) a[i] * b[i];
			lengthA += (double) a[i] * a[i];
			lengthB += (double) b[i] * b[i];
		}
		return lengthA == 0 || lengthB == 0 ? (lengthA == lengthB ? 1 : 0) : product / Math.sqrt(lengthA * lengthB);
	}

	/** Mean of the squared differences. */
	public static double meanSquare(float[] a, float[] b) {
		double sum = 0;
		for (int i = 0; i < a.length; i++)
			sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
		return sum / a.length;
	}

	private static int highest(float[] a) {
		int best = 0;
		for (int i = 1; i < a.length; i++)
			if (a[i] > a[best])
				best = i;
		return best;
	}
}
