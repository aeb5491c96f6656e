package espalier.cli;

import java.util.Arrays;
import java.util.Locale;

/** Lowest, middle and highest of the scores of a group. */
record ScoreRange(double lowest, double median, double highest) {
	/** Of one score or more. */
	static ScoreRange of(double[] scores) {
		double[] sorted = scores.clone();
		Arrays.sort(sorted);
		int half = sorted.length / 2;
		return new ScoreRange(sorted[0],
				sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2,
				sorted[sorted.length - 1]);
	}

	/** As a table shows a score. */
	static String figure(double score) {
		return String.format(Locale.ROOT, "%.4g", score);
	}
}
