package espalier.method;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.session.Workpiece;

/**
 * Early weights in the form that was found with later ones. Frankle, Carbin 2019, "The Lottery Ticket Hypothesis", section 2, and
 * Renda, Frankle, Carbin 2020, "Comparing Rewinding and Fine-tuning in Neural Network Pruning", section 3, which rewinds to some way
 * into the training; there single weights go, here channels.
 */
final class Rewinding {
	private Rewinding() {}

	/**
	 * Cuts an early network as was cut since. Cost: one surgery and one coupling for each cut.
	 *
	 * @param since
	 *            what followed on it, in order
	 */
	static Workpiece of(Workpiece early, List<Stage> since) {
		Workpiece now = early;
		for (Stage stage : since)
			now = switch (stage.change()) {
				case Stage.Change.Cut(Workpiece planned, Cuts cuts) -> cut(now, planned, cuts);
				case Stage.Change.Fitted(Workpiece planned, Cuts cuts) -> cut(now, planned, cuts);
				case Stage.Change.Weights() -> now;
			};
		return now;
	}

	/** Groups of both networks have the same names, since only their weights differ. */
	private static Workpiece cut(Workpiece now, Workpiece planned, Cuts cuts) {
		Workpiece same = Workpiece.of(now.graph(), now.trace(), planned.coupling().choices());
		Map<ChannelGroup, BitSet> removed = new LinkedHashMap<>();
		for (ChannelGroup group : cuts.groups())
			removed.put(Objects.requireNonNull(same.coupling().group(group.name()), group.name()), cuts.removed(group));
		return same.without(Cuts.of(removed));
	}
}
