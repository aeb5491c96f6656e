package espalier.importance;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** The slices of a tensor along an axis, seen as rows of numbers. */
record Filters(Tensor tensor, int count, long length, long inner) {
	static Filters of(Tensor tensor, int axis) {
		Shape shape = tensor.shape();
		long inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		int count = Math.toIntExact(shape.dim(axis));
		return new Filters(tensor, count, count == 0 ? 0 : tensor.elements() / count, inner);
	}

	Reader reader(int longest, int filters) {
		return new Reader(this, new Numbers(tensor, Math.max(longest, filters)),
				new double[Math.max(longest, filters)]);
	}

	/** Copies pieces of filters, element by element: number k of filter f at {@code k * filters + f}. */
	record Reader(Filters of, Numbers numbers, double[] run) {
		void read(int first, int filters, long from, int count, double[] into) {
			if (of.inner == 1)
				for (int k = 0; k < count; k++)
					numbers.read((from + k) * of.count + first, filters, into, k * filters);
			else
				for (int f = 0; f < filters; f++)
					piece(first + f, f, filters, from, count, into);
		}

		private void piece(int filter, int f, int filters, long from, int count, double[] into) {
			for (int k = 0; k < count;) {
				long outer = (from + k) / of.inner;
				long within = (from + k) % of.inner;
				int length = (int) Math.min(count - k, of.inner - within);
				numbers.read((outer * of.count + filter) * of.inner + within, length, run);
				for (int m = 0; m < length; m++)
					into[(k + m) * filters + f] = run[m];
				k += length;
			}
		}
	}
}
