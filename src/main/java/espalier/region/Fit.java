package espalier.region;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

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

	/**
	 * The same among more channels, of which the others count for nothing.
	 *
	 * @param keptIn
	 *            where its channels are among those before it; null where they are all
	 * @param keptOut
	 *            the same behind it
	 */
	public Fit among(int allIn, int @Nullable [] keptIn, int allOut, int @Nullable [] keptOut) {
		float[] wide = new float[Math.multiplyExact(allIn, allOut)];
		float[] shift = new float[allOut];
		for (int o = 0; o < out(); o++) {
			int row = keptOut == null ? o : keptOut[o];
			shift[row] = bias[o];
			for (int i = 0; i < in; i++)
				wide[row * allIn + (keptIn == null ? i : keptIn[i])] = weight[o * in + i];
		}
		return new Fit(allIn, wide, shift);
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
