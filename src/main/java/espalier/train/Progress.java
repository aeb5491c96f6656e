package espalier.train;

/** Hears how a training goes, on the thread that trains. */
public interface Progress {
	/**
	 * After each step.
	 *
	 * @param step
	 *            counted from 1 over all epochs
	 * @param imagesPerSecond
	 *            over the last steps, time in pause left out
	 */
	default void step(long step, long steps, double loss, double rate, double imagesPerSecond) {}

	/** After each epoch. */
	default void epoch(Metrics metrics) {}

	/** Once, when images had to be left out. */
	default void skipped(String description) {}
}
