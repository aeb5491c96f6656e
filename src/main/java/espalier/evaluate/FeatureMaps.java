package espalier.evaluate;

import espalier.graph.Shape;
import espalier.runtime.Value;

/**
 * What a network computes of one image at one place: a map for each unit of a group. Where a unit has several channels, their
 * mean. Memory: 4 bytes a number of a map.
 *
 * @param values
 *            unit by unit, {@code height x width} row by row
 */
public record FeatureMaps(int units, int height, int width, float[] values) {
	/** Tokens that are no patches of the image and come before them: one for the class, and one more for distillation. */
	private static final int EXTRA_TOKENS = 2;

	/**
	 * How the positions of a channel are laid out.
	 *
	 * @param skip
	 *            positions that are left out at the beginning
	 */
	private record Sheet(int skip, int height, int width) {}

	/**
	 * Takes the maps of the first image.
	 *
	 * @param batch
	 *            how many images there are
	 */
	static FeatureMaps of(Value value, Activation at, int batch) {
		Shape shape = value.shape();
		int axis = at.axis();
		boolean ofImages = axis > 0 && shape.dim(0) == batch;
		int inner = 1;
		for (int k = axis + 1; k < shape.rank(); k++)
			inner *= (int) shape.dim(k);
		int width = (int) shape.dim(axis);
		Sheet sheet = sheet(shape, axis, ofImages ? 1 : 0);
		float[] from = value.toFloats();
		int area = sheet.height * sheet.width;
		float[] maps = new float[at.units() * area];
		int[] channels = new int[at.units()];
		for (int c = 0; c < width; c++) {
			int unit = at.unitOfIndex()[c];
			if (unit < 0)
				continue;
			channels[unit]++;
			for (int p = 0; p < area; p++) {
				int position = sheet.skip + p;
				maps[unit * area + p] += from[(position / inner * width + c) * inner + position % inner];
			}
		}
		for (int unit = 0; unit < at.units(); unit++)
			for (int p = 0; p < area && channels[unit] > 1; p++)
				maps[unit * area + p] /= channels[unit];
		return new FeatureMaps(at.units(), sheet.height, sheet.width, maps);
	}

	/** Images lie as they are; tokens, which come before their channels, as a square where they can. */
	private static Sheet sheet(Shape shape, int axis, int first) {
		int height = 1;
		int width = 1;
		int axes = 0;
		for (int k = first; k < shape.rank(); k++)
			if (k != axis) {
				height *= width;
				width = (int) shape.dim(k);
				axes++;
			}
		boolean tokens = axes == 1 && axis == shape.rank() - 1;
		for (int skip = 0; tokens && skip <= EXTRA_TOKENS; skip++) {
			int side = (int) Math.round(Math.sqrt(width - skip));
			if (side > 1 && side * side == width - skip)
				return new Sheet(skip, side, side);
		}
		return new Sheet(0, height, width);
	}

	public float at(int unit, int y, int x) {
		return values[(unit * height + y) * width + x];
	}

	/** Mean over a unit's map. */
	public double mean(int unit) {
		double sum = 0;
		for (int p = 0; p < height * width; p++)
			sum += values[unit * height * width + p];
		return sum / (height * width);
	}

	/** Highest number of a unit's map. */
	public float max(int unit) {
		float max = Float.NEGATIVE_INFINITY;
		for (int p = 0; p < height * width; p++)
			max = Math.max(max, values[unit * height * width + p]);
		return max;
	}

	/** Lowest number of a unit's map. */
	public float min(int unit) {
		float min = Float.POSITIVE_INFINITY;
		for (int p = 0; p < height * width; p++)
			min = Math.min(min, values[unit * height * width + p]);
		return min;
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
