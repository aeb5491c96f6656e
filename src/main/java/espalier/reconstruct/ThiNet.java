package espalier.reconstruct;

/** Luo, Wu, Lin 2017, ThiNet: channels go that the next layer misses least. */
final class ThiNet {
	private static final double RIDGE = 1e-9;

	private ThiNet() {}

	/**
	 * Section 3.2.2: takes away one unit after the other, each time the one with which the squared sum of what all that went
	 * would add stays smallest; of equal ones the first. All outputs and samples count, where the paper draws one output a sample.
	 * Cost: (units - keep) x units.
	 *
	 * @return those that go, in that order
	 */
	static int[] removed(Contributions of, int keep) {
		int units = of.units();
		int[] removed = new int[units - keep];
		boolean[] gone = new boolean[units];
		double[] with = new double[units];
		for (int step = 0; step < removed.length; step++) {
			int best = -1;
			double least = 0;
			for (int i = 0; i < units; i++) {
				double more = of.gram()[i * units + i] + 2 * with[i];
				if (!gone[i] && (best < 0 || more < least)) {
					best = i;
					least = more;
				}
			}
			removed[step] = best;
			gone[best] = true;
			for (int i = 0; i < units; i++)
				with[i] += of.gram()[best * units + i];
		}
		return removed;
	}

	/**
	 * Section 3.2.3: what the units that stay are multiplied by so that they make together what all are to make, by least
	 * squares; 0 for those that go. Cost: keep³ / 3.
	 */
	static double[] scales(Contributions of, int[] removed) {
		boolean[] gone = new boolean[of.units()];
		for (int unit : removed)
			gone[unit] = true;
		int[] kept = java.util.stream.IntStream.range(0, of.units()).filter(i -> !gone[i]).toArray();
		double[] gram = new double[kept.length * kept.length];
		double[] missing = new double[kept.length];
		for (int i = 0; i < kept.length; i++) {
			missing[i] = of.target()[kept[i]];
			for (int j = 0; j < kept.length; j++) {
				gram[i * kept.length + j] = of.gram()[kept[i] * of.units() + kept[j]];
				missing[i] -= gram[i * kept.length + j];
			}
		}
		double[] change = LeastSquares.change(gram, missing, kept.length, RIDGE);
		double[] scales = new double[of.units()];
		for (int i = 0; i < kept.length; i++)
			scales[kept[i]] = 1 + change[i];
		return scales;
	}
}
