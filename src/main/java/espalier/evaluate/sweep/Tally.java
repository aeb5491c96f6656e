package espalier.evaluate.sweep;

import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import espalier.evaluate.Interval;
import espalier.evaluate.Sensitivity.Metric;
import espalier.evaluate.Sensitivity.Point;
import espalier.graph.RefusedException;

/** The numbers of single images, summed up (Welford 1962). */
final class Tally {
	private final Metric metric;
	private int images;
	private int hits;
	private double mean;
	private double squares;

	Tally(Metric metric) {
		this.metric = metric;
	}

	/**
	 * The whole network's, batch by batch on several threads.
	 *
	 * @param data
	 *            the images' name, for a message
	 * @throws RefusedException
	 *             when no image counts
	 */
	static Tally whole(Metric metric, int threads, int batches, BooleanSupplier cancelled, String data,
			IntFunction<double[]> numbers) {
		double[][] all = new double[batches][];
		Crew.run(threads, batches, cancelled, (batch, stop) -> all[batch] = numbers.apply(batch));
		Tally tally = new Tally(metric);
		for (double[] batch : all)
			tally.add(batch);
		if (tally.images() == 0)
			throw new RefusedException("All labels of " + data
					+ " are beyond the model's outputs; choose the data that it was trained for.");
		return tally;
	}

	/** @param numbers one an image; those that are not numbers are left out */
	void add(double[] numbers) {
		for (double number : numbers) {
			if (Double.isNaN(number))
				continue;
			images++;
			hits += number == 1 ? 1 : 0;
			double off = number - mean;
			mean += off / images;
			squares += off * (number - mean);
		}
	}

	int images() {
		return images;
	}

	/** Of one image alone nothing is known of the spread, and the interval is the number. */
	Interval interval() {
		if (metric == Metric.ACCURACY)
			return Interval.of(hits, images);
		return Interval.ofMean(mean, images < 2 ? 0 : squares / (images - 1), images);
	}

	Point point(double ratio, int removed) {
		Interval found = interval();
		double low = metric == Metric.COSINE ? found.low() : Math.max(0, found.low());
		double high = metric == Metric.COSINE ? Math.min(1, found.high()) : found.high();
		return new Point(ratio, removed, found.share(), Math.min(low, found.share()), Math.max(high, found.share()),
				images);
	}
}
