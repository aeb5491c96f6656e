package espalier.data;

/** Pictures of another number of channels. */
final class Channels {
	private Channels() {}

	/** Grey to colour by repeating; colour to grey by luma (ITU-R BT.601), rounded. */
	static Picture convert(Picture picture, int channels) {
		byte[] old = picture.pixels();
		byte[] pixels = new byte[picture.width() * picture.height() * channels];
		for (int i = 0; i < picture.width() * picture.height(); i++)
			if (channels == 3)
				java.util.Arrays.fill(pixels, 3 * i, 3 * i + 3, old[i]);
			else
				pixels[i] = (byte) Math.round(0.299 * Byte.toUnsignedInt(old[3 * i])
						+ 0.587 * Byte.toUnsignedInt(old[3 * i + 1]) + 0.114 * Byte.toUnsignedInt(old[3 * i + 2]));
		return new Picture(picture.width(), picture.height(), channels, pixels);
	}
}
