package espalier.allocate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.coupling.Member;

/** What the removal of a unit alone saves of what a budget is about: MACs, parameters, or milliseconds. */
record UnitCost(Request request) {
	/** By unit. Cost: one preview for each different set of widths among a group's units, mostly one for all. */
	double[] of(ChannelGroup group) {
		double[] saved = new double[group.units()];
		int[][] widths = new int[group.units()][group.members().size()];
		for (int m = 0; m < group.members().size(); m++) {
			Member member = group.members().get(m);
			for (int unit : member.unitOfIndex())
				if (unit >= 0)
					widths[unit][m]++;
		}
		Map<List<Integer>, Double> known = new HashMap<>();
		for (int unit = 0; unit < saved.length; unit++) {
			int alone = unit;
			saved[unit] = known.computeIfAbsent(Arrays.stream(widths[unit]).boxed().toList(),
					_ -> without(group, alone));
		}
		return saved;
	}

	private double without(ChannelGroup group, int unit) {
		BitSet one = new BitSet();
		one.set(unit);
		return amount(Cuts.NONE) - amount(Cuts.NONE.with(group, one));
	}

	/** What the budget is about, after cuts: MACs (for a ratio, too), parameters, or milliseconds. */
	double amount(Cuts cuts) {
		return switch (request.budget()) {
			case Budget.Ratio r -> request.cost().preview(cuts).macs();
			case Budget.Macs m -> request.cost().preview(cuts).macs();
			case Budget.Parameters p -> request.cost().preview(cuts).parameters();
			case Budget.Latency l -> l.estimate().millis(cuts);
		};
	}
}
