package espalier.reconstruct;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.RefusedException;

/**
 * Layers that lost inputs, fitted so that they come as near as they can to what they made in the whole network: in order of
 * depth, each on what the layers before it make by now, so that it makes good what these miss (He, Zhang, Sun 2017, section
 * 3.2).
 * <p>
 * Cost: a pass of the images through both networks as far as their activations fit in the memory, else from the last place
 * where they did for each layer; for each layer, of n numbers read at a position and m outputs, n x (n + m) multiplications a
 * sample and n² x (n / 3 + 4 m) besides. Memory: as {@link Calibration} says.
 *
 * @param graph
 *            cut, with the new weights
 * @param cuts
 *            of the network that it was made from
 * @param layers
 *            in the order in which they were fitted
 * @param left
 *            what was not fitted, or not cut, and why: a sentence each
 */
public record Reconstruction(Graph graph, Cuts cuts, List<LayerFit> layers, List<String> left) {
	/** How units are chosen, and layers then fitted. */
	public enum Method {
		/**
		 * Luo, Wu, Lin 2017: units that the next layer misses least, greedily; those that stay are multiplied by a factor each.
		 * Residual streams stay whole. What a layer is to make is what it made in the whole network.
		 */
		THINET,
		/** He, Zhang, Sun 2017: units by LASSO; then all weights of the next layer by least squares, with its constants. */
		CHANNEL_PRUNING
	}

	/** Hears how far it is. */
	@FunctionalInterface
	public interface SoFar {
		/**
		 * @param step
		 *            as in {@code layer 3 of 19: layer1.0.conv2}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(String step, double share);
	}

	public Reconstruction {
		layers = List.copyOf(layers);
		left = left.stream().distinct().toList();
	}

	/**
	 * Cuts, and fits by least squares every layer that lost inputs. The same images and seed give the same weights.
	 *
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the network does not take images, none of them can be used, or the cut is not possible
	 * @throws espalier.graph.BadInputException
	 *             when activations are not finite numbers
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Reconstruction after(Coupling coupling, Cuts cuts, Calibration calibration,
			BooleanSupplier cancelled, SoFar soFar) {
		return new AfterCut(coupling, cuts).run(calibration, cancelled, soFar);
	}

	/**
	 * Groups whose units a method can choose: those that only layers read which can be fitted. Where memory is short, some of
	 * them are left whole by {@link #choose} all the same.
	 */
	public static List<ChannelGroup> choosable(Coupling coupling, Method method) {
		return Choosing.choosable(coupling, method);
	}

	/**
	 * Chooses units layer by layer, in order of depth, and fits the layers that read them. Groups of which this can't be done
	 * stay whole, which is said.
	 *
	 * @param keep
	 *            how many units of each group stay
	 * @throws RefusedException
	 *             as above, and when a group would keep no unit or more than it has
	 * @throws espalier.graph.BadInputException
	 *             as above
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Reconstruction choose(Coupling coupling, Map<ChannelGroup, Integer> keep, Method method,
			Calibration calibration, BooleanSupplier cancelled, SoFar soFar) {
		return new Choosing(coupling, keep, method).run(calibration, cancelled, soFar);
	}
}
