package espalier.reconstruct;

import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

import espalier.evaluate.Ridge;

/** Solves for changes that are no larger than the samples tell. */
final class LeastSquares {
	/** So that numbers that depend on each other have one answer, too. */
	static final double LEAST = 1e-6;
	/** As if what is missed and what can be made good were of about this ratio. */
	private static final double DOUBT = 0.2;

	private LeastSquares() {}

	/**
	 * How strongly numbers are held where they were, as a share of their mean square. Plain least squares of about as many numbers
	 * as samples fit what is special to these: ResNet-20 cut by half and fitted so on 30 images was worse than not fitted. With this
	 * it rises from 24% to 86%, and on 1,000 images to 90%.
	 */
	static double ridge(int numbers, long samples) {
		return Math.max(LEAST, DOUBT * numbers / samples);
	}

	/**
	 * What is to be added to numbers so that {@code gram change = missing}, kept small by a ridge: what the samples do not tell of
	 * stays as it was. Cost: n² x (n / 3 + sides) multiplications.
	 *
	 * @param gram
	 *            [n][n], symmetric
	 * @param missing
	 *            [sides][n]
	 * @param ridge
	 *            of the mean of the diagonal, added to it
	 * @return [sides][n]
	 */
	static double[] change(double[] gram, double[] missing, int n, double ridge) {
		int sides = n == 0 ? 0 : missing.length / n;
		double trace = 0;
		for (int i = 0; i < n; i++)
			trace += gram[i * n + i];
		// numbers that never change tell nothing
		if (n == 0 || trace <= 0)
			return new double[missing.length];
		R064Store left = R064Store.FACTORY.make(n, n);
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				left.set(j, i, gram[i * n + j]);
		R064Store right = R064Store.FACTORY.make(n, sides);
		for (int o = 0; o < sides; o++)
			for (int i = 0; i < n; i++)
				right.set(i, o, missing[o * n + i]);
		MatrixStore<Double> solved = Ridge.solved(left, right, ridge * trace / n);
		double[] change = new double[missing.length];
		for (int o = 0; o < sides; o++)
			for (int i = 0; i < n; i++)
				change[o * n + i] = solved.doubleValue(i, o);
		return change;
	}
}
