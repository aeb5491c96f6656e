package espalier.depth;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Multinomial logistic regression: the mean cross-entropy of a softmax over linear functions, plus half a penalty times the
 * squared weights, which biases are spared. Convex, and with a penalty there is one solution; no number is drawn.
 */
final class LogisticRegression implements Descent.Function {
	private final double[][] features;
	private final int[] labels;
	private final int classes;
	private final int width;
	private final double penalty;

	/**
	 * @param features
	 *            one row an image
	 * @param labels
	 *            from 0 to below the number of classes
	 */
	LogisticRegression(double[][] features, int[] labels, int classes, double penalty) {
		this.features = features;
		this.labels = labels;
		this.classes = classes;
		this.width = features[0].length;
		this.penalty = penalty;
	}

	/**
	 * Accuracy on the judged half of what is fitted to the other: features are shifted and scaled to mean 0 and deviation 1 over
	 * the half that is learnt from, and the penalty is 1 over the number of images learnt from.
	 */
	static double accuracy(double[][] features, Halves halves, BooleanSupplier cancelled) {
		double[][] scaled = scaled(features, halves.learnt());
		double[][] learnt = Arrays.stream(halves.learnt()).mapToObj(i -> scaled[i]).toArray(double[][]::new);
		int[] labels = Arrays.stream(halves.learnt()).map(i -> halves.labels()[i]).toArray();
		LogisticRegression model = new LogisticRegression(learnt, labels, halves.classes(), 1.0 / learnt.length);
		double[] weights = Descent.minimum(model, new double[model.size()], cancelled);
		int hits = 0;
		for (int i : halves.judged())
			hits += highest(model.logits(weights, scaled[i])) == halves.labels()[i] ? 1 : 0;
		return (double) hits / halves.judged().length;
	}

	/** A feature that is the same for all images learnt from is 0. */
	private static double[][] scaled(double[][] features, int[] learnt) {
		int width = features[0].length;
		double[] mean = new double[width];
		double[] deviation = new double[width];
		for (int i : learnt)
			for (int k = 0; k < width; k++)
				mean[k] += features[i][k] / learnt.length;
		for (int i : learnt)
			for (int k = 0; k < width; k++)
				deviation[k] += (features[i][k] - mean[k]) * (features[i][k] - mean[k]) / learnt.length;
		double[][] scaled = new double[features.length][width];
		for (int i = 0; i < scaled.length; i++)
			for (int k = 0; k < width; k++)
				scaled[i][k] = deviation[k] > 1e-12 * (1 + mean[k] * mean[k])
						? (features[i][k] - mean[k]) / Math.sqrt(deviation[k])
						: 0;
		return scaled;
	}

	/** How many numbers there are to find: for each class its weights and then its bias. */
	int size() {
		return classes * (width + 1);
	}

	double[] logits(double[] weights, double[] row) {
		double[] logits = new double[classes];
		for (int c = 0; c < classes; c++) {
			int from = c * (width + 1);
			double sum = weights[from + width];
			for (int k = 0; k < width; k++)
				sum += weights[from + k] * row[k];
			logits[c] = sum;
		}
		return logits;
	}

	/** Classes and images in parallel, each sum in one order, so that results do not depend on the number of threads. */
	@Override
	public double at(double[] weights, double[] gradient) {
		int images = features.length;
		double[] losses = new double[images];
		double[][] errors = new double[images][];
		IntStream.range(0, images).parallel().forEach(i -> {
			double[] p = logits(weights, features[i]);
			double top = Arrays.stream(p).max().orElseThrow();
			double sum = 0;
			for (double logit : p)
				sum += Math.exp(logit - top);
			double log = top + Math.log(sum);
			losses[i] = log - p[labels[i]];
			for (int c = 0; c < classes; c++)
				p[c] = Math.exp(p[c] - log) - (c == labels[i] ? 1 : 0);
			errors[i] = p;
		});
		IntStream.range(0, classes).parallel().forEach(c -> {
			int from = c * (width + 1);
			Arrays.fill(gradient, from, from + width + 1, 0);
			for (int i = 0; i < images; i++) {
				double error = errors[i][c] / images;
				for (int k = 0; k < width; k++)
					gradient[from + k] += error * features[i][k];
				gradient[from + width] += error;
			}
			for (int k = 0; k < width; k++)
				gradient[from + k] += penalty * weights[from + k];
		});
		double value = 0;
		for (double loss : losses)
			value += loss / images;
		for (int c = 0; c < classes; c++)
			for (int k = 0; k < width; k++)
				value += penalty / 2 * weights[c * (width + 1) + k] * weights[c * (width + 1) + k];
		return value;
	}

	private static int highest(double[] numbers) {
		int best = 0;
		for (int c = 1; c < numbers.length; c++)
			if (numbers[c] > numbers[best])
				best = c;
		return best;
	}
}
