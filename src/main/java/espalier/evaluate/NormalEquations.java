package espalier.evaluate;

import java.util.stream.IntStream;

import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

import espalier.region.Fit;

/**
 * Least squares of one set of numbers by another with a constant, of rows that come piece by piece and are not kept: sums of
 * products in double precision, taken about the first row, so that large means take no digits away. Memory: 8 bytes for each
 * of in x (in + out) products.
 */
final class NormalEquations {
	/** Of the mean variance, added to each variance, so that numbers that depend on each other have one answer, too. */
	static final double RIDGE = 1e-6;

	private final int in;
	private final int width;
	private final double[] origin;
	private final double[] sums;
	private final double[] squares;
	/** [in][in + out], from the diagonal on. */
	private final double[][] products;
	private long rows;

	NormalEquations(int in, int out) {
		this.in = in;
		width = in + out;
		origin = new double[width];
		sums = new double[width];
		squares = new double[width];
		products = new double[in][width];
	}

	/**
	 * What the rows tell, apart from their weights.
	 *
	 * @param spread
	 *            mean square of what was to be told about its means
	 * @param error
	 *            mean square of what the fit misses
	 * @param before
	 *            mean square of what the identity misses: the first numbers taken as they are, none for those beyond
	 */
	record Solution(Fit fit, double spread, double error, double before) {}

	/**
	 * Adds rows: the numbers to tell by, and behind them those to be told. The rows are changed. Each sum is made by one thread in
	 * the order of rows, so it does not depend on how many there are.
	 */
	void add(double[][] some, int count) {
		if (count == 0)
			return;
		if (rows == 0)
			System.arraycopy(some[0], 0, origin, 0, width);
		rows += count;
		for (int r = 0; r < count; r++) {
			double[] row = some[r];
			for (int j = 0; j < width; j++) {
				row[j] -= origin[j];
				sums[j] += row[j];
				squares[j] += row[j] * row[j];
			}
		}
		IntStream.range(0, in).parallel().forEach(i -> {
			int r = 0;
			for (; r + 3 < count; r += 4)
				add(products[i], i, some[r], some[r + 1], some[r + 2], some[r + 3]);
			for (; r < count; r++)
				add(products[i], i, some[r]);
		});
	}

	/** Four rows at a time: the sums are read and written once for all of them. */
	private static void add(double[] to, int i, double[] a, double[] b, double[] c, double[] d) {
		double x = a[i];
		double y = b[i];
		double z = c[i];
		double u = d[i];
		for (int j = i; j < to.length; j++)
			to[j] += x * a[j] + y * b[j] + z * c[j] + u * d[j];
	}

	private static void add(double[] to, int i, double[] a) {
		double x = a[i];
		for (int j = i; j < to.length; j++)
			to[j] += x * a[j];
	}

	/** The first number of a row that was not finite in some row; -1 where all were. */
	int notFinite() {
		for (int j = 0; j < width; j++)
			if (!Double.isFinite(sums[j]) || !Double.isFinite(squares[j]))
				return j;
		return -1;
	}

	/** Cost: in² x (in / 3 + out) multiplications. */
	Solution solve() {
		int out = width - in;
		R064Store left = R064Store.FACTORY.make(in, in);
		R064Store right = R064Store.FACTORY.make(in, out);
		double trace = 0;
		for (int i = 0; i < in; i++) {
			for (int j = i; j < in; j++) {
				left.set(i, j, about(i, j));
				left.set(j, i, about(i, j));
			}
			for (int o = 0; o < out; o++)
				right.set(i, o, about(i, in + o));
			trace += about(i, i);
		}
		// numbers that never change tell nothing
		MatrixStore<Double> weights = trace > 0 ? Ridge.solved(left, right, RIDGE * trace / in) : right.multiply(0.0);
		float[] weight = new float[in * out];
		float[] bias = new float[out];
		double spread = 0;
		double error = 0;
		double before = 0;
		for (int o = 0; o < out; o++) {
			double constant = mean(in + o);
			double of = Math.max(0, squares[in + o] - sums[in + o] * sums[in + o] / rows);
			double missed = of;
			for (int i = 0; i < in; i++) {
				double w = weights.doubleValue(i, o);
				weight[o * in + i] = (float) w;
				constant -= w * mean(i);
				double by = -2 * right.doubleValue(i, o);
				for (int j = 0; j < in; j++)
					by += left.doubleValue(i, j) * weights.doubleValue(j, o);
				missed += w * by;
			}
			bias[o] = (float) constant;
			spread += of;
			error += Math.max(0, missed);
			double shift = mean(in + o) - (o < in ? mean(o) : 0);
			before += rows * shift * shift
					+ Math.max(0, of + (o < in ? left.doubleValue(o, o) - 2 * right.doubleValue(o, o) : 0));
		}
		double all = (double) rows * out;
		return new Solution(new Fit(in, weight, bias), spread / all, error / all, before / all);
	}

	private double mean(int j) {
		return origin[j] + sums[j] / rows;
	}

	/** Sum of products about the means. */
	private double about(int i, int j) {
		return products[i][j] - sums[i] * sums[j] / rows;
	}
}
