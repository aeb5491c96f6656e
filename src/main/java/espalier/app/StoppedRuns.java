package espalier.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
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
		try {
			for (Path old : others(folder, place).skip(MOST - 1).toList())
				delete(old);
		} catch (IOException | UncheckedIOException e) {
			System.getLogger(StoppedRuns.class.getName()).log(System.Logger.Level.DEBUG,
					"left for the next time: an old run can't be deleted", e);
		}
		return place;
	}

	/** All others, the latest first. */
	private static Stream<Path> others(Path folder, Path place) throws IOException {
		Map<Path, FileTime> times = new HashMap<>();
		try (Stream<Path> all = Files.list(folder)) {
			for (Path other : all.filter(p -> !p.equals(place)).toList())
				times.put(other, Files.getLastModifiedTime(other));
		}
		return times.entrySet().stream().sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed())
				.map(Map.Entry::getKey);
	}

	/** Deletes a file, or a folder with all in it. */
	static void delete(Path run) throws IOException {
		try (Stream<Path> all = Files.walk(run)) {
			for (Path path : all.sorted(Comparator.reverseOrder()).toList())
				Files.deleteIfExists(path);
		}
	}
}
