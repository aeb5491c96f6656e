package espalier.importance;

import java.util.Arrays;
import java.util.Comparator;

/** How far two criteria put the same units in the same order: Spearman's rank correlation, ties having their mean rank. */
public final class Spearman {
	private Spearman() {}

	/**
	 * From -1, the opposite order, to 1, the same one; NaN where all numbers of one side are equal. Cost: two sorts.
	 *
	 * @throws IllegalArgumentException
	 *             when there are not as many of both
	 */
	public static double of(double[] a, double[] b) {
		if (a.length != b.length)
			throw new IllegalArgumentException(a.length + " and " + b.length + " scores");
		double[] x = ranks(a);
		double[] y = ranks(b);
		double mean = (a.length - 1) / 2.0;
		double product = 0;
		double squaresX = 0;
		double squaresY = 0;
		for (int i = 0; i < x.length; i++) {
			product += (x[i] - mean) * (y[i] - mean);
			squaresX += (x[i] - mean) * (x[i] - mean);
			squaresY += (y[i] - mean) * (y[i] - mean);
		}
		return squaresX == 0 || squaresY == 0 ? Double.NaN : product / Math.sqrt(squaresX * squaresY);
	}

	/** From 0 for the smallest. */
	private static double[] ranks(double[] values) {
		Integer[] order = new Integer[values.length];
		Arrays.setAll(order, i -> i);
		Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
		double[] ranks = new double[values.length];
		for (int from = 0, to; from < order.length; from = to) {
			to = from + 1;
			while (to < order.length && values[order[to]] == values[order[from]])
				to++;
			for (int k = from; k < to; k++)
				ranks[order[k]] = (from + to - 1) / 2.0;
		}
		return ranks;
	}
}
