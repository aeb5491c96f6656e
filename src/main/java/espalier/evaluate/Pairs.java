package espalier.evaluate;

import java.util.Arrays;

import espalier.graph.BadInputException;
import espalier.graph.Shape;
import espalier.region.Bridge;
import espalier.region.Bypass;
import espalier.runtime.Value;

/**
 * What one region's entry and exit carry at each place, as rows to fit its adapter by; the entry is pooled as the adapter pools
 * it. Memory: the sums, and one image's entry.
 */
final class Pairs {
	private static final int ROWS = 128;

	private final Bypass bypass;
	private final String entry;
	private final String exit;
	private final int in;
	private final int out;
	private final double[][] rows;
	private final NormalEquations sums;
	private int filled;

	/**
	 * @param before
	 *            shape of the entry
	 * @param behind
	 *            shape of the exit
	 */
	Pairs(Bypass bypass, String entry, String exit, Shape before, Shape behind) {
		this.bypass = bypass;
		this.entry = entry;
		this.exit = exit;
		in = Math.toIntExact(before.dim(bypass.axis()));
		out = Math.toIntExact(behind.dim(bypass.axis()));
		rows = new double[ROWS][in + out];
		sums = new NormalEquations(in, out);
	}

	String entry() {
		return entry;
	}

	String exit() {
		return exit;
	}

	/** Adds what a batch gave. */
	void add(Value from, Value to) {
		boolean maps = bypass.axis() == 1 && from.shape().rank() >= 3;
		float[] entries = from.toFloats();
		float[] exits = to.toFloats();
		if (maps)
			addMaps(entries, from.shape(), exits, to.shape());
		else
			addTokens(entries, exits);
		flush();
		int wrong = sums.notFinite();
		if (wrong >= 0)
			throw new BadInputException("Activation `" + (wrong < in ? entry : exit) + "` at region `"
					+ bypass.region() + "` holds values that are not finite numbers on these images, so no adapter can"
					+ " be fitted; check the preprocessing, or export the model again from a checkpoint that did not"
					+ " diverge.");
	}

	/** The channels are the last axis: each stretch of them is a row. */
	private void addTokens(float[] entries, float[] exits) {
		int places = entries.length / in;
		for (int place = 0; place < places; place++) {
			double[] row = rows[filled];
			for (int c = 0; c < in; c++)
				row[c] = entries[place * in + c];
			for (int c = 0; c < out; c++)
				row[in + c] = exits[place * out + c];
			filled(1);
		}
	}

	/** The channels are axis 1 of [images, channels, places...]. */
	private void addMaps(float[] entries, Shape from, float[] exits, Shape to) {
		int images = Math.toIntExact(from.dim(0));
		int whole = entries.length / images / in;
		int places = exits.length / images / out;
		Pool pool = new Pool(from, to, Bridge.strides(from, to, 1));
		float[] pooled = pool.none() ? entries : new float[in * places];
		for (int image = 0; image < images; image++) {
			if (!pool.none())
				for (int c = 0; c < in; c++)
					pool.put(entries, (image * in + c) * whole, pooled, c * places);
			int left = pool.none() ? image * in * places : 0;
			int right = image * out * places;
			for (int first = 0; first < places;) {
				int count = Math.min(ROWS - filled, places - first);
				for (int c = 0; c < in; c++)
					for (int r = 0; r < count; r++)
						rows[filled + r][c] = pooled[left + c * places + first + r];
				for (int c = 0; c < out; c++)
					for (int r = 0; r < count; r++)
						rows[filled + r][in + c] = exits[right + c * places + first + r];
				filled(count);
				first += count;
			}
		}
	}

	private void filled(int count) {
		filled += count;
		if (filled == ROWS)
			flush();
	}

	private void flush() {
		sums.add(rows, filled);
		filled = 0;
	}

	NormalEquations.Solution solve() {
		return sums.solve();
	}

	/** Means over blocks of places, without what lies beyond the edge. */
	private static final class Pool {
		/** By place before it, that behind it; -1 where it is left out. */
		private final int[] into;
		private final int[] counts;
		private final double[] means;
		private final boolean none;

		Pool(Shape from, Shape to, int[] strides) {
			none = Arrays.stream(strides).allMatch(s -> s == 1);
			int whole = 1;
			int places = 1;
			for (int k = 0; k < strides.length; k++) {
				whole *= (int) from.dim(k + 2);
				places *= (int) to.dim(k + 2);
			}
			into = new int[none ? 0 : whole];
			counts = new int[places];
			means = new double[places];
			for (int i = 0; i < into.length; i++) {
				into[i] = target(i, from, to, strides);
				if (into[i] >= 0)
					counts[into[i]]++;
			}
		}

		private static int target(int place, Shape from, Shape to, int[] strides) {
			int left = place;
			int target = 0;
			int step = 1;
			for (int k = strides.length - 1; k >= 0; k--) {
				int size = (int) from.dim(k + 2);
				int at = left % size / strides[k];
				if (at >= to.dim(k + 2))
					return -1;
				target += at * step;
				step *= (int) to.dim(k + 2);
				left /= size;
			}
			return target;
		}

		boolean none() {
			return none;
		}

		/** Pools one map. */
		void put(float[] from, int start, float[] to, int at) {
			Arrays.fill(means, 0);
			for (int i = 0; i < into.length; i++)
				if (into[i] >= 0)
					means[into[i]] += from[start + i];
			for (int p = 0; p < means.length; p++)
				to[at + p] = (float) (means[p] / counts[p]);
		}
	}
}
