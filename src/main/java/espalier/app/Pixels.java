package espalier.app;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * A small picture.
 *
 * @param argb
 *            row by row; not premultiplied
 */
record Pixels(int width, int height, int[] argb) {
	Pixels(int width, int height) {
		this(width, height, new int[width * height]);
	}

	void set(int x, int y, int color) {
		argb[y * width + x] = color;
	}

	/** Tiles of single rows are so many times as wide as high. */
	private static final double LONG = 6.4;

	/** How often each of some rows is to be repeated so that the whole is no thinner than a tile for rows. */
	static int repeats(int width, int rows) {
		return Math.max(1, (int) Math.round(width / LONG / rows));
	}

	/** Length of so many pixels enlarged by a whole factor as far as there is room; all of the room where it is too little. */
	static double whole(double room, int pixels) {
		return pixels > room ? room : pixels * Math.floor(room / pixels);
	}

	/** With each row several times. */
	Pixels repeated(int times) {
		Pixels taller = new Pixels(width, height * times);
		for (int y = 0; y < taller.height; y++)
			System.arraycopy(argb, y / times * width, taller.argb, y * width, width);
		return taller;
	}

	/** Enlarged by a whole factor as far as it fits a square, so that pixels stay squares. */
	Pixels enlarged(int side) {
		int factor = Math.max(1, side / Math.max(width, height));
		Pixels large = new Pixels(width * factor, height * factor);
		for (int y = 0; y < large.height; y++)
			for (int x = 0; x < large.width; x++)
				large.set(x, y, argb[y / factor * width + x / factor]);
		return large;
	}

	/** May be called on any thread. */
	Image image() {
		WritableImage image = new WritableImage(width, height);
		image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
		return image;
	}
}
