package espalier.train;

import java.util.Arrays;

import espalier.coupling.Member;
import espalier.importance.GradientStatistics;

/** Sums over batches of one member of a group. */
final class GradientSums {
	private final Member member;
	private final int axis;
	private final double[] squared;
	private final double[] absolute;
	private final double[] curvature;

	/** @param axis which of the method's axes */
	GradientSums(Member member, int axis, int units) {
		this.member = member;
		this.axis = axis;
		squared = new double[units];
		absolute = new double[units];
		curvature = new double[units];
	}

	int axis() {
		return axis;
	}

	/** Adds one batch, whose sums of each index lie from {@code first} and {@code second} on. */
	void add(float[] sums, int first, int second) {
		double[] change = new double[squared.length];
		int[] unitOf = member.unitOfIndex();
		for (int i = 0; i < unitOf.length; i++)
			if (unitOf[i] >= 0) {
				change[unitOf[i]] += sums[first + i];
				curvature[unitOf[i]] += sums[second + i] / 2;
			}
		for (int u = 0; u < change.length; u++) {
			squared[u] += change[u] * change[u];
			absolute[u] += Math.abs(change[u]);
		}
	}

	GradientStatistics.Slice result(int batches) {
		return new GradientStatistics.Slice(member.layer(), member.use().slot(), member.axis(),
				mean(squared, batches), mean(absolute, batches), mean(curvature, batches));
	}

	private static double[] mean(double[] sums, int batches) {
		return Arrays.stream(sums).map(s -> s / batches).toArray();
	}
}
