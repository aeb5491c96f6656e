package espalier.importance;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Sums over all elements with the same index on one axis of a tensor. */
record Slices(double[] byIndex) {
	private static final int BLOCK = 8192;

	/** What one element adds to its slice. */
	enum Measure {
		ABSOLUTE, SQUARE
	}

	/** One pass over the tensor in storage order, block by block. */
	static Slices sums(Tensor tensor, int axis, Measure measure) {
		Shape shape = tensor.shape();
		int width = Math.toIntExact(shape.dim(axis));
		long inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= shape.dim(k);
		double[] sums = new double[width];
		long total = tensor.elements();
		if (tensor.data() instanceof Tensor.Fill && total > 0) {
			double v = tensor.at(0);
			java.util.Arrays.fill(sums, (measure == Measure.SQUARE ? v * v : Math.abs(v)) * total / width);
			return new Slices(sums);
		}
		double[] block = new double[(int) Math.min(BLOCK, total)];
		Numbers numbers = new Numbers(tensor, block.length);
		int index = 0;
		long left = inner;
		for (long from = 0; from < total; from += block.length) {
			int count = (int) Math.min(block.length, total - from);
			numbers.read(from, count, block);
			if (measure == Measure.SQUARE)
				for (int i = 0; i < count; i++)
					block[i] *= block[i];
			else
				for (int i = 0; i < count; i++)
					block[i] = Math.abs(block[i]);
			int at = 0;
			while (at < count) {
				int run = (int) Math.min(left, count - at);
				sums[index] += sum(block, at, run);
				at += run;
				left -= run;
				if (left == 0) {
					left = inner;
					index = index + 1 == width ? 0 : index + 1;
				}
			}
		}
		return new Slices(sums);
	}

	/** In four lanes: a single one would wait for each addition. */
	private static double sum(double[] values, int from, int count) {
		if (count == 1)
			return values[from];
		double a = 0;
		double b = 0;
		double c = 0;
		double d = 0;
		int i = from;
		for (int end = from + count - 3; i < end; i += 4) {
			a += values[i];
			b += values[i + 1];
			c += values[i + 2];
			d += values[i + 3];
		}
		for (; i < from + count; i++)
			a += values[i];
		return a + b + (c + d);
	}

	/** Sums of the indices of each unit; indices of no unit are left out. */
	double[] byUnit(int[] unitOfIndex, int units) {
		double[] sums = new double[units];
		for (int i = 0; i < unitOfIndex.length; i++)
			if (unitOfIndex[i] >= 0)
				sums[unitOfIndex[i]] += byIndex[i];
		return sums;
	}
}
