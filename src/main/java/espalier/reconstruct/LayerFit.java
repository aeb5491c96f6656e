package espalier.reconstruct;

import java.util.List;

/**
 * What fitting a layer did, measured at the positions that it was fitted on.
 *
 * @param node
 *            the layer's name in the graph
 * @param layer
 *            as people call it
 * @param groups
 *            names of those it lost inputs of
 * @param spread
 *            mean square of what the layer is to make about the mean of each output
 * @param before
 *            mean square of what it misses by its old weights, on what the layers before it make by now
 * @param after
 *            the same by its new weights
 */
public record LayerFit(String node, String layer, List<String> groups, int images, long samples, double spread,
		double before, double after) {
	/** What share of the spread it misses by its old weights; may be above 1. */
	public double lostBefore() {
		return share(before);
	}

	/** What share of the spread it misses by its new weights. */
	public double lostAfter() {
		return share(after);
	}

	private double share(double error) {
		return spread > 0 ? error / spread : error > 0 ? 1 : 0;
	}
}
