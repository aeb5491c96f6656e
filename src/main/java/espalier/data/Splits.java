package espalier.data;

/**
 * Images to train on and images to measure on, none in both.
 *
 * @param divided
 *            whether the two were divided by seed because the source has no division of its own
 */
public record Splits(Dataset train, Dataset validation, boolean divided) {
	/** A tenth of the images of each class is kept for validation, drawn by seed. */
	static Splits divide(Dataset all, long seed) {
		int[] order = Subset.stratified(all, all.size(), seed).indices();
		int kept = Math.max(1, all.size() / 10);
		return new Splits(
				new Subset(all, java.util.Arrays.copyOfRange(order, kept, order.length), all.name() + ", train"),
				new Subset(all, java.util.Arrays.copyOf(order, kept), all.name() + ", validation"), true);
	}
}
