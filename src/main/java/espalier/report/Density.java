package espalier.report;

import java.util.Arrays;

/** Gaussian kernel density of numbers with Silverman's bandwidth (1986, equation 3.31). */
final class Density {
	private final double[] sorted;
	private final double bandwidth;

	/** @param values one or more finite numbers */
	Density(double[] values) {
		sorted = values.clone();
		Arrays.sort(sorted);
		double mean = Arrays.stream(sorted).average().orElse(0);
		double variance = Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum()
				/ Math.max(1, sorted.length - 1);
		double quartiles = (quantile(0.75) - quantile(0.25)) / 1.34;
		double spread = quartiles > 0 ? Math.min(Math.sqrt(variance), quartiles) : Math.sqrt(variance);
		bandwidth = 0.9 * spread * Math.pow(sorted.length, -0.2);
	}

	/** Between neighbours where it falls between. */
	private double quantile(double share) {
		double place = share * (sorted.length - 1);
		int below = (int) place;
		int above = Math.min(sorted.length - 1, below + 1);
		return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
	}

	/** 0 where all numbers are the same, so that there is no density to speak of. */
	double bandwidth() {
		return bandwidth;
	}

	/** Cost: the numbers within five bandwidths. */
	double at(double x) {
		if (bandwidth == 0)
			return 0;
		double sum = 0;
		for (int i = above(x - 5 * bandwidth); i < sorted.length && sorted[i] <= x + 5 * bandwidth; i++) {
			double z = (x - sorted[i]) / bandwidth;
			sum += Math.exp(-z * z / 2);
		}
		return sum / (sorted.length * bandwidth * Math.sqrt(2 * Math.PI));
	}

	private int above(double value) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (sorted[middle] < value)
				low = middle + 1;
			else
				high = middle;
		}
		return low;
	}
}
