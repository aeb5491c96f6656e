package espalier.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;

/** Collects what a folder or an archive holds. Leaves out hidden files, and those that macOS adds to archives. */
final class Found {
	private final String place;
	private final List<Entry> files = new ArrayList<>();
	private final TreeSet<String> folders = new TreeSet<>();

	Found(String place) {
		this.place = place;
	}

	void file(String name, long size, Entry.Contents contents) {
		String path = path(name);
		if (path != null)
			files.add(new Entry(path, size, contents));
	}

	void folder(String name) {
		String path = path(name);
		if (path != null)
			folders.add(path);
	}

	Listing listing() {
		files.sort(Comparator.comparing(Entry::path));
		return new Listing(List.copyOf(files), folders);
	}

	/** The name in one form, or null for what is left out. */
	private @Nullable String path(String name) {
		List<String> parts = new ArrayList<>();
		for (String part : Printable.line(name).replace('\\', '/').split("/")) {
			if (part.equals(".."))
				throw new BadInputException("`" + place + "` names a file outside of itself (`" + Printable.of(name)
						+ "`), as no honest archive does; fetch it again from a place that you trust.");
			if (part.isEmpty() || part.equals("."))
				continue;
			if (part.startsWith(".") || part.equals("__MACOSX"))
				return null;
			parts.add(part);
		}
		return parts.isEmpty() ? null : String.join("/", parts);
	}
}
