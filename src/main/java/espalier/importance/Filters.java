package espalier.importance;

import java.util.Arrays;

import espalier.coupling.Member;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * Slices of a tensor along an axis, seen as rows of numbers: what a layer holds for each of its filters, or for each unit, whose
 * filters then follow one another.
 *
 * @param slices
 *            for each row the indices on the axis it is made of
 * @param width
 *            size of the axis
 * @param slice
 *            numbers of one index
 * @param inner
 *            numbers that lie side by side for one index
 */
record Filters(Tensor tensor, int[][] slices, int width, long slice, long inner) {
	/** A row for each index of the axis. */
	static Filters of(Tensor tensor, int axis) {
		int width = Math.toIntExact(tensor.shape().dim(axis));
		int[][] each = new int[width][];
		Arrays.setAll(each, i -> new int[]{i});
		return of(tensor, axis, each);
	}

	/** A row for each unit; a unit with fewer indices than others ends in zeros. */
	static Filters of(Member member, int units) {
		int[] counts = new int[units];
		for (int unit : member.unitOfIndex())
			if (unit >= 0)
				counts[unit]++;
		int[][] slices = new int[units][];
		Arrays.setAll(slices, u -> new int[counts[u]]);
		for (int i = member.width() - 1; i >= 0; i--)
			if (member.unitOfIndex()[i] >= 0)
				slices[member.unitOfIndex()[i]][--counts[member.unitOfIndex()[i]]] = i;
		return of(member.tensor(), member.axis(), slices);
	}

	private static Filters of(Tensor tensor, int axis, int[][] slices) {
		Shape shape = tensor.shape();
		long inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		int width = Math.toIntExact(shape.dim(axis));
		return new Filters(tensor, slices, width, width == 0 ? 0 : tensor.elements() / width, inner);
	}

	int count() {
		return slices.length;
	}

	/** Numbers of the longest row. */
	long length() {
		return slice * Arrays.stream(slices).mapToInt(s -> s.length).max().orElse(0);
	}

	/** Whether row k is index k alone. */
	private boolean plain() {
		for (int row = 0; row < slices.length; row++)
			if (slices[row].length != 1 || slices[row][0] != row)
				return false;
		return true;
	}

	/** For reading up to {@code longest} numbers of up to {@code rows} rows at a time. */
	Reader reader(int longest, int rows) {
		return new Reader(this, inner == 1 && plain(), new Numbers(tensor, Math.max(longest, rows)),
				new double[Math.max(longest, rows)]);
	}

	/** Copies pieces of rows, element by element: number k of row f at {@code k * rows + f}. Not for several threads. */
	record Reader(Filters of, boolean across, Numbers numbers, double[] run) {
		void read(int first, int rows, long from, int count, double[] into) {
			if (across)
				for (int k = 0; k < count; k++)
					numbers.read((from + k) * of.width + first, rows, into, k * rows);
			else
				for (int f = 0; f < rows; f++)
					piece(of.slices[first + f], f, rows, from, count, into);
		}

		private void piece(int[] row, int f, int rows, long from, int count, double[] into) {
			for (int k = 0; k < count;) {
				int index = (int) ((from + k) / of.slice);
				long at = (from + k) % of.slice;
				long outer = at / of.inner;
				long within = at % of.inner;
				int length = (int) Math.min(count - k, of.inner - within);
				if (index < row.length)
					numbers.read((outer * of.width + row[index]) * of.inner + within, length, run);
				else
					Arrays.fill(run, 0, length, 0);
				for (int m = 0; m < length; m++)
					into[(k + m) * rows + f] = run[m];
				k += length;
			}
		}
	}
}
