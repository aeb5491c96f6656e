package espalier.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.RefusedException;

/**
 * For each unit of a group the images that excite it most, by the mean and by the highest number of its map. Memory while it is
 * found: the maps of one image, and 16 numbers a unit.
 *
 * @param images
 *            how many were looked at
 * @param byMean
 *            a list for each unit, the best first
 * @param byMax
 *            same
 * @param skipped
 *            images left out, in words; empty when none
 */
public record BestImages(int images, List<List<Hit>> byMean, List<List<Hit>> byMax, String skipped) {
	/** An image's position in the data set, and how much it excites the unit. */
	public record Hit(int image, float value) {}

	/**
	 * Runs the network over images, one at a time. Costs one forward pass up to the activation for each. Of images that excite a
	 * unit equally the first ones count.
	 *
	 * @param most
	 *            images to keep for each unit
	 * @param cancelled
	 *            asked between images
	 * @param soFar
	 *            hears how many images were looked at
	 * @throws RefusedException
	 *             when none of the images can be used
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static BestImages of(Probe probe, Dataset data, Preprocessing preprocessing, int most,
			BooleanSupplier cancelled, IntConsumer soFar) {
		Skipped skipped = new Skipped();
		List<Leaders> means = new ArrayList<>();
		List<Leaders> highest = new ArrayList<>();
		int used = 0;
		try (Batches batches = Batches.of(data, preprocessing, 1, Integer.MAX_VALUE, skipped)) {
			int image = 0;
			for (Batch batch = batches.next(); batch != null; batch = batches.next(), image++) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() > 0) {
					add(probe.look(batch.numbers()), image, most, means, highest);
					used++;
				}
				soFar.accept(image + 1);
			}
		}
		Batches.requireSome(used, data, skipped);
		return new BestImages(used, means.stream().map(Leaders::hits).toList(),
				highest.stream().map(Leaders::hits).toList(), skipped.describe());
	}

	private static void add(FeatureMaps maps, int image, int most, List<Leaders> means, List<Leaders> highest) {
		for (int unit = 0; unit < maps.units(); unit++) {
			if (means.size() == unit) {
				means.add(new Leaders(most));
				highest.add(new Leaders(most));
			}
			means.get(unit).add(image, (float) maps.mean(unit));
			highest.get(unit).add(image, maps.max(unit));
		}
	}

	/** The highest values so far, the best first. */
	private static final class Leaders {
		private final int[] images;
		private final float[] values;
		private int count;

		Leaders(int most) {
			images = new int[most];
			values = new float[most];
		}

		void add(int image, float value) {
			int at = count;
			while (at > 0 && value > values[at - 1])
				at--;
			if (at == values.length)
				return;
			count = Math.min(values.length, count + 1);
			System.arraycopy(values, at, values, at + 1, count - at - 1);
			System.arraycopy(images, at, images, at + 1, count - at - 1);
			values[at] = value;
			images[at] = image;
		}

		List<Hit> hits() {
			Hit[] hits = new Hit[count];
			Arrays.setAll(hits, i -> new Hit(images[i], values[i]));
			return List.of(hits);
		}
	}
}
