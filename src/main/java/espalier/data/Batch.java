package espalier.data;

/**
 * Images as a network takes them.
 *
 * @param numbers
 *            the images one after the other, each as {@link Preprocessing} lays it out
 * @param labels
 *            the class of each
 * @param partners
 *            for each image, the class of the one mixed into it; its own where nothing is mixed
 * @param share
 *            the image's own share of the mixture
 */
public record Batch(float[] numbers, int[] labels, int[] partners, float share) {
	public int size() {
		return labels.length;
	}
}
