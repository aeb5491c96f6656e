package espalier.data;

import java.util.List;

/** Labelled images, read one by one on demand. Safe for use by several threads. */
public interface Dataset {
	/** What to call it, as in {@code cifar10-images.tar.gz, test}. */
	String name();

	/** Class names by label. */
	List<String> classes();

	int size();

	/** The class of an image; may be beyond {@link #classes} where the file says so. */
	int label(int index);

	/**
	 * Decodes an image.
	 *
	 * @throws UnreadableImage
	 *             when it can't be
	 */
	Picture read(int index) throws UnreadableImage;

	/** Tells data sets apart: a hash over the identity of every image, not over its pixels. */
	String hash();
}
