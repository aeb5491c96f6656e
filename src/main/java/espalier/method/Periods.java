package espalier.method;

/**
 * When a method prunes while it trains.
 *
 * @param every
 *            epochs between two prunings
 * @param end
 *            the last epoch after which it prunes
 */
record Periods(int every, int end) {
	/** @param until share of the epochs after which nothing changes any more */
	static Periods of(int epochs, int every, double until) {
		return new Periods(every, Math.max(1, (int) Math.round(epochs * until)));
	}

	/** Whether it prunes after an epoch; always at the end, when nothing is regrown. */
	boolean prunes(int epoch) {
		return epoch == end || epoch < end && epoch % every == 0;
	}

	/** Whether nothing changes any more behind an epoch. */
	boolean over(int epoch) {
		return epoch >= end;
	}
}
