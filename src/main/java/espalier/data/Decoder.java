package espalier.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Image files to pictures. */
final class Decoder {
	private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "wbmp");
	/** Larger images come from damaged or hostile files. */
	static final long MOST_PIXELS = 1L << 26;

	static {
		ImageIO.setUseCache(false);
	}

	private Decoder() {}

	/** Whether a file's name is that of an image. */
	static boolean takes(String name) {
		return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
	}

	/** @throws UnreadableImage when the bytes are no image, or one of an unusable size */
	static Picture decode(String name, byte[] file) throws UnreadableImage {
		if (cutShort(file))
			throw new UnreadableImage(name + " is damaged (it ends too early)", null);
		try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext())
				throw new UnreadableImage(name + " is no image of a known kind", null);
			ImageReader reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				requireSane(name, reader.getWidth(0), reader.getHeight(0));
				// A TIFF of few pixels may say that they are a part of a tile of many.
				requireSane(name, reader.getTileWidth(0), reader.getTileHeight(0));
				return picture(reader.read(0));
			} finally {
				reader.dispose();
			}
		} catch (IOException | RuntimeException e) {
			throw new UnreadableImage(name + " is damaged (" + e.getMessage() + ")", e);
		}
	}

	private static void requireSane(String name, int width, int height) throws UnreadableImage {
		if ((long) width * height > MOST_PIXELS)
			throw new UnreadableImage(name + " is " + width + "x" + height + ": too large", null);
	}

	/**
	 * Whether a JPEG has no end after its last scan. The decoder would fill up the missing part with grey. Neither marker occurs
	 * within a scan, as each 255 there is followed by 0.
	 */
	private static boolean cutShort(byte[] file) {
		boolean jpeg = file.length > 2 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
		return jpeg && lastMarker(file, 0xd9) <= lastMarker(file, 0xda);
	}

	private static int lastMarker(byte[] file, int kind) {
		for (int i = file.length - 2; i >= 0; i--)
			if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == kind)
				return i;
		return -1;
	}

	/** Grey images as they are stored, to 8 bits; all others as red, green and blue. Transparency is left out. */
	private static Picture picture(BufferedImage image) {
		return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
				&& image.getSampleModel().getDataType() != DataBuffer.TYPE_FLOAT ? grey(image) : colour(image);
	}

	/** From the samples: the colour model would brighten them, as it takes grey for linear in light. */
	private static Picture grey(BufferedImage image) {
		int width = image.getWidth();
		int height = image.getHeight();
		int bits = image.getColorModel().getComponentSize(0);
		int[] samples = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
		byte[] pixels = new byte[samples.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (bits > 8 ? samples[i] >> bits - 8 : samples[i] * 255 / ((1 << bits) - 1));
		return new Picture(width, height, 1, pixels);
	}

	private static Picture colour(BufferedImage image) {
		int width = image.getWidth();
		int height = image.getHeight();
		int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
		byte[] pixels = new byte[rgb.length * 3];
		for (int i = 0; i < rgb.length; i++) {
			pixels[3 * i] = (byte) (rgb[i] >> 16);
			pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
			pixels[3 * i + 2] = (byte) rgb[i];
		}
		return new Picture(width, height, 3, pixels);
	}
}
