package espalier.importance;

import java.util.Arrays;
import java.util.stream.IntStream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.coupling.Role;
import espalier.graph.Tensor;

/**
 * Sum of a filter's distances to all filters of its layer: the filters nearest to all others are the redundant ones. Looks at
 * the filters that make a channel, whatever members are chosen; where a unit has several filters, their sum. He et al. 2019,
 * "Filter Pruning via Geometric Median". Cost: n²/2 distances between n filters, in tiles of 128, on all cores.
 */
public record Fpgm() implements MemberCriterion {
	private static final int TILE = 128;
	private static final int CHUNK = 256;

	@Override
	public String id() {
		return "fpgm";
	}

	@Override
	public String title() {
		return "Geometric median (FPGM)";
	}

	@Override
	public String summary() {
		return "Sum of a filter's distances to the other filters of its layer; the nearest are redundant (He et al. 2019).";
	}

	@Override
	public boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice) {
		return member.role() == Role.OUT;
	}

	@Override
	public double[] slices(ChannelGroup group, Member member) {
		return new Slices(distances(member.tensor(), member.axis())).byUnit(member.unitOfIndex(), group.units());
	}

	@Override
	public String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		return "Group `" + group.name()
				+ "` has no layer whose filters could be compared; choose another criterion for it or its units by hand.";
	}

	/** For each index of the axis the sum of the Euclidean distances of its slice to all others. */
	static double[] distances(Tensor tensor, int axis) {
		Filters filters = Filters.of(tensor, axis);
		int n = filters.count();
		if (tensor.data() instanceof Tensor.Fill) {
			double[] all = new double[n];
			Arrays.fill(all, Double.isFinite(tensor.at(0)) ? 0 : Double.NaN);
			return all;
		}
		int tiles = (n + TILE - 1) / TILE;
		int pairs = tiles * (tiles + 1) / 2;
		double[][] rowSums = new double[pairs][];
		double[][] columnSums = new double[pairs][];
		IntStream.range(0, pairs).parallel().forEach(p -> {
			int i = row(p);
			tile(filters, i, p - i * (i + 1) / 2, rowSums, columnSums, p);
		});
		// added up in a fixed order, so that scores do not depend on the number of threads
		double[] sums = new double[n];
		for (int p = 0; p < pairs; p++) {
			int i = row(p);
			add(rowSums[p], sums, i * TILE);
			add(columnSums[p], sums, (p - i * (i + 1) / 2) * TILE);
		}
		return sums;
	}

	/** The row of pair p when pairs (row, column at most row) are numbered row by row. */
	private static int row(int p) {
		int row = (int) ((Math.sqrt(8.0 * p + 1) - 1) / 2);
		while ((row + 1) * (row + 2) / 2 <= p)
			row++;
		while (row * (row + 1) / 2 > p)
			row--;
		return row;
	}

	private static void add(double[] part, double[] sums, int from) {
		for (int k = 0; k < part.length; k++)
			sums[from + k] += part[k];
	}

	/** Distances between filters of two tiles; on the diagonal each pair counts once for each of its two filters. */
	private static void tile(Filters filters, int i, int j, double[][] rowSums, double[][] columnSums, int pair) {
		int rows = Math.min(TILE, filters.count() - i * TILE);
		int columns = Math.min(TILE, filters.count() - j * TILE);
		double[] a = new double[CHUNK * rows];
		double[] b = new double[CHUNK * columns];
		double[] squares = new double[rows * columns];
		Filters.Reader reader = filters.reader(CHUNK, TILE);
		for (long from = 0; from < filters.length(); from += CHUNK) {
			int count = (int) Math.min(CHUNK, filters.length() - from);
			reader.read(i * TILE, rows, from, count, a);
			reader.read(j * TILE, columns, from, count, b);
			accumulate(a, b, squares, rows, columns, count);
		}
		double[] row = new double[rows];
		double[] column = new double[columns];
		for (int r = 0; r < rows; r++)
			for (int c = 0; c < columns; c++) {
				double distance = Math.sqrt(squares[r * columns + c]);
				row[r] += distance;
				column[c] += distance;
			}
		rowSums[pair] = row;
		columnSums[pair] = i == j ? new double[0] : column;
	}

	/** Element by element along a row of results, which the compiler turns into vector instructions. */
	private static void accumulate(double[] a, double[] b, double[] squares, int rows, int columns, int count) {
		for (int r = 0; r < rows; r++) {
			int base = r * columns;
			for (int k = 0; k < count; k++) {
				double v = a[k * rows + r];
				int line = k * columns;
				for (int c = 0; c < columns; c++) {
					double difference = v - b[line + c];
					squares[base + c] += difference * difference;
				}
			}
		}
	}
}
