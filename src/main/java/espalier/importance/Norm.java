package espalier.importance;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/** Sums over all weights of a unit, whichever members count. Cost: one pass over each member's weights. */
sealed interface Norm extends MemberCriterion permits L1, L2, Lamp {
	/** What one weight adds to a slice. */
	Slices.Measure measure();

	@Override
	default boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice) {
		return choice.counts(member);
	}

	@Override
	default double[] slices(ChannelGroup group, Member member) {
		return Slices.sums(member.tensor(), member.axis(), measure()).byUnit(member.unitOfIndex(), group.units());
	}

	@Override
	default String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		return "Group `" + group.name() + "` has no real-valued " + choice.words()
				+ " to score; choose its units by hand.";
	}
}
