package espalier.coupling;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;

/**
 * Units that are cut alone but each whole: removing unit u removes, from every member, all indices that belong to u.
 *
 * @param id
 *            position in {@link Coupling#groups()}
 * @param name
 *            unique and readable: the first layer that makes these channels, as in {@code layer1.0.conv1}
 * @param units
 *            how many there are
 * @param members
 *            weights in network order; never empty
 * @param contractions
 *            where the channels are summed away
 * @param statistics
 *            where a normalisation, mean or extreme is taken over the channels, so that it changes when some go
 * @param beside
 *            where others take such statistics, which do not change when channels of this group go
 * @param values
 *            activations that carry the channels
 * @param offer
 *            how it stands to other groups over the same weights
 * @param pin
 *            why it can't be cut, or null when it can
 */
public record ChannelGroup(int id, String name, int units, List<Member> members, List<Contraction> contractions,
		List<Contraction> statistics, List<Contraction> beside, List<ValueAxis> values, Offer offer,
		@Nullable Pin pin) {
	/** An axis of an activation that carries channels of a group; {@code unitOfIndex} as in {@link Member}. */
	public record ValueAxis(String value, int axis, int[] unitOfIndex) {}

	public ChannelGroup {
		members = List.copyOf(members);
		contractions = List.copyOf(contractions);
		statistics = List.copyOf(statistics);
		beside = List.copyOf(beside);
		values = List.copyOf(values);
	}

	/** How a group stands to others over the same weights; both may be cut. */
	public enum Offer {
		/** The first way to cut its weights. */
		FIRST,
		/** Another way to cut weights that an earlier group is over too, such as whole heads beside the width of heads. */
		OTHER,
		/** What a sampler reads of another group: channels that go there go here, and more may go here. */
		SAMPLED
	}

	/** Whether this is another way to cut weights that an earlier group is over too; allocators use the first. */
	public boolean alternative() {
		return offer == Offer.OTHER;
	}

	/** Whether its indices are another group's too. */
	public boolean overlaps() {
		return offer != Offer.FIRST;
	}

	public boolean pinned() {
		return pin != null;
	}

	/** Whether the channels that stay compute something else when others go, beside missing them in sums. */
	public boolean changesStatistics() {
		return !statistics.isEmpty();
	}

	/** The same without the members that these nodes read, for those who judge it by the others. */
	public ChannelGroup without(Set<Node> readers) {
		return readers.isEmpty() ? this
				: new ChannelGroup(id, name, units,
						members.stream().filter(m -> !readers.contains(m.use().node())).toList(),
						contractions, statistics, beside, values, offer, pin);
	}

	/** Members of one role, in network order. */
	public List<Member> members(Role role) {
		return members.stream().filter(m -> m.role() == role).toList();
	}

	/** The first layer that makes these channels, if any does. */
	public Optional<Member> maker() {
		return members.stream().filter(m -> m.role() == Role.OUT || m.role() == Role.DEPTHWISE).findFirst();
	}

	@Override
	public boolean equals(Object o) {
		return this == o;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

	@Override
	public String toString() {
		return name + "(" + units + ")";
	}
}
