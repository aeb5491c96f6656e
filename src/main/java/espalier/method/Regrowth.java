package espalier.method;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which pruned channels grow again: those that the kept ones tell least of are the likeliest. Hou et al. 2022, "CHEX: CHannel
 * EXploration for CNN Model Compression", section 3.3.
 */
final class Regrowth {
	private static final double DEPENDENT = 1e-10;

	private Regrowth() {}

	/** Share of a layer's channels that grow again at a time: δ0/2·(1 + cos(π·t/T)), equation 5. */
	static double share(double first, double time, double end) {
		return time >= end ? 0 : first / 2 * (1 + Math.cos(Math.PI * time / end));
	}

	/**
	 * For each unit the square of its distance to what the kept ones span: ‖w − P·w‖², P being the projector on them. Cost: kept x
	 * units x weights.
	 *
	 * @param rows
	 *            [units][weights]
	 */
	static double[] residuals(double[][] rows, BitSet kept) {
		List<double[]> basis = new ArrayList<>();
		kept.stream().forEach(unit -> {
			double[] rest = rest(rows[unit], basis);
			double length = Math.sqrt(dot(rest, rest));
			if (length > DEPENDENT * Math.sqrt(dot(rows[unit], rows[unit]))) {
				for (int k = 0; k < rest.length; k++)
					rest[k] /= length;
				basis.add(rest);
			}
		});
		return IntStream.range(0, rows.length).parallel().mapToDouble(unit -> {
			double[] rest = rest(rows[unit], basis);
			return dot(rest, rest);
		}).toArray();
	}

	/** What an orthonormal basis leaves of a vector; taken off twice, since once leaves rounding errors along it. */
	private static double[] rest(double[] row, List<double[]> basis) {
		double[] rest = row.clone();
		for (int pass = 0; pass < 2; pass++)
			for (double[] direction : basis) {
				double along = dot(rest, direction);
				for (int k = 0; k < rest.length; k++)
					rest[k] -= along * direction[k];
			}
		return rest;
	}

	private static double dot(double[] a, double[] b) {
		double sum = 0;
		for (int k = 0; k < a.length; k++)
			sum += a[k] * b[k];
		return sum;
	}

	/**
	 * Draws units without replacement with probabilities in proportion to exp(residual): the largest of residuals to which noise of
	 * Gumbel's distribution is added are such a draw.
	 */
	static BitSet drawn(BitSet of, double[] residuals, int count, SplittableRandom random) {
		record Drawn(int unit, double key) {}
		List<Drawn> all = new ArrayList<>();
		of.stream().forEach(unit -> all.add(new Drawn(unit,
				residuals[unit] - Math.log(-Math.log(random.nextDouble(Double.MIN_NORMAL, 1))))));
		BitSet drawn = new BitSet();
		all.stream().sorted(Comparator.comparingDouble(Drawn::key).reversed()).limit(count)
				.forEach(d -> drawn.set(d.unit));
		return drawn;
	}
}
