package espalier.data;

import java.util.SplittableRandom;

/**
 * Changes that keep the class, made anew each time an image is trained on.
 *
 * @param flip
 *            whether half of the images are mirrored left to right
 * @param crop
 *            pixels by which the image is moved at most, each way; what comes in is its mirror image, so that the numbers a
 *            network sees are spread as without the move
 * @param cutout
 *            side of a square that is blackened anywhere (DeVries and Taylor 2017); 0 for none
 * @param mixup
 *            alpha of the Beta distribution by which pairs of images are mixed (Zhang et al. 2018); 0 for none
 */
public record Augmentation(boolean flip, int crop, int cutout, double mixup) {
	public static final Augmentation NONE = new Augmentation(false, 0, 0, 0);

	/** A changed picture of the same size. */
	Picture apply(Picture picture, SplittableRandom random) {
		int width = picture.width();
		int height = picture.height();
		Picture changed = crop == 0
				? picture
				: Scaling.moved(picture, random.nextInt(-crop, crop + 1), random.nextInt(-crop, crop + 1));
		if (flip && random.nextBoolean())
			changed = mirrored(changed);
		return cutout == 0 ? changed : blackened(changed, random.nextInt(width), random.nextInt(height));
	}

	private static Picture mirrored(Picture picture) {
		int channels = picture.channels();
		byte[] pixels = new byte[picture.pixels().length];
		for (int row = 0; row < picture.height(); row++)
			for (int x = 0; x < picture.width(); x++)
				System.arraycopy(picture.pixels(), (row * picture.width() + x) * channels, pixels,
						(row * picture.width() + picture.width() - 1 - x) * channels, channels);
		return new Picture(picture.width(), picture.height(), channels, pixels);
	}

	private Picture blackened(Picture picture, int x, int y) {
		byte[] pixels = picture.pixels().clone();
		int left = Math.max(0, x - cutout / 2);
		int right = Math.min(picture.width(), x - cutout / 2 + cutout);
		for (int row = Math.max(0, y - cutout / 2); row < Math.min(picture.height(), y - cutout / 2 + cutout); row++)
			java.util.Arrays.fill(pixels, (row * picture.width() + left) * picture.channels(),
					(row * picture.width() + right) * picture.channels(), (byte) 0);
		return new Picture(picture.width(), picture.height(), picture.channels(), pixels);
	}
}
