package espalier.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Sources;
import espalier.data.UnreadableImage;

/** Small folders of images by class, drawn from the generated sample. */
final class ImageFolders {
	private static final int CLASSES = 10;

	private ImageFolders() {}

	/** So many images of each class to train on and to measure on, cut to a square of a side. */
	static Path of(Path folder, int train, int test, int side) throws Exception {
		Dataset shapes = Sources.open("shapes", 1).train();
		write(folder.resolve("train"), shapes, 0, train, side);
		write(folder.resolve("test"), shapes, train, test, side);
		return folder;
	}

	private static void write(Path use, Dataset shapes, int from, int count, int side)
			throws IOException, UnreadableImage {
		for (int i = from * CLASSES; i < (from + count) * CLASSES; i++) {
			Path folder = Files.createDirectories(use.resolve(shapes.classes().get(shapes.label(i))));
			ImageIO.write(image(shapes.read(i), side), "png", folder.resolve(i + ".png").toFile());
		}
	}

	private static BufferedImage image(Picture picture, int side) {
		BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < side; y++)
			for (int x = 0; x < side; x++)
				image.setRGB(x, y, picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2));
		return image;
	}
}
