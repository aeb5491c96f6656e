package espalier.data;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Labelled image files, wherever the files are. */
final class ImageFiles implements Dataset {
	/** A larger file comes from a damaged or hostile archive. */
	private static final long LARGEST = 1L << 29;

	/** A file with the name of its class. */
	record Image(Entry file, String label) {}

	private final String name;
	private final List<String> classes;
	private final List<Entry> files;
	private final int[] labels;

	/**
	 * @param classes
	 *            names by label, those of all images among them
	 */
	ImageFiles(String name, List<String> classes, List<Image> images) {
		this.name = name;
		this.classes = List.copyOf(classes);
		this.files = images.stream().map(Image::file).toList();
		Map<String, Integer> numbers = new HashMap<>();
		classes.forEach(c -> numbers.put(c, numbers.size()));
		this.labels = images.stream().mapToInt(i -> numbers.getOrDefault(i.label, -1)).toArray();
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public List<String> classes() {
		return classes;
	}

	@Override
	public int size() {
		return files.size();
	}

	@Override
	public int label(int index) {
		return labels[index];
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		Entry file = files.get(index);
		if (file.size() > LARGEST)
			throw new UnreadableImage(file.path() + " is a file of " + file.size() + " bytes: too large", null);
		try {
			return Decoder.decode(file.path(), file.contents().read());
		} catch (IOException e) {
			throw new UnreadableImage(file.path() + " can't be read (" + e.getMessage() + ")", e);
		}
	}

	@Override
	public String hash() {
		Hash hash = new Hash();
		files.forEach(f -> hash.add(f.path()).add(f.size()));
		return hash.text();
	}
}
