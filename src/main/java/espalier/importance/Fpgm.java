package espalier.importance;

import java.util.Arrays;

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
		Tiles tiles = new Tiles(filters);
		double[][] rowSums = new double[tiles.count()][];
		double[][] columnSums = new double[tiles.count()][];
		tiles.forEach(Fpgm::squares, (number, tile, squares) -> sum(tile, squares, rowSums, columnSums, number));
		// added up in a fixed order, so that scores do not depend on the number of threads
		double[] sums = new double[n];
		for (int p = 0; p < tiles.count(); p++) {
			add(rowSums[p], sums, tiles.tile(p).row());
			add(columnSums[p], sums, tiles.tile(p).column());
		}
		return sums;
	}

	private static void add(double[] part, double[] sums, int from) {
		for (int k = 0; k < part.length; k++)
			sums[from + k] += part[k];
	}

	/** On the diagonal each pair counts once for each of its two filters. */
	private static void sum(Tiles.Tile tile, double[] squares, double[][] rowSums, double[][] columnSums, int number) {
		double[] row = new double[tile.rows()];
		double[] column = new double[tile.columns()];
		for (int r = 0; r < row.length; r++)
			for (int c = 0; c < column.length; c++) {
				double distance = Math.sqrt(squares[r * column.length + c]);
				row[r] += distance;
				column[c] += distance;
			}
		rowSums[number] = row;
		columnSums[number] = tile.diagonal() ? new double[0] : column;
	}

	/** Element by element along a row of results, which the compiler turns into vector instructions. */
	private static void squares(double[] a, double[] b, double[] squares, int rows, int columns, int count) {
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
