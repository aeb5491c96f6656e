package espalier.depth;

import espalier.graph.Shape;

/** Features of one image: the mean of its maps over a grid of parts, or of its tokens. */
final class Pooled {
	private Pooled() {}

	/**
	 * Adaptive average pooling: each axis of space falls into parts, as equal as can be, that overlap where they would be unequal.
	 *
	 * @param axis
	 *            of the channels in the batch's value; where it is the first behind the images, all behind it are space, else all
	 *            others are tokens, of which there is one mean
	 * @param parts
	 *            of each axis of space, at most
	 */
	static double[] of(Passing.Row row, int axis, int parts) {
		Shape shape = row.shape();
		int rank = shape.rank();
		int elements = Math.toIntExact(shape.elements());
		double[] numbers = new double[elements];
		for (int i = 0; i < elements; i++)
			numbers[i] = row.all()[row.from() + i];
		int inner = 1;
		for (int k = rank - 1; k >= 0; k--) {
			int length = Math.toIntExact(shape.dim(k));
			if (k == axis - 1) {
				inner *= length;
				continue;
			}
			int left = axis == 1 ? Math.min(parts, length) : 1;
			numbers = along(numbers, length, inner, left);
			inner *= left;
		}
		return numbers;
	}

	private static double[] along(double[] numbers, int length, int inner, int parts) {
		int outer = numbers.length / (length * inner);
		double[] means = new double[outer * parts * inner];
		for (int o = 0; o < outer; o++)
			for (int p = 0; p < parts; p++) {
				int from = p * length / parts;
				int to = ((p + 1) * length + parts - 1) / parts;
				for (int i = from; i < to; i++)
					for (int k = 0; k < inner; k++)
						means[(o * parts + p) * inner + k] += numbers[(o * length + i) * inner + k] / (to - from);
			}
		return means;
	}
}
