package espalier.reconstruct;

import java.util.Arrays;

/**
 * Sums over samples of what a layer reads and is to make, each sample a row that is not kept: of the products of all that it
 * reads with each other and with what is to be made, in double precision. All that follows needs the samples no more. Memory:
 * 8 bytes for each of in x (in + out) products, twice while they are added up.
 */
final class Moments {
	private static final int BUFFER = 8 << 20;

	final int in;
	final int out;
	private final Products engine;
	private final double[] buffer;
	private int filled;
	/** [in][in + out]; empty before the first rows. */
	private double[] products = new double[0];
	private final double[] sums;
	private final double[] squares;
	private long rows;

	/** @param expected rows that will come at most */
	Moments(int in, int out, long expected, Products engine) {
		this.in = in;
		this.out = out;
		this.engine = engine;
		int width = in + out;
		buffer = new double[(int) Math.clamp(BUFFER / width, 1, Math.max(1, expected)) * width];
		sums = new double[width];
		squares = new double[width];
	}

	/** Bytes that such sums take. */
	static long bytes(long in, long out) {
		return 2 * Double.BYTES * in * (in + out);
	}

	/** Adds rows, one behind the other: what is read, and behind it what is to be made. */
	void add(double[] some) {
		int width = in + out;
		for (int from = 0; from < some.length; from += width) {
			System.arraycopy(some, from, buffer, filled, width);
			filled += width;
			if (filled == buffer.length)
				flush();
		}
	}

	/** To be called behind the last row. */
	void flush() {
		int width = in + out;
		int count = filled / width;
		if (count == 0)
			return;
		double[] both = filled == buffer.length ? buffer : Arrays.copyOf(buffer, filled);
		double[] read = new double[count * in];
		for (int r = 0; r < count; r++) {
			System.arraycopy(both, r * width, read, r * in, in);
			for (int j = 0; j < width; j++) {
				double v = both[r * width + j];
				sums[j] += v;
				squares[j] += v * v;
			}
		}
		double[] more = engine.turned(read, both, count);
		if (products.length == 0)
			products = more;
		else
			for (int i = 0; i < more.length; i++)
				products[i] += more[i];
		rows += count;
		filled = 0;
	}

	long rows() {
		return rows;
	}

	boolean finite() {
		for (int j = 0; j < sums.length; j++)
			if (!Double.isFinite(sums[j]) || !Double.isFinite(squares[j]))
				return false;
		return true;
	}

	/** Mean of what is read (below {@link #in}) or made. */
	double mean(int j) {
		return sums[j] / rows;
	}

	/** Sum of products of something read with something read or made; about the means where a constant takes these up. */
	double product(int i, int j, boolean about) {
		return products[i * (in + out) + j] - (about ? sums[i] * sums[j] / rows : 0);
	}

	/** Mean square of what is to be made about the mean of each output. */
	double spread() {
		double spread = 0;
		for (int j = in; j < in + out; j++)
			spread += Math.max(0, squares[j] - sums[j] * sums[j] / rows);
		return spread / rows / out;
	}

	/**
	 * Mean square of what a layer misses. Cost: in² x out.
	 *
	 * @param weights
	 *            [out][in]
	 * @param constant
	 *            [out]
	 */
	double missed(double[] weights, double[] constant) {
		double[] by = engine.of(weights, read(), in);
		double missed = 0;
		for (int o = 0; o < out; o++) {
			double b = constant[o];
			double of = squares[in + o] - 2 * b * sums[in + o] + rows * b * b;
			for (int i = 0; i < in; i++)
				of += weights[o * in + i]
						* (by[o * in + i] - 2 * products[i * (in + out) + in + o] + 2 * b * sums[i]);
			missed += Math.max(0, of);
		}
		return missed / rows / out;
	}

	/** [in][in]. */
	private double[] read() {
		double[] read = new double[in * in];
		for (int i = 0; i < in; i++)
			System.arraycopy(products, i * (in + out), read, i * in, in);
		return read;
	}

	/**
	 * What groups of columns add to the outputs by these weights, against what is to be made without the constant. Cost: in² x out.
	 *
	 * @param unitOfColumn
	 *            -1 for columns that add nothing
	 */
	Contributions contributions(double[] weights, double[] constant, int[] unitOfColumn, int units) {
		double[] alike = engine.turned(weights, weights, out);
		double[] gram = new double[units * units];
		double[] target = new double[units];
		for (int i = 0; i < in; i++) {
			int unit = unitOfColumn[i];
			if (unit < 0)
				continue;
			for (int j = 0; j < in; j++)
				if (unitOfColumn[j] >= 0)
					gram[unit * units + unitOfColumn[j]] += alike[i * in + j] * products[i * (in + out) + j];
			for (int o = 0; o < out; o++)
				target[unit] += weights[o * in + i]
						* (products[i * (in + out) + in + o] - constant[o] * sums[i]);
		}
		double total = 0;
		for (int o = 0; o < out; o++)
			total += squares[in + o] - 2 * constant[o] * sums[in + o] + rows * constant[o] * constant[o];
		return new Contributions(units, gram, target, total, rows * out);
	}

	/**
	 * The weights that miss least with some columns gone, and as near to those of before as the samples leave it open (ridge).
	 * Cost: kept² x (kept / 3 + 2 out).
	 *
	 * @param weights
	 *            [out][in], those of before
	 * @param about
	 *            whether a constant is fitted too
	 * @return [out][in], 0 where columns are gone
	 */
	double[] solved(double[] weights, boolean[] gone, boolean about, double ridge) {
		int[] kept = java.util.stream.IntStream.range(0, in).filter(i -> !gone[i]).toArray();
		int n = kept.length;
		double[] gram = new double[n * n];
		double[] own = new double[out * n];
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				gram[i * n + j] = product(kept[i], kept[j], about);
		for (int o = 0; o < out; o++)
			for (int i = 0; i < n; i++)
				own[o * n + i] = weights[o * in + kept[i]];
		double[] missing = n == 0 ? own : engine.of(own, gram, n);
		for (int o = 0; o < out; o++)
			for (int i = 0; i < n; i++)
				missing[o * n + i] = product(kept[i], in + o, about) - missing[o * n + i];
		double[] change = LeastSquares.change(gram, missing, n, ridge);
		double[] solved = new double[out * in];
		for (int o = 0; o < out; o++)
			for (int i = 0; i < n; i++)
				solved[o * in + kept[i]] = own[o * n + i] + change[o * n + i];
		return solved;
	}

	/** The constants that go best with these weights. */
	double[] constants(double[] weights) {
		double[] constants = new double[out];
		for (int o = 0; o < out; o++) {
			constants[o] = mean(in + o);
			for (int i = 0; i < in; i++)
				constants[o] -= weights[o * in + i] * mean(i);
		}
		return constants;
	}
}
