package espalier.data;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

import org.jspecify.annotations.Nullable;

/**
 * Some images of each class, side by side as a network gets them: a row a class.
 *
 * @param skipped
 *            images left out, in words; empty when none
 */
public record ContactSheet(BufferedImage image, String skipped) {
	private static final int COLUMNS = 8;
	private static final int GAP = 2;
	/** Small images are enlarged by whole factors to about this many pixels. */
	private static final int CELL = 64;
	private static final int MOST_ROWS = 20;

	/**
	 * The first images of each of the first classes.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when the images are of another shape than the network wants
	 */
	public static ContactSheet of(Dataset data, Preprocessing preprocessing) {
		preprocessing.requireFit(data);
		int rows = Math.min(MOST_ROWS, data.classes().size());
		int factor = Math.max(1, CELL / Math.max(preprocessing.width(), preprocessing.height()));
		int width = preprocessing.width() * factor;
		int height = preprocessing.height() * factor;
		BufferedImage image = new BufferedImage(COLUMNS * (width + GAP) - GAP, rows * (height + GAP) - GAP,
				BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = image.createGraphics();
		int[] filled = new int[rows];
		Skipped skipped = new Skipped();
		for (int i = 0; i < data.size(); i++) {
			int row = data.label(i);
			if (row < 0 || row >= rows || filled[row] == COLUMNS)
				continue;
			BufferedImage cell = cell(data, i, preprocessing, skipped);
			if (cell != null)
				graphics.drawImage(cell, filled[row]++ * (width + GAP), row * (height + GAP), width, height, null);
		}
		graphics.dispose();
		return new ContactSheet(image, skipped.describe());
	}

	private static @Nullable BufferedImage cell(Dataset data, int index, Preprocessing preprocessing,
			Skipped skipped) {
		try {
			Picture picture = data.read(index);
			String mismatch = preprocessing.mismatch(picture);
			if (mismatch == null)
				return preprocessing.seen(picture);
			skipped.add(Skipped.Reason.OTHER_SHAPE, index, mismatch);
		} catch (UnreadableImage e) {
			skipped.add(Skipped.Reason.DAMAGED, index, String.valueOf(e.getMessage()));
		}
		return null;
	}
}
