package espalier.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What runs that were stopped left behind to go on from, in one folder: the latest are kept. */
final class StoppedRuns {
	private static final int MOST = 12;

	private StoppedRuns() {}

	/**
	 * The place of a run in the folder, which is made. Of other runs the latest few are left.
	 *
	 * @param name
	 *            of its file or folder
	 */
	static Path place(Path folder, String name) throws IOException {
		Files.createDirectories(folder);
		Path place = folder.resolve(name);
		try (Stream<Path> all = Files.list(folder)) {
			for (Path old : all.filter(p -> !p.equals(place))
					.sorted(Comparator.comparingLong((Path p) -> p.toFile().lastModified()).reversed()).skip(MOST - 1)
					.toList())
				delete(old);
		} catch (IOException | UncheckedIOException e) {
			System.getLogger(StoppedRuns.class.getName()).log(System.Logger.Level.DEBUG,
					"left for the next time: an old run can't be deleted", e);
		}
		return place;
	}

	/** Deletes a file, or a folder with all in it. */
	static void delete(Path run) throws IOException {
		try (Stream<Path> all = Files.walk(run)) {
			for (Path path : all.sorted(Comparator.reverseOrder()).toList())
				Files.deleteIfExists(path);
		}
	}
}
