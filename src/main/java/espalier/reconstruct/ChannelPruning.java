package espalier.reconstruct;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * He, Zhang, Sun 2017, Channel Pruning, section 3.1, subproblem (i): which channels stay, by LASSO on what each adds to the next
 * layer's outputs. Minimised is {@code |y - Z b|² / 2n + lambda |b|_1}, n being samples times outputs.
 */
final class ChannelPruning {
	/** How small a move of a factor is none, and after how many sweeps it is given up that all come to rest. */
	record Patience(double enough, int sweeps) {
		static final Patience EXACT = new Patience(1e-9, 10_000);
		/** Which are 0 shows early. */
		static final Patience SEARCHING = new Patience(1e-4, 100);
	}

	private static final int HALVINGS = 40;

	private ChannelPruning() {}

	/**
	 * The factors at a penalty, by coordinate descent. Cost of a sweep: units for each that moves.
	 *
	 * @param start
	 *            where to begin, such as the factors at a penalty nearby
	 */
	static double[] factors(Contributions of, double lambda, double[] start, Patience patience) {
		int units = of.units();
		double[] factors = start.clone();
		double[] left = of.target().clone();
		for (int i = 0; i < units; i++)
			move(of, left, i, factors[i]);
		double penalty = lambda * of.numbers();
		for (int sweep = 0; sweep < patience.sweeps(); sweep++) {
			double most = 0;
			for (int i = 0; i < units; i++) {
				double own = of.gram()[i * units + i];
				if (own <= 0) {
					factors[i] = 0;
					continue;
				}
				double pull = left[i] + own * factors[i];
				double next = Math.signum(pull) * Math.max(0, Math.abs(pull) - penalty) / own;
				double by = next - factors[i];
				if (by == 0)
					continue;
				move(of, left, i, by);
				factors[i] = next;
				most = Math.max(most, Math.abs(by));
			}
			if (most < patience.enough())
				break;
		}
		return factors;
	}

	private static void move(Contributions of, double[] left, int i, double by) {
		if (by == 0)
			return;
		int from = i * of.units();
		for (int j = 0; j < left.length; j++)
			left[j] -= by * of.gram()[from + j];
	}

	/**
	 * The units that stay: lambda is raised until no more than so many factors are left, and then halved towards the one at which
	 * just so many are. Where several go at the same lambda, those with the largest part in the outputs just before it stay.
	 */
	static BitSet kept(Contributions of, int keep) {
		double high = 0;
		for (double aim : of.target())
			high = Math.max(high, Math.abs(aim) / Math.max(1, of.numbers()));
		double low = 0;
		double[] before = ones(of.units());
		double[] at = before;
		for (int step = 0; step < HALVINGS && count(at) != keep && high > low; step++) {
			double lambda = low == 0 ? high / 2 : Math.sqrt(low * high);
			at = factors(of, lambda, before, Patience.SEARCHING);
			if (count(at) > keep) {
				low = lambda;
				before = at;
			} else {
				high = lambda;
			}
		}
		BitSet kept = new BitSet();
		if (count(at) == keep) {
			for (int i = 0; i < at.length; i++)
				kept.set(i, at[i] != 0);
			return kept;
		}
		double[] last = before;
		IntStream.range(0, of.units()).boxed()
				.sorted(Comparator.comparingDouble((Integer i) -> -part(of, last, i)).thenComparingInt(i -> i))
				.limit(keep).forEach(kept::set);
		return kept;
	}

	/** Squares that a unit adds alone. */
	private static double part(Contributions of, double[] factors, int i) {
		return factors[i] * factors[i] * of.gram()[i * of.units() + i];
	}

	private static double[] ones(int units) {
		double[] ones = new double[units];
		Arrays.fill(ones, 1);
		return ones;
	}

	private static int count(double[] factors) {
		return (int) Arrays.stream(factors).filter(f -> f != 0).count();
	}
}
