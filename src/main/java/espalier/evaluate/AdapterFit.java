package espalier.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.region.End;

/**
 * The adapter in the place of a region, fitted so that it makes of the region's entry what comes nearest to the region's exit:
 * least squares with a constant over all places of all images, with a ridge of {@value NormalEquations#RIDGE} of the mean
 * variance of the entry's channels. The entry is pooled before as the adapter pools it.
 * <p>
 * Entry and exit are those of the network as it is given, with all regions in it. So where several regions go one behind the
 * other, each adapter is fitted as if it alone stood in a whole network: what those before it miss is not made good.
 *
 * @param bypass
 *            with the weights
 * @param images
 *            that were used
 * @param spread
 *            mean square of the exit about the mean of each channel
 * @param error
 *            mean square of what the adapter misses of the exit, before its weights are rounded to the network's type
 * @param before
 *            the same of the adapter as it begins, the identity
 */
public record AdapterFit(Bypass bypass, int images, double spread, double error, double before) {
	/** Which adapters are fitted. */
	public enum Which {
		/** Those behind which there is another number of channels than before. */
		CHANGING,
		/** Those that only pool, too: they are given a 1x1 convolution that they had none of. */
		ALL
	}

	/** Hears how far it is, several times a second. */
	@FunctionalInterface
	public interface SoFar {
		/**
		 * @param step
		 *            as in {@code 120 of 512 images}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(String step, double share);
	}

	/** What share of the exit's spread the adapter does not explain, 0 to 1. */
	public double unexplained() {
		return spread > 0 ? Math.min(1, error / spread) : error > 0 ? 1 : 0;
	}

	/**
	 * Fits the adapters of some regions, in their order; those that need none, and those that {@code which} leaves out, are passed
	 * over. The same images give the same weights.
	 * <p>
	 * Cost: a forward pass an image up to the last exit, and for each place in it in x (in/2 + out) multiplications. Memory: the
	 * activations of one small batch, twice, at most {@link Activations#ROOM} bytes of them or one image's (where more would have
	 * to be looked at, there are several passes over the images), and 8 x in x (in + out) bytes an adapter.
	 *
	 * @param graph
	 *            with the regions in it
	 * @param data
	 *            the images; labels are not looked at
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network does not take images, none of them can be used, it lacks an entry or an exit, or weights do not
	 *             fit in its type
	 * @throws espalier.graph.BadInputException
	 *             when activations are not finite numbers
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static List<AdapterFit> of(Graph graph, Trace trace, List<Bypass> bypasses, Which which, Dataset data,
			Preprocessing preprocessing, BooleanSupplier cancelled, SoFar soFar) {
		return of(graph, trace, bypasses, which, data, preprocessing, cancelled, soFar, Activations.ROOM);
	}

	static List<AdapterFit> of(Graph graph, Trace trace, List<Bypass> bypasses, Which which, Dataset data,
			Preprocessing preprocessing, BooleanSupplier cancelled, SoFar soFar, long room) {
		return new AdapterFitting(graph, trace, data, preprocessing, cancelled, soFar).run(bypasses, which, room);
	}

	/** The same bypasses, with these weights where they were fitted. */
	public static List<Bypass> into(List<Bypass> bypasses, List<AdapterFit> fits) {
		Map<End, Bypass> byExit = new LinkedHashMap<>();
		fits.forEach(f -> byExit.put(f.bypass().exit(), f.bypass()));
		return bypasses.stream().map(b -> byExit.getOrDefault(b.exit(), b)).toList();
	}
}
