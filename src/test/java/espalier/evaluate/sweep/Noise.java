package espalier.evaluate.sweep;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import espalier.data.Dataset;
import espalier.data.Picture;
import espalier.data.UnreadableImage;

/** Pictures of random pixels, some of which may be damaged, of ten classes in turn. */
record Noise(int size, int channels, int height, int width, int damaged) implements Dataset {
	@Override
	public String name() {
		return "noise";
	}

	@Override
	public List<String> classes() {
		return IntStream.range(0, 10).mapToObj(c -> "class " + c).toList();
	}

	@Override
	public int label(int index) {
		return index % 10;
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		if (index < damaged)
			throw new UnreadableImage("image " + index + " is damaged", new java.io.IOException());
		byte[] pixels = new byte[width * height * channels];
		new Random(index).nextBytes(pixels);
		return new Picture(width, height, channels, pixels);
	}

	@Override
	public String hash() {
		return "noise of " + size + " x " + channels + " x " + height + " x " + width + ", " + damaged + " damaged";
	}
}
