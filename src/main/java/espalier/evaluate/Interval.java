package espalier.evaluate;

/**
 * A 95% confidence interval: of a share Wilson's score interval (1927), which holds near 0 and 1 too; of a mean the normal
 * approximation.
 *
 * @param share
 *            or mean, as measured
 */
public record Interval(double share, double low, double high) {
	private static final double Z = 1.959964;

	public static Interval of(long hits, long count) {
		if (count == 0)
			return new Interval(Double.NaN, 0, 1);
		double p = (double) hits / count;
		double z2 = Z * Z;
		double middle = (p + z2 / (2 * count)) / (1 + z2 / count);
		double half = Z / (1 + z2 / count) * Math.sqrt(p * (1 - p) / count + z2 / (4.0 * count * count));
		return new Interval(p, Math.max(0, middle - half), Math.min(1, middle + half));
	}

	/**
	 * Of a mean.
	 *
	 * @param variance
	 *            of the single numbers
	 * @param count
	 *            how many were taken, at least one
	 */
	public static Interval ofMean(double mean, double variance, int count) {
		double half = Z * Math.sqrt(variance / count);
		return new Interval(mean, mean - half, mean + half);
	}

	/** Half of the interval's width. */
	public double half() {
		return (high - low) / 2;
	}
}
