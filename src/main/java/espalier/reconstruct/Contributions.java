package espalier.reconstruct;

import java.util.Arrays;

/**
 * What each input unit of a layer adds to its outputs, known by sums over all outputs and samples alone.
 *
 * @param units
 *            how many there are
 * @param gram
 *            [units][units]: sums of the products of what two units add
 * @param target
 *            [units]: sums of the products of what a unit adds and what all of them are to make
 * @param total
 *            sum of the squares of what they are to make
 * @param numbers
 *            samples times outputs
 */
record Contributions(int units, double[] gram, double[] target, double total, long numbers) {
	/** Of several layers that read the same units. */
	Contributions plus(Contributions other) {
		double[] products = gram.clone();
		double[] aims = target.clone();
		for (int i = 0; i < products.length; i++)
			products[i] += other.gram[i];
		for (int i = 0; i < units; i++)
			aims[i] += other.target[i];
		return new Contributions(units, products, aims, total + other.total, numbers + other.numbers);
	}

	/** Of the first units alone, when the others add what they do. */
	Contributions beside(int first) {
		double[] products = new double[first * first];
		double[] aims = Arrays.copyOf(target, first);
		double left = total;
		for (int i = 0; i < units; i++)
			for (int j = 0; j < units; j++) {
				double product = gram[i * units + j];
				if (i < first && j < first)
					products[i * first + j] = product;
				else if (i < first)
					aims[i] -= product;
				else if (j >= first)
					left += product;
			}
		for (int i = first; i < units; i++)
			left -= 2 * target[i];
		return new Contributions(first, products, aims, left, numbers);
	}

	/** The sum of squares that is missed when what units add is multiplied by these factors. */
	double missed(double[] factors) {
		double missed = total;
		for (int i = 0; i < units; i++) {
			missed -= 2 * factors[i] * target[i];
			for (int j = 0; j < units; j++)
				missed += factors[i] * gram[i * units + j] * factors[j];
		}
		return Math.max(0, missed);
	}
}
