package espalier.importance;

import java.util.ArrayList;
import java.util.List;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;
import espalier.graph.BadInputException;

/** A criterion that looks at a group's weights one member at a time. */
interface MemberCriterion extends Criterion {
	/** Whether a member is looked at, given the choice; only asked of members that hold real numbers. */
	boolean reads(ChannelGroup group, Member member, Aggregation.MemberChoice choice);

	/** One number a unit from the unit's slices of one member. */
	double[] slices(ChannelGroup group, Member member);

	/** Why a group without any member to look at can't be judged. */
	String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice);

	@Override
	default Finding score(ChannelGroup group, Aggregation aggregation) {
		List<double[]> rows = new ArrayList<>();
		for (Member member : group.members())
			if (member.tensor().type().floating() && member.tensor().readable()
					&& reads(group, member, aggregation.members()))
				rows.add(aggregation.normalise().apply(finite(member, slices(group, member))));
		if (rows.isEmpty())
			return new NotApplicable(nothingToRead(group, aggregation.members()));
		return new Ranking(aggregation.reduce().apply(rows));
	}

	/** The values, when all of them are finite. */
	static double[] finite(Member member, double[] values) {
		for (double value : values)
			if (!Double.isFinite(value))
				throw new BadInputException("The weights `" + member.tensor().name() + "` of layer `" + member.layer()
						+ "` hold values that are not finite numbers; export the model again from a checkpoint"
						+ " that did not diverge.");
		return values;
	}
}
