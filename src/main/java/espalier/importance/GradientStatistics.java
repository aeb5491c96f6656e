package espalier.importance;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/**
 * What the gradients g of the loss on some labelled images tell of the weights w of a network's groups.
 *
 * @param images
 *            how many they were taken on
 * @param batches
 *            in how many steps; each gives one gradient, of the mean loss of its images
 * @param groups
 *            by name, the members whose gradient is known
 */
public record GradientStatistics(int images, int batches, Map<String, List<Slice>> groups) {
	/** Before anything is measured. */
	public static final GradientStatistics NONE = new GradientStatistics(0, 0, Map.of());

	/**
	 * Of one member of a group, by unit; arrays are never to be written to.
	 *
	 * @param node
	 *            that reads the member's weight
	 * @param input
	 *            the slot at which it does
	 * @param squared
	 *            mean over batches of (sum of g w)²
	 * @param absolute
	 *            mean over batches of |sum of g w|
	 * @param curvature
	 *            half the sum of w² times the mean over batches of g²
	 */
	public record Slice(String node, int input, int axis, double[] squared, double[] absolute, double[] curvature) {
		private boolean of(Member member) {
			return axis == member.axis() && input == member.use().slot() && node.equals(member.layer());
		}
	}

	public GradientStatistics {
		groups = Map.copyOf(groups);
	}

	/** Whether all of these groups were looked at, in the network that they are of. */
	public boolean covers(List<ChannelGroup> of) {
		return of.stream().allMatch(g -> groups.containsKey(g.name())
				&& groups.get(g.name()).stream().allMatch(s -> s.squared().length == g.units()));
	}

	/** What was found of a member, or null where it has no gradient or is another network's. */
	@Nullable
	Slice of(ChannelGroup group, Member member) {
		return groups.getOrDefault(group.name(), List.of()).stream()
				.filter(s -> s.of(member) && s.squared().length == group.units()).findFirst().orElse(null);
	}
}
