package espalier.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;

import espalier.coupling.ChannelGroup;
import espalier.coupling.ChannelGroup.ValueAxis;
import espalier.graph.BadInputException;
import espalier.graph.Shape;
import espalier.importance.ActivationStatistics;
import espalier.runtime.Value;

/** Sums over the activations of one group, added up batch by batch. */
final class Gathering {
	private final ChannelGroup group;
	private final ValueAxis at;
	private final boolean ranks;
	private final String obstacle;
	private final double[] active;
	private final double[] magnitude;
	private final double[] rank;
	private final long[] numbers;
	private final long[] maps;

	/**
	 * @param shape
	 *            of the value for one or more images
	 * @param flat
	 *            why the value holds no maps whatever its shape, or empty
	 */
	Gathering(ChannelGroup group, ValueAxis at, Shape shape, boolean ranks, String flat) {
		this.group = group;
		this.at = at;
		boolean mapped = flat.isEmpty() && shape.rank() == 4 && at.axis() > 0;
		this.ranks = ranks && mapped;
		this.obstacle = mapped
				? ""
				: "`" + group.name() + "` has no feature maps of two dimensions whose rank could be taken (`"
						+ at.value()
						+ "` is " + (flat.isEmpty() ? shape.toString() : flat)
						+ "); choose another criterion for it or its units by hand.";
		active = new double[group.units()];
		magnitude = new double[group.units()];
		rank = new double[group.units()];
		numbers = new long[group.units()];
		maps = new long[group.units()];
	}

	String name() {
		return group.name();
	}

	String value() {
		return at.value();
	}

	/** Adds what a batch gave; channels in parallel, each in the order of its images, so that sums do not depend on threads. */
	void add(Value value) {
		Shape shape = value.shape();
		int channels = (int) shape.dim(at.axis());
		if (channels != at.unitOfIndex().length)
			throw new IllegalStateException(at.value() + " is " + shape);
		float[] all = value.toFloats();
		int inner = 1;
		for (int axis = at.axis() + 1; axis < shape.rank(); axis++)
			inner *= (int) shape.dim(axis);
		int step = inner;
		double[][] found = new double[channels][];
		IntStream.range(0, channels).parallel().filter(c -> at.unitOfIndex()[c] >= 0)
				.forEach(c -> found[c] = channel(all, shape, c, channels, step));
		for (int c = 0; c < channels; c++)
			if (found[c] != null)
				add(at.unitOfIndex()[c], found[c], all.length / channels, (int) shape.dim(0));
	}

	private void add(int unit, double[] found, int count, int images) {
		if (!Double.isFinite(found[1]))
			throw new BadInputException("Activation `" + at.value() + "` of `" + group.name()
					+ "` holds values that are not finite numbers on these images; check the preprocessing, or export"
					+ " the model again from a checkpoint that did not diverge.");
		active[unit] += found[0];
		magnitude[unit] += found[1];
		rank[unit] += found[2];
		numbers[unit] += count;
		maps[unit] += images;
	}

	/** Numbers that are not zero, sum of their absolute values, and sum of ranks, of one channel. */
	private double[] channel(float[] all, Shape shape, int c, int channels, int inner) {
		long others = 0;
		double sum = 0;
		for (int from = c * inner; from < all.length; from += channels * inner)
			for (int i = from; i < from + inner; i++) {
				others += all[i] != 0 ? 1 : 0;
				sum += Math.abs(all[i]);
			}
		return new double[]{others, sum, ranks && Double.isFinite(sum) ? ranks(all, shape, c) : 0};
	}

	private double ranks(float[] all, Shape shape, int c) {
		int[] steps = new int[4];
		steps[3] = 1;
		for (int axis = 2; axis >= 0; axis--)
			steps[axis] = steps[axis + 1] * (int) shape.dim(axis + 1);
		int[] map = IntStream.range(1, 4).filter(axis -> axis != at.axis()).toArray();
		MapRank rankOf = new MapRank((int) shape.dim(map[0]), (int) shape.dim(map[1]));
		double sum = 0;
		for (int image = 0; image < shape.dim(0); image++)
			sum += rankOf.of(all, image * steps[0] + c * steps[at.axis()], steps[map[0]], steps[map[1]]);
		return sum;
	}

	ActivationStatistics.Maps result() {
		return new ActivationStatistics.Maps(at.value(), mean(active, numbers), mean(magnitude, numbers),
				ranks ? mean(rank, maps) : new double[0], obstacle);
	}

	private static double[] mean(double[] sums, long[] counts) {
		double[] means = new double[sums.length];
		Arrays.setAll(means, u -> counts[u] == 0 ? 0 : sums[u] / counts[u]);
		return means;
	}
}
