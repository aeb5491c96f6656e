package espalier.app;

import java.util.List;
import java.util.SequencedMap;

import espalier.coupling.Cuts;
import espalier.evaluate.Latency;
import espalier.graph.Node;
import espalier.region.Bypass;

/**
 * What was timed together.
 *
 * @param rows
 *            the first version, the one shown, and the plan on it, where they differ
 * @param nodes
 *            milliseconds by node of the version shown, in the graph's order
 * @param removed
 *            the regions that went from what was timed as the plan
 * @param planned
 *            the cuts that were timed as the plan
 */
record TimingResult(TimingSetup setup, List<Row> rows, SequencedMap<Node, Double> nodes,
		List<Bypass> removed, Cuts planned) {
	/** Whether a plan is the one that was timed. */
	boolean timed(PlanEdit edit) {
		return edit.cuts().equals(planned) && edit.thinned().removed().equals(removed);
	}

	/**
	 * One network.
	 *
	 * @param plan
	 *            whether it is the plan, cut
	 */
	record Row(String name, boolean plan, Latency latency, long macs) {}

	/** How many times as fast as the first version, as measured. */
	double speedUp(Row row) {
		return rows.getFirst().latency().median() / row.latency().median();
	}

	/** Whether less than half of what the MACs promise is there: the mark of widths that the runtime has no fast code for. */
	boolean disappoints() {
		return rows.stream().anyMatch(r -> speedUpByMacs(r) > 1.2 && speedUp(r) - 1 < (speedUpByMacs(r) - 1) / 2);
	}

	/** How many times as fast as the first version, if time went by MACs. */
	double speedUpByMacs(Row row) {
		return (double) rows.getFirst().macs() / row.macs();
	}
}
