package espalier.reconstruct;

import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.graph.RefusedException;

/**
 * What layers are fitted on.
 *
 * @param data
 *            all of its images are used; labels are not looked at
 * @param positions
 *            of each layer's output that are looked at, an image, drawn by seed
 * @param corrected
 *            whether the last layer of a branch is to make good what is missing in the shortcut that it is added to, for least
 *            squares (He, Zhang, Sun 2017, section 3.3)
 * @param memory
 *            bytes that images and activations may take, twice that while they are on their way, beside the sums of one layer,
 *            which may take as much
 */
public record Calibration(Dataset data, Preprocessing preprocessing, int positions, long seed, boolean corrected,
		long memory) {
	/** As both papers draw them. */
	public static final int POSITIONS = 10;
	/** Bytes, usually. */
	public static final long MEMORY = 1L << 30;

	/** @throws RefusedException when there is no position to look at */
	public Calibration {
		if (positions < 1)
			throw new RefusedException(
					"Nothing can be fitted on " + positions + " positions an image; give 1 or more.");
	}

	/** With what is usual. */
	public static Calibration of(Dataset data, Preprocessing preprocessing) {
		return new Calibration(data, preprocessing, POSITIONS, 1, true, MEMORY);
	}
}
