package espalier.importance;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/**
 * The absolute scale of batch normalisation, whatever members are chosen; where a unit has several channels, their mean. Liu et
 * al. 2017, "Learning Efficient Convolutional Networks through Network Slimming". Cost: one pass over the scales.
 */
public record BatchNormGamma() implements MemberCriterion {
	@Override
	public String id() {
		return "bn";
	}

	@Override
	public String title() {
		return "Batch-norm scale";
	}

	@Override
	public String summary() {
		return "Absolute scale γ of the batch normalisation behind a channel (Liu et al. 2017).";
	}

	@Override
	public boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice) {
		return member.use().node().is("BatchNormalization") && member.use().slot() == 1;
	}

	@Override
	public double[] slices(ChannelGroup group, Member member) {
		int units = group.units();
		double[] sums = Slices.sums(member.tensor(), member.axis(), Slices.Measure.ABSOLUTE)
				.byUnit(member.unitOfIndex(), units);
		int[] channels = new int[units];
		for (int unit : member.unitOfIndex())
			if (unit >= 0)
				channels[unit]++;
		for (int u = 0; u < units; u++)
			sums[u] /= Math.max(1, channels[u]);
		return sums;
	}

	@Override
	public String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		return "Group `" + group.name()
				+ "` has no batch normalisation; choose another criterion for it or its units by hand.";
	}
}
