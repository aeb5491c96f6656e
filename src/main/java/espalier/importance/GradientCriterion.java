package espalier.importance;

import java.util.Objects;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/**
 * A criterion that looks at gradients of the loss, with the network as it is used: norms by their running statistics, nothing
 * dropped. Scoring costs nothing; for the cost of measuring see {@code espalier.train.Gradients}.
 */
public sealed interface GradientCriterion extends MemberCriterion permits Taylor, TaylorAbsolute, Fisher {
	GradientStatistics measured();

	/** The same criterion by other measurements. */
	GradientCriterion by(GradientStatistics other);

	/** One number a unit. */
	double[] of(GradientStatistics.Slice slice);

	@Override
	default Needs needs() {
		return Needs.GRADIENTS;
	}

	@Override
	default boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice) {
		return choice.counts(member) && measured().of(group, member) != null;
	}

	@Override
	default double[] slices(ChannelGroup group, Member member) {
		return of(Objects.requireNonNull(measured().of(group, member)));
	}

	@Override
	default Finding score(ChannelGroup group, Aggregation aggregation) {
		return measured().groups().containsKey(group.name())
				? MemberCriterion.super.score(group, aggregation)
				: Measurements.missing(group, this);
	}

	@Override
	default String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		return "Group `" + group.name() + "` has no " + choice.words()
				+ " with a gradient; choose another criterion for it or its units by hand.";
	}
}
