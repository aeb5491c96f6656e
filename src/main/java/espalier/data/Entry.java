package espalier.data;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import espalier.graph.BadInputException;

/**
 * A file of a folder or an archive.
 *
 * @param path
 *            parts divided by slashes, from the top of the folder or archive
 * @param size
 *            in bytes, as the folder or archive says
 */
record Entry(String path, long size, Contents contents) {
	/** Fetches the bytes of a file. */
	@FunctionalInterface
	interface Contents {
		byte[] read() throws IOException;
	}

	/**
	 * Files by the last part of the path, of those where it is of a kind.
	 *
	 * @throws BadInputException
	 *             when two files of that kind have the same name, so that there are several sets side by side
	 */
	static SortedMap<String, Entry> byBase(String place, List<Entry> files, Pattern kind) {
		SortedMap<String, Entry> byBase = new TreeMap<>();
		for (Entry file : files)
			if (kind.matcher(file.base()).matches() && byBase.put(file.base(), file) instanceof Entry other)
				throw new BadInputException("`" + other.path + "` and `" + file.path + "` of " + place
						+ " are of two sets; give the folder of one.");
		return byBase;
	}

	/** The last part of the path. */
	String base() {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** The folders that the file is in, from the top. */
	String[] folders() {
		int end = path.lastIndexOf('/');
		return end < 0 ? new String[0] : path.substring(0, end).split("/");
	}
}
