package espalier.app;

import java.util.List;

import espalier.coupling.Choices;
import espalier.region.Bypass;
import espalier.session.Workpiece;

/**
 * A version's network without the regions that are planned to go.
 *
 * @param base
 *            the version's
 * @param removed
 *            by what they are replaced, none inside another
 * @param piece
 *            what is left, the same as {@code base} where nothing is planned
 */
record Thinned(Workpiece base, List<Bypass> removed, Workpiece piece) {
	Thinned {
		removed = List.copyOf(removed);
	}

	static Thinned whole(Workpiece base) {
		return new Thinned(base, List.of(), base);
	}

	/**
	 * Finds anew what hangs together in what is left. Cost: as coupling, not for JavaFX's thread.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when the network lacks what the regions name
	 */
	static Thinned of(Workpiece base, List<Bypass> removed) {
		return removed.isEmpty() ? whole(base)
				: new Thinned(base, removed, Workpiece.of(base.graph(), base.trace(),
						base.coupling().choices().and(Choices.bypassing(removed))));
	}

	/** Whether nothing is planned to go. */
	boolean isWhole() {
		return removed.isEmpty();
	}
}
