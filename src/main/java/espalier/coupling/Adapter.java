package espalier.coupling;

import java.util.List;
import java.util.Locale;

/**
 * A layer put in front of what reads a stream of channels, so that the channels on its two sides need not go together. It begins
 * as the identity and changes nothing.
 *
 * @param axis
 *            of the channels, in the value that the places read
 * @param places
 *            what reads the adapter's result instead; all read the same value
 */
public record Adapter(Kind kind, int axis, List<Place> places) {
	public enum Kind {
		/** A 1×1 convolution, or a matrix: both sides are free of each other. */
		PROJECTION,
		/** A choice of channels: what goes before it goes behind it, and behind it more may go. */
		SAMPLER;

		/** As in files and on the command line. */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	/** A node's input slot. */
	public record Place(String node, int slot) {}

	public Adapter {
		places = List.copyOf(places);
		if (places.isEmpty())
			throw new IllegalArgumentException("an adapter needs a place");
	}

	/** The name of its node in the graph. */
	public String name() {
		Place first = places.getFirst();
		return first.node() + "/" + kind.id() + (first.slot() == 0 ? "" : first.slot());
	}
}
