package espalier.app;

import espalier.data.Cached;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Splits;
import espalier.data.Subset;

/**
 * Labelled images that a network is measured and trained on.
 *
 * @param place
 *            where they come from, as the command line takes it
 * @param sample
 *            a few of the validation images, evenly over the classes, kept decoded: what accuracy is estimated on while a plan
 *            changes
 */
record Images(String place, Splits splits, Preprocessing preprocessing, Dataset sample) {
	static final int SAMPLE = 512;
	private static final long SAMPLE_SEED = 1;
	private static final long SAMPLE_BYTES = 256L << 20;

	Images(String place, Splits splits, Preprocessing preprocessing) {
		this(place, splits, preprocessing,
				new Cached(Subset.stratified(splits.validation(), SAMPLE, SAMPLE_SEED), SAMPLE_BYTES));
	}

	/** What to call a place: {@code Shapes}, or a file's or folder's name. */
	static String title(String place) {
		if (place.equals("shapes") || place.startsWith("shapes:"))
			return "Shapes";
		return place.substring(1 + Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')));
	}

	Images with(Preprocessing other) {
		return new Images(place, splits, other, sample);
	}
}
