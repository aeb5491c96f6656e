package espalier.evaluate;

import java.util.List;
import java.util.Random;

import espalier.data.Dataset;
import espalier.data.Picture;

/** Coloured images of given pixels, of ten classes in turn. */
record Drawn(int height, int width, List<byte[]> pixels) implements Dataset {
	/** So many images of random pixels. */
	static Drawn random(int count, int height, int width, long seed) {
		Random random = new Random(seed);
		return new Drawn(height, width, random.ints(count).mapToObj(i -> {
			byte[] image = new byte[height * width * 3];
			random.nextBytes(image);
			return image;
		}).toList());
	}

	@Override
	public String name() {
		return "drawn";
	}

	@Override
	public List<String> classes() {
		return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
	}

	@Override
	public int size() {
		return pixels.size();
	}

	@Override
	public int label(int index) {
		return index % 10;
	}

	@Override
	public Picture read(int index) {
		return new Picture(width, height, 3, pixels.get(index));
	}

	@Override
	public String hash() {
		return "drawn " + pixels.stream().map(java.util.Arrays::hashCode).toList();
	}
}
