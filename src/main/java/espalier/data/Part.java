package espalier.data;

import java.util.List;

/**
 * Labelled images of one use that lie in memory, as a file held them.
 *
 * @param blocks
 *            of images, in the order of the labels
 */
record Part(Layout layout, List<Block> blocks, int[] labels) {
	/**
	 * Images side by side in an array.
	 *
	 * @param from
	 *            where the first begins
	 * @param stride
	 *            bytes from the beginning of one to that of the next
	 */
	record Block(byte[] bytes, int from, int stride, int count) {}

	Part {
		if (blocks.stream().mapToInt(Block::count).sum() != labels.length)
			throw new IllegalArgumentException(labels.length + " labels");
	}
}
