package espalier.data;

import java.awt.image.BufferedImage;
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
	private static final long MOST_PIXELS = 1L << 28;

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
		try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext())
				throw new UnreadableImage(name + " is no image of a known kind", null);
			ImageReader reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS)
					throw new UnreadableImage(
							name + " is " + reader.getWidth(0) + "x" + reader.getHeight(0) + ": too large", null);
				return picture(reader.read(0));
			} finally {
				reader.dispose();
			}
		} catch (IOException | RuntimeException e) {
			throw new UnreadableImage(name + " is damaged (" + e.getMessage() + ")", e);
		}
	}

	private static Picture picture(BufferedImage image) {
		int width = image.getWidth();
		int height = image.getHeight();
		boolean grey = image.getRaster().getNumBands() == 1
				&& image.getType() == BufferedImage.TYPE_BYTE_GRAY;
		int channels = grey ? 1 : 3;
		byte[] pixels = new byte[width * height * channels];
		if (grey)
			image.getRaster().getDataElements(0, 0, width, height, pixels);
		else {
			int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
			for (int i = 0; i < rgb.length; i++) {
				pixels[3 * i] = (byte) (rgb[i] >> 16);
				pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
				pixels[3 * i + 2] = (byte) rgb[i];
			}
		}
		return new Picture(width, height, channels, pixels);
	}
}
