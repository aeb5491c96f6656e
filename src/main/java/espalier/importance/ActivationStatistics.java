package espalier.importance;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;

/**
 * What a network's activations on some images tell of the units of its groups.
 *
 * @param images
 *            how many it was taken from; for single groups fewer while it is being measured
 * @param ranked
 *            whether ranks were looked at
 * @param groups
 *            by name
 */
public record ActivationStatistics(int images, boolean ranked, Map<String, Maps> groups) {
	/** Before anything is measured. */
	public static final ActivationStatistics NONE = new ActivationStatistics(0, false, Map.of());

	/**
	 * Of one group, by unit; a unit of several channels has their mean. Arrays are never to be written to.
	 *
	 * @param value
	 *            the activation that was looked at; empty where there is none
	 * @param active
	 *            share of numbers that are not zero
	 * @param magnitude
	 *            mean absolute number
	 * @param rank
	 *            mean rank of the maps; empty where there are none or they were not looked at
	 * @param obstacle
	 *            a sentence that says why there is no value, or no maps in it; empty where nothing is missing
	 */
	public record Maps(String value, double[] active, double[] magnitude, double[] rank, String obstacle) {
		/** Of a group of which nothing can be looked at. */
		public static Maps none(String obstacle) {
			return new Maps("", new double[0], new double[0], new double[0], obstacle);
		}
	}

	public ActivationStatistics {
		groups = Map.copyOf(groups);
	}

	/** Whether all of these groups were looked at, in the network that they are of. */
	public boolean covers(List<ChannelGroup> of) {
		return of.stream().allMatch(g -> of(g) != null);
	}

	/** What was found of a group, or null where it was not looked at or is another network's. */
	@Nullable
	Maps of(ChannelGroup group) {
		Maps found = groups.get(group.name());
		return found == null || !found.value().isEmpty() && found.active().length != group.units() ? null : found;
	}
}
