package espalier.data;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

import espalier.graph.BadInputException;

/** Image files in folders named after their classes, wherever the files are. */
final class ImageFiles implements Dataset {
	/** Fetches the bytes of a file. */
	@FunctionalInterface
	interface Contents {
		byte[] read() throws IOException;
	}

	/**
	 * A file of an archive or folder.
	 *
	 * @param path
	 *            parts divided by slashes
	 */
	record Entry(String path, long size, Contents contents) {
		/** The folder that the file is in, which is its class. */
		String folder() {
			int end = path.lastIndexOf('/');
			return end < 0 ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
		}
	}

	private final String name;
	private final List<String> classes;
	private final List<Entry> entries;
	private final int[] labels;

	/**
	 * @param classes
	 *            names by label
	 * @throws BadInputException
	 *             when there is no image
	 */
	ImageFiles(String name, List<String> classes, List<Entry> entries) {
		if (entries.isEmpty())
			throw new BadInputException("There are no images in " + name
					+ "; it should hold folders named after the classes, as in train/cat/1.jpg.");
		this.name = name;
		this.classes = List.copyOf(classes);
		this.entries = List.copyOf(entries);
		this.labels = entries.stream().mapToInt(e -> classes.indexOf(e.folder())).toArray();
	}

	/** Names of the classes in alphabetical order. */
	static List<String> classesOf(List<Entry> entries) {
		TreeSet<String> names = new TreeSet<>();
		entries.forEach(e -> names.add(e.folder()));
		return List.copyOf(names);
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
		return entries.size();
	}

	@Override
	public int label(int index) {
		return labels[index];
	}

	@Override
	public Picture read(int index) throws UnreadableImage {
		Entry entry = entries.get(index);
		try {
			return Decoder.decode(entry.path, entry.contents.read());
		} catch (IOException e) {
			throw new UnreadableImage(entry.path + " can't be read (" + e.getMessage() + ")", e);
		}
	}

	@Override
	public String hash() {
		Hash hash = new Hash();
		entries.forEach(e -> hash.add(e.path).add(e.size));
		return hash.text();
	}
}
