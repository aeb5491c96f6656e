package espalier.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.runtime.Runner;

/**
 * A classifier's results on labelled images.
 *
 * @param images
 *            how many were used
 * @param top5
 *            hits within the five highest outputs (within all, where there are fewer)
 * @param loss
 *            mean cross-entropy
 * @param confusion
 *            images by true class, then by predicted class
 * @param dataHash
 *            tells the images apart from others
 * @param skipped
 *            images left out, in words; empty when none
 */
public record Evaluation(int images, int top1, int top5, double loss, int[][] confusion, List<String> classes,
		String dataHash, String skipped) {
	private static final long TELLING_NANOS = 200_000_000L;

	/**
	 * Runs the network over the images. Costs one forward pass an image.
	 *
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network is no classifier of images, or none of the images can be used
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Evaluation of(Graph graph, Dataset data, Preprocessing preprocessing, BooleanSupplier cancelled) {
		try (Runner runner = Runner.optimised(graph)) {
			return of(runner, graph, data, preprocessing, cancelled, _ -> {
			});
		}
	}

	/**
	 * As {@link #of(Graph, Dataset, Preprocessing, BooleanSupplier)}, for a graph that is loaded already.
	 *
	 * @param soFar
	 *            hears the result on the images up to then, several times a second; of a stratified sample it is one of the
	 *            whole, only less sure
	 */
	public static Evaluation of(Runner runner, Graph graph, Dataset data, Preprocessing preprocessing,
			BooleanSupplier cancelled, Consumer<Evaluation> soFar) {
		Classifier classifier = Classifier.of(graph);
		ImageInput input = ImageInput.of(graph);
		int batch = input.batch() > 0 ? input.batch() : ImageInput.BATCH;
		Skipped skipped = new Skipped();
		Counts counts = new Counts(data);
		long told = System.nanoTime();
		try (Batches batches = Batches.of(data, preprocessing, batch, Integer.MAX_VALUE, skipped)) {
			for (Batch next = batches.next(); next != null; next = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (next.size() > 0)
					counts.add(answers(runner, classifier, input, next, preprocessing), next.labels());
				if (counts.images > 0 && System.nanoTime() - told > TELLING_NANOS) {
					soFar.accept(counts.result(skipped.describe()));
					told = System.nanoTime();
				}
			}
		}
		Batches.requireSome(counts.images + counts.beyond, data, skipped);
		return counts.result(skipped.describe());
	}

	/** Where the graph fixes the batch, the last one is filled up with zeros. */
	private static List<double[]> answers(Runner runner, Classifier classifier, ImageInput input, Batch images,
			Preprocessing preprocessing) {
		int count = input.batch() > 0 ? input.batch() : images.size();
		return classifier.logProbabilities(
				runner.run(Map.of(input.name(), input.value(images, preprocessing, count))), count, images.size());
	}

	public Interval accuracy() {
		return Interval.of(top1, images);
	}

	/** Share of hits by class; NaN for a class without images. */
	public double[] perClass() {
		double[] shares = new double[confusion.length];
		for (int c = 0; c < shares.length; c++) {
			int all = Arrays.stream(confusion[c]).sum();
			shares[c] = all == 0 ? Double.NaN : (double) confusion[c][c] / all;
		}
		return shares;
	}

	/** Sums over batches. */
	private static final class Counts {
		private final Dataset data;
		private final String hash;
		private int images;
		private int beyond;
		private int top1;
		private int top5;
		private double loss;
		private int[][] confusion = new int[0][0];

		Counts(Dataset data) {
			this.data = data;
			this.hash = data.hash();
		}

		/** @param logProbabilities by image */
		void add(List<double[]> logProbabilities, int[] labels) {
			for (int i = 0; i < labels.length; i++) {
				double[] p = logProbabilities.get(i);
				if (confusion.length == 0)
					confusion = new int[p.length][p.length];
				int label = labels[i];
				if (label >= p.length) {
					beyond++;
					continue;
				}
				images++;
				int best = 0;
				int above = 0;
				for (int c = 0; c < p.length; c++) {
					if (p[c] > p[best])
						best = c;
					if (p[c] > p[label])
						above++;
				}
				loss -= p[label];
				confusion[label][best]++;
				top1 += best == label ? 1 : 0;
				top5 += above < 5 ? 1 : 0;
			}
		}

		Evaluation result(String skipped) {
			if (images == 0)
				throw new RefusedException("All labels of " + data.name() + " are beyond the model's "
						+ confusion.length + " outputs; choose the data that it was trained for.");
			String all = beyond == 0
					? skipped
					: beyond + " images have labels beyond the model's " + confusion.length + " outputs"
							+ (skipped.isEmpty() ? "" : "; " + skipped);
			int[][] now = Arrays.stream(confusion).map(int[]::clone).toArray(int[][]::new);
			return new Evaluation(images, top1, top5, loss / images, now, data.classes(), hash, all);
		}
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Evaluation e && images == e.images && top1 == e.top1 && top5 == e.top5 && loss == e.loss
				&& Arrays.deepEquals(confusion, e.confusion) && dataHash.equals(e.dataHash);
	}

	@Override
	public int hashCode() {
		return java.util.Objects.hash(images, top1, dataHash);
	}
}
