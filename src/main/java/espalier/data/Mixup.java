package espalier.data;

import java.util.SplittableRandom;

/** Mixes each image of a batch with its neighbour, all by one share drawn from Beta(alpha, alpha) (Zhang et al. 2018). */
final class Mixup {
	private Mixup() {}

	static Batch of(float[] numbers, int[] labels, double alpha, SplittableRandom random) {
		double a = gamma(alpha, random);
		double b = gamma(alpha, random);
		float share = (float) Math.clamp(a / (a + b), 0.0, 1.0);
		int count = labels.length;
		int each = numbers.length / count;
		float[] mixed = new float[numbers.length];
		int[] partners = new int[count];
		for (int i = 0; i < count; i++) {
			int j = (i + 1) % count;
			partners[i] = labels[j];
			for (int k = 0; k < each; k++)
				mixed[i * each + k] = share * numbers[i * each + k] + (1 - share) * numbers[j * each + k];
		}
		return new Batch(mixed, labels, partners, share);
	}

	/** Marsaglia and Tsang 2000, for shapes below one by the power of a uniform number. */
	private static double gamma(double shape, SplittableRandom random) {
		if (shape < 1)
			return gamma(shape + 1, random) * Math.pow(random.nextDouble(Double.MIN_NORMAL, 1), 1 / shape);
		double d = shape - 1.0 / 3;
		double c = 1 / Math.sqrt(9 * d);
		while (true) {
			double x = random.nextGaussian();
			double v = Math.pow(1 + c * x, 3);
			if (v > 0 && Math.log(random.nextDouble(Double.MIN_NORMAL, 1)) < 0.5 * x * x + d - d * v + d * Math.log(v))
				return d * v;
		}
	}
}
