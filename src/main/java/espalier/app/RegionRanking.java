package espalier.app;

import java.util.Map;

import espalier.region.Regions;
import espalier.session.Workpiece;

/** A way to tell which regions of a network matter least, from its weights alone. */
interface RegionRanking {
	/** As people call it. */
	String title();

	/**
	 * Scores by name of region: what is lower goes first; regions of which nothing is said are missing. Not for JavaFX's thread.
	 */
	Map<String, Double> scores(Workpiece piece, Regions regions);
}
