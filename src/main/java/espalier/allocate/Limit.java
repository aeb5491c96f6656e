package espalier.allocate;

import java.util.Arrays;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Member;

/**
 * How many units of a group may go.
 *
 * @param units
 *            how many there are
 * @param minimum
 *            how many stay at least
 * @param step
 *            numbers of kept units are multiples of this
 */
public record Limit(int units, int minimum, int step) {
	/**
	 * The limit of a group.
	 *
	 * @param roundTo
	 *            the width of the layer that makes the channels is to be a multiple of this; met by multiples of units where
	 *            each unit has several channels
	 */
	public static Limit of(ChannelGroup group, int minimumWidth, int roundTo) {
		return new Limit(group.units(), Math.clamp(minimumWidth, 1, group.units()), step(group, roundTo));
	}

	private static int step(ChannelGroup group, int roundTo) {
		if (roundTo == 1)
			return 1;
		Member maker = group.maker().orElse(group.members().getFirst());
		long channels = Arrays.stream(maker.unitOfIndex()).filter(u -> u >= 0).count();
		int each = (int) (channels / group.units());
		return channels % group.units() != 0 || each == 0 ? roundTo : roundTo / gcd(roundTo, each);
	}

	private static int gcd(int a, int b) {
		return b == 0 ? a : gcd(b, a % b);
	}

	/** The most units that may go. */
	public int most() {
		return fit(units);
	}

	/** The largest number of units up to this that may go: rounding and the minimum keep some more. */
	public int fit(int removed) {
		int kept = Math.max(units - Math.max(0, removed), minimum);
		int rounded = Math.ceilDiv(kept, step) * step;
		return Math.max(0, units - rounded);
	}
}
