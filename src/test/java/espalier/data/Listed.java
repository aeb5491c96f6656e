package espalier.data;

import java.util.List;
import java.util.stream.IntStream;

/** Images of a few grey pixels in a row; damaged where there are none. */
public record Listed(int[] labels, byte[][] images) implements Dataset {
	/** Images of one pixel, the value of which is the image's number. */
	static Listed of(int... labels) {
		return new Listed(labels, IntStream.range(0, labels.length).mapToObj(i -> new byte[]{(byte) i})
				.toArray(byte[][]::new));
	}

	/** The same without some images. */
	Listed damaged(int... indices) {
		byte[][] left = images.clone();
		for (int index : indices)
			left[index] = new byte[0];
		return new Listed(labels, left);
	}

	@Override
	public String name() {
		return "listed";
	}

	@Override
	public List<String> classes() {
		return List.of("a", "b", "c");
	}

	@Override
	public int size() {
		return labels.length;
	}

	@Override
	public int label(int index) {
		return labels[index];
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		if (images[index].length == 0)
			throw new UnreadableImage(index + ".png is damaged", null);
		return new Picture(images[index].length, 1, 1, images[index]);
	}

	@Override
	public String hash() {
		return "listed";
	}

	@Override
	public boolean equals(Object o) {
		return this == o;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}
}
