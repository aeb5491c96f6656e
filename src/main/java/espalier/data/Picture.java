package espalier.data;

/**
 * An image as it was stored.
 *
 * @param channels
 *            1 for grey, 3 for red, green and blue
 * @param pixels
 *            row by row, the channels of a pixel side by side; 8 bits unsigned
 */
public record Picture(int width, int height, int channels, byte[] pixels) {
	public Picture {
		if (pixels.length != width * height * channels)
			throw new IllegalArgumentException(pixels.length + " bytes for " + width + "x" + height + "x" + channels);
	}

	public int at(int x, int y, int channel) {
		return Byte.toUnsignedInt(pixels[(y * width + x) * channels + channel]);
	}
}
