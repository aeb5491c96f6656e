package espalier.method;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.session.Workpiece;

/** Channels that nothing makes any more. */
final class Zeros {
	private Zeros() {}

	/** The units all of whose filters are zero, of groups that may be cut; one unit of each group stays. */
	static Cuts of(Aim aim, Workpiece piece) {
		Map<ChannelGroup, BitSet> zeros = new LinkedHashMap<>();
		for (ChannelGroup group : aim.groups(piece.coupling())) {
			double[][] rows = Rows.of(group);
			BitSet off = new BitSet();
			for (int unit = 0; unit < rows.length; unit++)
				off.set(unit, rows[unit].length > 0 && Arrays.stream(rows[unit]).allMatch(w -> w == 0));
			if (off.cardinality() == group.units())
				off.clear(0);
			zeros.put(group, off);
		}
		return Cuts.of(zeros);
	}
}
