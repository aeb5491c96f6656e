package espalier.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Pictures of other sizes. */
final class Scaling {
	private Scaling() {}

	static Picture by(Picture picture, double factor) {
		return to(picture, side(picture.width(), factor), side(picture.height(), factor));
	}

	/** How many pixels a picture would have. */
	static long pixels(Picture picture, double factor) {
		return (long) side(picture.width(), factor) * side(picture.height(), factor);
	}

	private static int side(int side, double factor) {
		return (int) Math.max(1, Math.round(side * factor));
	}

	/** Bilinear; by steps of a half where it shrinks, so that nothing is skipped. */
	static Picture to(Picture picture, int width, int height) {
		if (picture.width() == width && picture.height() == height)
			return picture;
		BufferedImage image = image(picture);
		while (image.getWidth() > 2 * width && image.getHeight() > 2 * height)
			image = drawn(image, image.getWidth() / 2, image.getHeight() / 2);
		image = drawn(image, width, height);
		byte[] pixels = new byte[width * height * picture.channels()];
		for (int i = 0; i < width * height; i++) {
			int rgb = image.getRGB(i % width, i / width);
			for (int c = 0; c < picture.channels(); c++)
				pixels[i * picture.channels() + c] = (byte) (rgb >> 8 * (2 - c));
		}
		return new Picture(width, height, picture.channels(), pixels);
	}

	private static BufferedImage drawn(BufferedImage image, int width, int height) {
		BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = smaller.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
		graphics.drawImage(image, 0, 0, width, height, null);
		graphics.dispose();
		return smaller;
	}

	private static BufferedImage image(Picture picture) {
		BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < picture.height(); y++)
			for (int x = 0; x < picture.width(); x++) {
				int red = picture.at(x, y, 0);
				image.setRGB(x, y, picture.channels() == 1
						? red << 16 | red << 8 | red
						: red << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
			}
		return image;
	}

	static Picture centre(Picture picture, int width, int height) {
		return cut(picture, (picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
	}

	/** A picture moved to the left and up; beyond its edges it is mirrored. */
	static Picture moved(Picture picture, int left, int up) {
		int width = picture.width();
		int height = picture.height();
		int channels = picture.channels();
		byte[] pixels = new byte[picture.pixels().length];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				System.arraycopy(picture.pixels(),
						(mirrored(y + up, height) * width + mirrored(x + left, width)) * channels, pixels,
						(y * width + x) * channels, channels);
		return new Picture(width, height, channels, pixels);
	}

	private static int mirrored(int at, int size) {
		int within = Math.floorMod(at, 2 * size);
		return within < size ? within : 2 * size - 1 - within;
	}

	/** A part of a picture; what lies outside of it is black. */
	static Picture cut(Picture picture, int left, int top, int width, int height) {
		int channels = picture.channels();
		byte[] pixels = new byte[width * height * channels];
		for (int y = Math.max(0, -top); y < height && y + top < picture.height(); y++) {
			int from = Math.max(0, -left);
			int to = Math.min(width, picture.width() - left);
			if (to > from)
				System.arraycopy(picture.pixels(), ((y + top) * picture.width() + left + from) * channels, pixels,
						(y * width + from) * channels, (to - from) * channels);
		}
		return new Picture(width, height, channels, pixels);
	}
}
