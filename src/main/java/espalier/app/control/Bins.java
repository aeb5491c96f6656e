package espalier.app.control;

import java.util.BitSet;
import java.util.stream.DoubleStream;

/**
 * Scores counted by interval: how many stay and how many go in each.
 *
 * @param low
 *            lowest finite score; equal to {@code high} when all are alike
 */
record Bins(double low, double high, int[] kept, int[] cut) {
	/** Cost: one pass over the scores. */
	static Bins of(double[] scores, BitSet removed, int count) {
		double low = DoubleStream.of(scores).filter(Double::isFinite).min().orElse(0);
		double high = DoubleStream.of(scores).filter(Double::isFinite).max().orElse(0);
		int[] kept = new int[count];
		int[] cut = new int[count];
		for (int unit = 0; unit < scores.length; unit++)
			(removed.get(unit) ? cut : kept)[bin(scores[unit], low, high, count)]++;
		return new Bins(low, high, kept, cut);
	}

	private static int bin(double score, double low, double high, int count) {
		if (!(high > low))
			return count / 2;
		double share = Double.isNaN(score) ? 0 : (score - low) / (high - low);
		return (int) Math.max(0, Math.min(count - 1, Math.floor(share * count)));
	}

	/** As many intervals as a group of this size can fill. */
	static int fitting(int units, int most) {
		return Math.max(8, Math.min(most, units));
	}

	int highest() {
		int most = 1;
		for (int i = 0; i < kept.length; i++)
			most = Math.max(most, kept[i] + cut[i]);
		return most;
	}
}
