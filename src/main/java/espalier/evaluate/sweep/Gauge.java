package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.Classifier;
import espalier.evaluate.Distance;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Value;

/**
 * Makes one number an image of a network's outputs. Accuracy, loss and divergence look at the first output, the other distances
 * at all outputs of floating-point numbers, laid end to end.
 *
 * @param outputs
 *            names of the outputs that are looked at
 */
record Gauge(Metric metric, List<String> outputs, @Nullable Classifier classifier) {
	static Gauge of(Metric metric, Graph graph, Trace trace) {
		if (metric != Metric.COSINE && metric != Metric.SQUARE) {
			Classifier classifier = Classifier.of(graph);
			return new Gauge(metric, List.of(classifier.output()), classifier);
		}
		List<String> outputs = graph.outputs().stream().map(ValueInfo::name).filter(o -> trace.type(o).floating())
				.toList();
		if (outputs.isEmpty())
			throw new RefusedException(
					"The model has no output of floating-point numbers, so no distance can be measured; choose another metric.");
		return new Gauge(metric, outputs, null);
	}

	/** Whether what the whole network answers is needed. */
	boolean compares() {
		return metric != Metric.ACCURACY && metric != Metric.LOSS;
	}

	/**
	 * One number an image; not a number where an image's label is beyond the outputs.
	 *
	 * @param whole
	 *            outputs of the whole network, where it {@link #compares}
	 * @param count
	 *            images that were run, of which the first have labels, and count
	 * @throws RefusedException
	 *             when the outputs are not one row an image, or not finite
	 */
	double[] numbers(Map<String, Value> found, Map<String, Value> whole, int[] labels, int count) {
		return switch (metric) {
			case ACCURACY, LOSS -> judged(rows(found, count, labels.length), labels);
			case DIVERGENCE -> diverged(rows(found, count, labels.length), rows(whole, count, labels.length));
			case COSINE, SQUARE -> distances(ends(found, count, labels.length), ends(whole, count, labels.length));
		};
	}

	private double finite(double number) {
		if (!Double.isFinite(number))
			throw new RefusedException("An output is not finite, so no " + metric.id()
					+ " can be measured; choose accuracy or other groups.");
		return number;
	}

	private List<double[]> rows(Map<String, Value> results, int count, int images) {
		return java.util.Objects.requireNonNull(classifier).logProbabilities(results, count, images);
	}

	private double[] judged(List<double[]> rows, int[] labels) {
		double[] numbers = new double[labels.length];
		for (int i = 0; i < labels.length; i++) {
			double[] row = rows.get(i);
			numbers[i] = labels[i] >= row.length
					? Double.NaN
					: metric == Metric.LOSS ? finite(-row[labels[i]]) : highest(row) == labels[i] ? 1 : 0;
		}
		return numbers;
	}

	private static int highest(double[] row) {
		int best = 0;
		for (int c = 0; c < row.length; c++)
			if (row[c] > row[best])
				best = c;
		return best;
	}

	private double[] diverged(List<double[]> found, List<double[]> whole) {
		double[] numbers = new double[found.size()];
		for (int i = 0; i < numbers.length; i++) {
			double[] q = found.get(i);
			double[] p = whole.get(i);
			for (int c = 0; c < p.length; c++)
				numbers[i] += Math.exp(p[c]) * (p[c] - q[c]);
			numbers[i] = Math.max(0, finite(numbers[i]));
		}
		return numbers;
	}

	private double[] distances(List<float[]> found, List<float[]> whole) {
		double[] numbers = new double[found.size()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = finite(metric == Metric.COSINE
					? Distance.cosine(found.get(i), whole.get(i))
					: Distance.meanSquare(found.get(i), whole.get(i)));
		return numbers;
	}

	/** All outputs of each image, end to end. */
	private List<float[]> ends(Map<String, Value> results, int count, int images) {
		List<float[]> rows = new ArrayList<>();
		for (String output : outputs) {
			Value value = java.util.Objects.requireNonNull(results.get(output), output);
			if (value.shape().rank() < 1 || value.shape().dim(0) != count)
				throw new RefusedException("The model's output `" + output + "` is " + value.shape()
						+ ", which holds no row for each image; no distance can be measured.");
			float[] all = value.toFloats();
			int each = all.length / count;
			for (int i = 0; i < images; i++) {
				float[] row = Arrays.copyOfRange(all, i * each, (i + 1) * each);
				if (output.equals(outputs.getFirst()))
					rows.add(row);
				else
					rows.set(i, joined(rows.get(i), row));
			}
		}
		return rows;
	}

	private static float[] joined(float[] a, float[] b) {
		float[] both = Arrays.copyOf(a, a.length + b.length);
		System.arraycopy(b, 0, both, a.length, b.length);
		return both;
	}
}
