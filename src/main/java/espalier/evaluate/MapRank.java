package espalier.evaluate;

import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.R064Store;

/**
 * The rank of feature maps of one size: how many singular values are above the largest times the longer side times the rounding
 * step of a float. Costs about 25 s² l multiplications for sides s and l, s the shorter; a map of zeros nothing. For one thread.
 */
final class MapRank {
	private static final double ROUNDING = Math.ulp(1f);

	private final int height;
	private final int width;
	private final SingularValue<Double> decomposition;
	private final R064Store map;
	private final double[] values;

	MapRank(int height, int width) {
		this.height = height;
		this.width = width;
		// taller than wide, as the decomposition takes it without another copy
		map = R064Store.FACTORY.make(Math.max(height, width), Math.min(height, width));
		decomposition = SingularValue.R064.make(Math.max(height, width), Math.min(height, width));
		values = new double[Math.min(height, width)];
	}

	/** Of numbers that lie {@code down} apart in a column and {@code across} in a row. */
	int of(float[] numbers, int from, int down, int across) {
		boolean zero = true;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				float number = numbers[from + y * down + x * across];
				zero &= number == 0;
				if (height >= width)
					map.set(y, x, number);
				else
					map.set(x, y, number);
			}
		if (zero)
			return 0;
		decomposition.computeValuesOnly(map);
		decomposition.getSingularValues(values);
		double largest = 0;
		for (double value : values)
			largest = Math.max(largest, value);
		double tolerance = largest * Math.max(height, width) * ROUNDING;
		int rank = 0;
		for (double value : values)
			rank += value > tolerance ? 1 : 0;
		return rank;
	}
}
