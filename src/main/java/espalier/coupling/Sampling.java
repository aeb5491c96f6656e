package espalier.coupling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

import espalier.graph.RefusedException;

/** What cuts of a stream do to those who sample it. */
public final class Sampling {
	private Sampling() {}

	/** Units of a group that go because another group's, which are over the same indices, go. Empty for groups that sample nothing. */
	public static BitSet lost(Coupling coupling, ChannelGroup group, Cuts cuts) {
		BitSet lost = new BitSet();
		if (group.offer() != ChannelGroup.Offer.SAMPLED)
			return lost;
		ChannelGroup.ValueAxis at = group.values().getFirst();
		for (GroupBuilder.Span other : coupling.spans(at.value(), at.axis()))
			if (other.group() != group && cuts.count(other.group()) > 0)
				for (int i = 0; i < at.unitOfIndex().length; i++)
					if (at.unitOfIndex()[i] >= 0 && other.unitOfIndex()[i] >= 0
							&& cuts.isRemoved(other.group(), other.unitOfIndex()[i]))
						lost.set(at.unitOfIndex()[i]);
		return lost;
	}

	/**
	 * The cuts, but with one unit left wherever a branch would have nothing to read: its best.
	 *
	 * @param score
	 *            importance of a group's unit
	 */
	public static Cuts mended(Coupling coupling, Cuts cuts, ToDoubleBiFunction<ChannelGroup, Integer> score) {
		Cuts mended = cuts;
		for (ChannelGroup group : bare(coupling, cuts)) {
			int best = 0;
			for (int unit = 1; unit < group.units(); unit++)
				if (score.applyAsDouble(group, unit) > score.applyAsDouble(group, best))
					best = unit;
			ChannelGroup.ValueAxis at = group.values().getFirst();
			for (GroupBuilder.Span span : coupling.spans(at.value(), at.axis()))
				for (int i = 0; i < at.unitOfIndex().length; i++)
					if (at.unitOfIndex()[i] == best && span.unitOfIndex()[i] >= 0) {
						BitSet units = mended.removed(span.group());
						units.clear(span.unitOfIndex()[i]);
						mended = mended.with(span.group(), units);
					}
		}
		return mended;
	}

	/**
	 * @throws RefusedException
	 *             when a branch would have nothing to read
	 */
	public static void require(Coupling coupling, Cuts cuts) {
		for (ChannelGroup group : bare(coupling, cuts))
			throw new RefusedException("Together these cuts leave nothing of group `" + group.name()
					+ "`: what the stream keeps, the sampler drops; keep a channel in both.");
	}

	private static List<ChannelGroup> bare(Coupling coupling, Cuts cuts) {
		List<ChannelGroup> bare = new ArrayList<>();
		for (ChannelGroup group : coupling.prunable())
			if (group.offer() == ChannelGroup.Offer.SAMPLED) {
				BitSet gone = lost(coupling, group, cuts);
				gone.or(cuts.removed(group));
				if (gone.cardinality() == group.units())
					bare.add(group);
			}
		return bare;
	}
}
