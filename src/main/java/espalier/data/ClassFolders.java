package espalier.data;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What the folders above a file say: what it is for, and its class. The class is the folder below the one that says the use,
 * as in {@code data/train/cat/1.jpg}; without such a one, the first folder that the files do not all share, as in
 * {@code data/cat/1.jpg}.
 *
 * @param shared
 *            how many folders all files without a use share
 */
record ClassFolders(int shared) {
	/**
	 * @param label
	 *            null where the file is in no class folder
	 * @param depth
	 *            number of folders down to that of the class
	 */
	record Place(Use use, @Nullable String label, int depth) {}

	static ClassFolders of(List<Entry> images) {
		Set<List<String>> distinct = images.stream().map(Entry::folders).filter(f -> f.length > 0 && said(f) < 0)
				.map(Arrays::asList).collect(Collectors.toSet());
		if (distinct.size() == 1)
			return new ClassFolders(distinct.iterator().next().size() - 1);
		return new ClassFolders(distinct.stream().reduce(ClassFolders::common).map(List::size).orElse(0));
	}

	private static List<String> common(List<String> a, List<String> b) {
		int length = 0;
		while (length < Math.min(a.size(), b.size()) && a.get(length).equals(b.get(length)))
			length++;
		return a.subList(0, length);
	}

	Place place(String... folders) {
		int said = said(folders);
		int depth = (said < 0 ? shared : said + 1) + 1;
		return new Place(said < 0 ? Use.UNSAID : Use.of(folders[said]),
				depth <= folders.length ? folders[depth - 1] : null, depth);
	}

	/** Which folder says the use: of several in a row the last that has a class below it; -1 for none. */
	private static int said(String[] folders) {
		for (int i = 0; i < folders.length; i++)
			if (Use.of(folders[i]) != Use.UNSAID) {
				while (i + 2 < folders.length && Use.of(folders[i + 1]) != Use.UNSAID)
					i++;
				return i;
			}
		return -1;
	}
}
