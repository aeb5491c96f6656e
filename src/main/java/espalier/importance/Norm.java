package espalier.importance;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/** Which members the norms look at, and how indices of a unit add up. Cost: one pass over each member's weights. */
sealed interface Norm extends MemberCriterion permits L1, L2 {
	/** What one weight adds to a slice. */
	Slices.Measure measure();

	@Override
	default boolean reads(Member member, Aggregation.MemberChoice choice) {
		return switch (choice) {
			case ALL -> makes(member) || takes(member) || scales(member);
			case OUTPUTS -> makes(member);
			case INPUTS -> takes(member);
		};
	}

	@Override
	default double[] slices(Member member, int units) {
		return Slices.sums(member.tensor(), member.axis(), measure()).byUnit(member.unitOfIndex(), units);
	}

	@Override
	default String nothingToRead(ChannelGroup group, Aggregation.MemberChoice choice) {
		String which = switch (choice) {
			case ALL -> "weights";
			case OUTPUTS -> "weights that make its channels";
			case INPUTS -> "weights that read its channels";
		};
		return "Group `" + group.name() + "` has no real-valued " + which + " to score; choose its units by hand.";
	}

	private static boolean makes(Member member) {
		return switch (member.role()) {
			case OUT, DEPTHWISE -> true;
			default -> false;
		};
	}

	private static boolean takes(Member member) {
		return switch (member.role()) {
			case IN -> true;
			default -> false;
		};
	}

	/**
	 * Scales multiply a channel, so they tell how much of it goes on. Shifts, biases and running statistics do not: they offset
	 * a channel whatever its worth.
	 */
	private static boolean scales(Member member) {
		return switch (member.role()) {
			case NORM -> member.use().slot() == 1;
			case CONSTANT -> member.use().node().is("Mul");
			default -> false;
		};
	}
}
