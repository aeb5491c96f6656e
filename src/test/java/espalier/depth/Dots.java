package espalier.depth;

import java.util.List;

import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.Preprocessing;

/** Coloured images of one pixel each, as they are: pixel values go into the network unscaled. */
record Dots(int count, byte[]... pixels) implements Dataset {
	static final Preprocessing AS_THEY_ARE = new Preprocessing(1, 1, 3, 0, false, false, 1, List.of(0f, 0f, 0f),
			List.of(1f, 1f, 1f));

	@Override
	public String name() {
		return "dots";
	}

	@Override
	public List<String> classes() {
		return java.util.stream.IntStream.range(0, count).mapToObj(Integer::toString).toList();
	}

	@Override
	public int size() {
		return pixels.length;
	}

	@Override
	public int label(int index) {
		return index % count;
	}

	@Override
	public Picture read(int index) {
		return new Picture(1, 1, 3, pixels[index]);
	}

	@Override
	public String hash() {
		return "dots " + java.util.Arrays.deepHashCode(pixels);
	}
}
