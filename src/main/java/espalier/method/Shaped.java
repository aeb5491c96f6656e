package espalier.method;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.importance.Aggregation;
import espalier.importance.BatchNormGamma;
import espalier.importance.Scores;
import espalier.session.Workpiece;

/**
 * A network that is shaped, after an epoch.
 *
 * @param off
 *            by group, its units that are zero now; groups that may be cut only
 * @param units
 *            by group, how many it has
 * @param scales
 *            by group, the absolute batch-norm scale of each unit before anything was zeroed; groups that have any
 * @param macs
 *            multiply-accumulates of a sample, were what is off cut
 */
public record Shaped(int epoch, SequencedMap<String, BitSet> off, SequencedMap<String, Integer> units,
		SequencedMap<String, double[]> scales, long macs) {
	static Shaped of(int epoch, Aim aim, Workpiece piece, Cuts off) {
		SequencedMap<String, BitSet> gone = new LinkedHashMap<>();
		SequencedMap<String, Integer> units = new LinkedHashMap<>();
		SequencedMap<String, double[]> scales = new LinkedHashMap<>();
		Scores gammas = gammas(piece);
		for (ChannelGroup group : aim.groups(piece.coupling())) {
			gone.put(group.name(), off.removed(group));
			units.put(group.name(), group.units());
			if (gammas.of(group) instanceof double[] of)
				scales.put(group.name(), of);
		}
		return new Shaped(epoch, gone, units, scales, piece.cost().preview(off).macs());
	}

	/** The absolute batch-norm scales of all groups that have any. */
	static Scores gammas(Workpiece piece) {
		return Scores.of(piece.coupling(), new BatchNormGamma(),
				new Aggregation(Aggregation.Normalise.NONE, Aggregation.Reduce.MEAN, Aggregation.MemberChoice.ALL));
	}

	/** How many units of each group are not off. */
	public Map<String, Integer> widths() {
		Map<String, Integer> widths = new LinkedHashMap<>();
		units.forEach((group, all) -> widths.put(group,
				all - java.util.Objects.requireNonNull(off.get(group)).cardinality()));
		return widths;
	}
}
