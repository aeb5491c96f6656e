package espalier.importance;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.coupling.Member;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

/**
 * How alike the filters are that make a group's channels in one layer: the cosine of the angle between each two, as rows of
 * weights; where a unit has several filters, of all of them in a row. Two filters of zeros are alike (1), one of zeros is like no
 * other (0). Memory: 4 bytes a pair, 16 MB for 2,048 filters.
 *
 * @param cosines
 *            row by row, {@code units x units}, from -1 to 1
 */
public record Similarity(int units, float[] cosines) {
	/** More take a quarter of a gigabyte, and nobody can look at them. */
	public static final int MOST = 4096;

	/**
	 * Compares all filters. Cost: n²/2 products of n rows, in tiles on all cores.
	 *
	 * @param cancelled
	 *            asked from several threads, before each tile
	 * @throws RefusedException
	 *             when there are too many
	 * @throws BadInputException
	 *             when weights are not finite numbers
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Similarity of(Member member, int units, BooleanSupplier cancelled) {
		if (units > MOST)
			throw new RefusedException("Layer `" + member.layer() + "` has " + units
					+ " filters; up to " + MOST + " can be compared, choose a narrower group.");
		float[] cosines = new float[units * units];
		double[] lengths = lengths(member, units);
		new Tiles(Filters.of(member, units)).forEach(Similarity::products, (_, tile, products) -> {
			if (cancelled.getAsBoolean())
				throw new CancellationException();
			for (int r = 0; r < tile.rows(); r++)
				for (int c = 0; c < tile.columns(); c++) {
					int a = tile.row() + r;
					int b = tile.column() + c;
					float cosine = a == b ? 1 : cosine(products[r * tile.columns() + c], lengths[a], lengths[b]);
					cosines[a * units + b] = cosine;
					cosines[b * units + a] = cosine;
				}
		});
		return new Similarity(units, cosines);
	}

	private static float cosine(double product, double a, double b) {
		if (a == 0 || b == 0)
			return a == b ? 1 : 0;
		return (float) Math.clamp(product / (a * b), -1, 1);
	}

	private static double[] lengths(Member member, int units) {
		double[] squares = Slices.sums(member.tensor(), member.axis(), Slices.Measure.SQUARE)
				.byUnit(member.unitOfIndex(), units);
		return Arrays.stream(MemberCriterion.finite(member, squares)).map(Math::sqrt).toArray();
	}

	/** Element by element along a row of results, which the compiler turns into vector instructions. */
	private static void products(double[] a, double[] b, double[] results, int rows, int columns, int count) {
		for (int r = 0; r < rows; r++) {
			int base = r * columns;
			for (int k = 0; k < count; k++) {
				double v = a[k * rows + r];
				int line = k * columns;
				for (int c = 0; c < columns; c++)
					results[base + c] += v * b[line + c];
			}
		}
	}

	public float at(int a, int b) {
		return cosines[a * units + b];
	}

	@Override
	public boolean equals(Object o) {
		return this == o;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}
}
