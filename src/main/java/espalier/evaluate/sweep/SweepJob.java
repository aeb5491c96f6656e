package espalier.evaluate.sweep;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.coupling.Overlaps;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.RefusedException;

/**
 * What a sweep measures.
 *
 * @param modelSha256
 *            tells the graph apart from others
 * @param criterion
 *            id of what chose the orders
 * @param orders
 *            the groups to be cut, each with all of its units, those that go first first
 * @param ratios
 *            shares of units that go, above 0 and below 1, ascending
 * @param data
 *            images to measure on, all of them
 */
public record SweepJob(Coupling coupling, String modelSha256, String criterion, Map<ChannelGroup, int[]> orders,
		Metric metric, List<Double> ratios, Dataset data, Preprocessing preprocessing, Effort effort) {
	/** From a tenth to nine tenths. */
	public static final List<Double> RATIOS = List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
	/** Images of a usual sweep. */
	public static final int IMAGES = 512;

	/**
	 * @throws RefusedException
	 *             when the ratios are not such
	 */
	public SweepJob {
		orders = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(orders));
		ratios = List.copyOf(ratios);
		for (int i = 0; i < ratios.size(); i++)
			if (!(ratios.get(i) > (i == 0 ? 0 : ratios.get(i - 1)) && ratios.get(i) < 1))
				throw new RefusedException("Ratios are shares above 0 and below 1 that ascend, not " + ratios + ".");
		if (ratios.isEmpty())
			throw new RefusedException("Without a ratio there is nothing to measure; give some, as in 0.25,0.5,0.75.");
	}

	/**
	 * How much a sweep may take.
	 *
	 * @param threads
	 *            points that are measured at a time, each on one thread
	 * @param memory
	 *            bytes for images and for activations that are kept; what does not fit is computed again
	 * @param early
	 *            when a point may end before all images, or null for never
	 */
	public record Effort(int threads, long memory, @Nullable Early early) {
		/** All cores, 512 MiB, all images. */
		public static final Effort USUAL = new Effort(Runtime.getRuntime().availableProcessors(), 512L << 20, null);

		public Effort {
			if (threads < 1)
				throw new RefusedException("A sweep needs a thread at least, not " + threads + ".");
		}
	}

	/** Cuts of a group alone that take away so many units, but leave an index of every axis. */
	Cuts cuts(ChannelGroup group, int removed) {
		int[] order = java.util.Objects.requireNonNull(orders.get(group));
		BitSet units = new BitSet();
		for (int i = 0; i < removed; i++)
			units.set(order[i]);
		return Overlaps.mended(coupling, Cuts.NONE.with(group, units), (g, unit) -> {
			int[] of = orders.get(g);
			for (int i = 0; of != null && i < of.length; i++)
				if (of[i] == unit)
					return i;
			return 0;
		});
	}

	/** How many units a ratio takes away: the whole part of ratio times units (0.3 times 10 is a little less than 3). */
	static int removed(double ratio, int units) {
		return Math.min(units - 1, (int) Math.floor(ratio * units + 1e-9));
	}
}
