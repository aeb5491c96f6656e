package espalier.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import espalier.graph.Shape;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Value;

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
	/** Small batches stay in a processor's caches. */
	private static final int BATCH = 8;
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
		int batch = classifier.batch() > 0 ? classifier.batch() : BATCH;
		Skipped skipped = new Skipped();
		Counts counts = new Counts(data);
		long told = System.nanoTime();
		try (Batches batches = Batches.of(data, preprocessing, batch, Integer.MAX_VALUE, skipped)) {
			for (Batch next = batches.next(); next != null; next = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (next.size() > 0)
					counts.add(classifier.run(runner, next, preprocessing, batch), next.labels());
				if (counts.images > 0 && System.nanoTime() - told > TELLING_NANOS) {
					soFar.accept(counts.result(skipped.describe()));
					told = System.nanoTime();
				}
			}
		}
		Batches.requireSome(counts.images + counts.beyond, data, skipped);
		return counts.result(skipped.describe());
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

	/**
	 * A graph of one image input whose first output holds a number for each class.
	 *
	 * @param batch
	 *            images at a time where the graph fixes that, else 0
	 * @param probabilities
	 *            whether the output is behind a softmax
	 */
	private record Classifier(String input, String output, int batch, boolean probabilities) {
		static Classifier of(Graph graph) {
			if (graph.inputs().size() != 1 || graph.outputs().isEmpty())
				throw new RefusedException("The model has " + graph.inputs().size()
						+ " inputs; accuracy can be measured for models with one input of images and an output of classes.");
			ValueInfo input = graph.inputs().getFirst();
			String output = graph.outputs().getFirst().name();
			List<ValueInfo.Dim> dims = input.dims();
			int batch = dims != null && !dims.isEmpty() && dims.getFirst().fixed() ? (int) dims.getFirst().size() : 0;
			boolean soft = graph.producer(output) instanceof espalier.graph.Node last && last.is("Softmax");
			return new Classifier(input.name(), output, batch, soft);
		}

		/** Log-probabilities by image. Where the graph fixes the batch, the last one is filled up with zeros. */
		List<double[]> run(Runner runner, Batch images, Preprocessing preprocessing, int fixed) {
			int count = batch > 0 ? fixed : images.size();
			float[] numbers = count == images.size()
					? images.numbers()
					: Arrays.copyOf(images.numbers(), count * preprocessing.numbers());
			Map<String, Value> results = runner
					.run(new LinkedHashMap<>(Map.of(input, Value.floats(preprocessing.shape(count), numbers))));
			Value result = results.get(output);
			if (result == null)
				throw new IllegalStateException("no output " + output);
			Shape shape = result.shape();
			if (shape.rank() < 2 || shape.dim(0) != count)
				throw new RefusedException("The model's first output is " + shape
						+ ", which holds no number for each class of each image; accuracy can't be measured.");
			float[] all = result.toFloats();
			int classes = all.length / count;
			List<double[]> rows = new ArrayList<>();
			for (int i = 0; i < images.size(); i++)
				rows.add(logarithms(all, i * classes, classes));
			return rows;
		}

		private double[] logarithms(float[] all, int from, int classes) {
			double[] row = new double[classes];
			double highest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++)
				highest = Math.max(highest, all[from + c]);
			double sum = 0;
			for (int c = 0; c < classes; c++)
				sum += Math.exp(all[from + c] - highest);
			for (int c = 0; c < classes; c++)
				row[c] = probabilities
						? Math.log(Math.max(all[from + c], Float.MIN_NORMAL))
						: all[from + c] - highest - Math.log(sum);
			return row;
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
