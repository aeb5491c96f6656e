package espalier.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.RawStore;

import espalier.evaluate.Ridge;

/**
 * Which pruned channels grow again: those that the kept ones tell least of are the likeliest. Hou et al. 2022, "CHEX: CHannel
 * EXploration for CNN Model Compression", section 3.3.
 */
final class Regrowth {
	/** Of the mean square of kept rows: lets some of them depend on others. */
	private static final double DEPENDENT = 1e-10;

	private Regrowth() {}

	/** Share of a layer's channels that grow again at a time: δ0/2·(1 + cos(π·t/T)), equation 5. */
	static double share(double first, double time, double end) {
		return time >= end ? 0 : first / 2 * (1 + Math.cos(Math.PI * time / end));
	}

	/**
	 * For each unit the square of its distance to what the kept ones span: ‖w − P·w‖², P being the projector on them; from the
	 * products of all rows with one another. Cost: units² x weights multiplications.
	 *
	 * @param rows
	 *            [units][weights]
	 */
	static double[] residuals(double[][] rows, BitSet kept) {
		MatrixStore<Double> all = R064Store.FACTORY.copy(RawStore.wrap(rows));
		MatrixStore<Double> products = all.multiply(all.transpose());
		double[] residuals = new double[rows.length];
		Arrays.setAll(residuals, unit -> products.doubleValue(unit, unit));
		int[] in = kept.stream().toArray();
		double trace = Arrays.stream(in).mapToDouble(unit -> residuals[unit]).sum();
		if (trace == 0)
			return residuals;
		MatrixStore<Double> told = products.rows(in);
		MatrixStore<Double> shares = Ridge.solved(told.columns(in), told, DEPENDENT * trace / in.length);
		for (int unit = 0; unit < rows.length; unit++) {
			double within = 0;
			for (int i = 0; i < in.length; i++)
				within += told.doubleValue(i, unit) * shares.doubleValue(i, unit);
			residuals[unit] = Math.max(0, residuals[unit] - within);
		}
		return residuals;
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
