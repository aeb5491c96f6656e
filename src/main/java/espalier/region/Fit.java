package espalier.region;

import java.util.Arrays;

/**
 * Weights of an adapter: what comes out is {@code weight · in + bias} at every place.
 *
 * @param in
 *            channels before it
 * @param weight
 *            [channels behind it, channels before it], row by row
 * @param bias
 *            one for each channel behind it
 */
public record Fit(int in, float[] weight, float[] bias) {
	public Fit {
		if (in <= 0 || weight.length != in * bias.length)
			throw new IllegalArgumentException(weight.length + " weights for " + in + " x " + bias.length);
	}

	/** Channels behind it. */
	public int out() {
		return bias.length;
	}

	@Override
	public boolean equals(Object o) {
		return o instanceof Fit f && in == f.in && Arrays.equals(weight, f.weight) && Arrays.equals(bias, f.bias);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(bias) + in;
	}
}
