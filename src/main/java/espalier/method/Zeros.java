package espalier.method;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import espalier.allocate.Limit;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.session.Workpiece;

/** Channels that nothing makes any more. */
final class Zeros {
	private Zeros() {}

	/** The units all of whose filters are zero, of groups that may be cut, as far as least and rounded widths let them go. */
	static Cuts of(Aim aim, Workpiece piece) {
		Map<ChannelGroup, BitSet> zeros = new LinkedHashMap<>();
		for (ChannelGroup group : aim.groups(piece.coupling())) {
			double[][] rows = Rows.of(group);
			BitSet off = new BitSet();
			for (int unit = 0; unit < rows.length; unit++)
				off.set(unit, rows[unit].length > 0 && Arrays.stream(rows[unit]).allMatch(w -> w == 0));
			int most = Limit.of(group, aim.minimumWidth(), aim.roundTo()).fit(off.cardinality());
			for (int unit = off.nextSetBit(0); off.cardinality() > most; unit = off.nextSetBit(unit + 1))
				off.clear(unit);
			zeros.put(group, off);
		}
		return Cuts.of(zeros);
	}
}
