package espalier.coupling;

import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.graph.RefusedException;

/** What cuts do together where groups are over the same indices. */
public final class Overlaps {
	private Overlaps() {}

	/** Units of a group that go because another group's, which are over the same indices, go. Empty for groups that sample nothing. */
	public static BitSet lost(Coupling coupling, ChannelGroup group, Cuts cuts) {
		BitSet lost = new BitSet();
		if (group.offer() != ChannelGroup.Offer.SAMPLED)
			return lost;
		ChannelGroup.ValueAxis at = group.values().getFirst();
		for (GroupBuilder.Span other : coupling.spans(at.value(), at.axis()))
			if (other.group() != group && cuts.count(other.group()) > 0)
				for (int i = 0; i < at.unitOfIndex().length; i++)
					if (at.unitOfIndex()[i] >= 0 && goes(other, i, cuts))
						lost.set(at.unitOfIndex()[i]);
		return lost;
	}

	/**
	 * The cuts, but with one index left wherever they would together leave nothing of an axis: the one whose units score best.
	 *
	 * @param score
	 *            importance of a group's unit
	 */
	public static Cuts mended(Coupling coupling, Cuts cuts, ToDoubleBiFunction<ChannelGroup, Integer> score) {
		Cuts mended = cuts;
		for (List<GroupBuilder.Span> bare = bare(coupling, cuts); bare != null; bare = bare(coupling, mended)) {
			int best = 0;
			for (int i = 1; i < bare.getFirst().unitOfIndex().length; i++)
				if (score(bare, i, score) > score(bare, best, score))
					best = i;
			for (GroupBuilder.Span span : bare)
				if (goes(span, best, mended)) {
					BitSet units = mended.removed(span.group());
					units.clear(span.unitOfIndex()[best]);
					mended = mended.with(span.group(), units);
				}
		}
		return mended;
	}

	private static double score(List<GroupBuilder.Span> spans, int index,
			ToDoubleBiFunction<ChannelGroup, Integer> score) {
		double sum = 0;
		for (GroupBuilder.Span span : spans)
			if (span.unitOfIndex()[index] >= 0 && !span.group().pinned())
				sum += score.applyAsDouble(span.group(), span.unitOfIndex()[index]);
		return sum;
	}

	/**
	 * @throws RefusedException
	 *             when cuts would together leave nothing of an axis
	 */
	public static void require(Coupling coupling, Cuts cuts) {
		List<GroupBuilder.Span> bare = bare(coupling, cuts);
		if (bare != null)
			throw new RefusedException("Together these cuts of "
					+ bare.stream().map(GroupBuilder.Span::group).filter(g -> cuts.count(g) > 0)
							.map(g -> "`" + g.name() + "`")
							.distinct().collect(Collectors.joining(", "))
					+ " leave nothing where the groups are over the same channels; keep a channel that none of them cuts.");
	}

	/** The first axis of which nothing would be left, or null. */
	private static @Nullable List<GroupBuilder.Span> bare(Coupling coupling, Cuts cuts) {
		if (!cuts.isEmpty())
			for (List<GroupBuilder.Span> spans : coupling.overlapping())
				if (bare(spans, cuts))
					return spans;
		return null;
	}

	private static boolean bare(List<GroupBuilder.Span> spans, Cuts cuts) {
		for (int i = 0; i < spans.getFirst().unitOfIndex().length; i++) {
			boolean goes = false;
			for (GroupBuilder.Span span : spans)
				goes |= goes(span, i, cuts);
			if (!goes)
				return false;
		}
		return true;
	}

	private static boolean goes(GroupBuilder.Span span, int index, Cuts cuts) {
		int unit = span.unitOfIndex()[index];
		return unit >= 0 && cuts.isRemoved(span.group(), unit);
	}
}
