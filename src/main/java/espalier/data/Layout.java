package espalier.data;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;

/**
 * How the bytes of one image of an array lie.
 *
 * @param planar
 *            whether all of one channel comes before the next, instead of the channels of a pixel side by side
 */
record Layout(int height, int width, int channels, boolean planar) {
	/**
	 * Of an array of images: NxHxW, NxHxWx1, NxHxWx3, or NxCxHxW, told apart by which axis has size 1 or 3. Null for any
	 * other, for empty images, and for ones that are larger than a file may be.
	 */
	static @Nullable Layout of(Shape array) {
		boolean last = array.rank() == 4 && channels(array.dim(3));
		boolean first = array.rank() == 4 && !last && channels(array.dim(1));
		if (array.rank() != 3 && !last && !first)
			return null;
		long height = array.dim(first ? 2 : 1);
		long width = array.dim(first ? 3 : 2);
		if (height < 1 || width < 1 || height > Decoder.MOST_PIXELS || width > Decoder.MOST_PIXELS
				|| height * width > Decoder.MOST_PIXELS)
			return null;
		return new Layout((int) height, (int) width, array.rank() == 3 ? 1 : (int) array.dim(first ? 1 : 3), first);
	}

	private static boolean channels(long size) {
		return size == 1 || size == 3;
	}

	/** Bytes of an image. */
	int bytes() {
		return height * width * channels;
	}

	Picture picture(byte[] array, int from) {
		byte[] pixels = new byte[bytes()];
		if (planar)
			for (int c = 0, at = from; c < channels; c++)
				for (int i = c; i < pixels.length; i += channels)
					pixels[i] = array[at++];
		else
			System.arraycopy(array, from, pixels, 0, pixels.length);
		return new Picture(width, height, channels, pixels);
	}
}
