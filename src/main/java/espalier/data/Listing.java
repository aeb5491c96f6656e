package espalier.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Stream;

import espalier.graph.BadInputException;

/**
 * What a folder or an archive holds. Archives are read in place; nothing is unpacked to disk.
 *
 * @param files
 *            sorted by path
 * @param folders
 *            paths of the folders, as far as an archive names them
 */
record Listing(List<Entry> files, SortedSet<String> folders) {
	private static final List<Archive> ARCHIVES = List.of(
			new Archive("tar.gz", new byte[]{0x1f, (byte) 0x8b}, List.of(".tar.gz", ".tgz"), Tars::packed),
			new Archive("tar", new byte[0], List.of(".tar"), Tars::plain),
			new Archive("zip", new byte[]{'P', 'K'}, List.of(".zip", ".npz"), Zips::read));

	/**
	 * A kind of archive.
	 *
	 * @param magic
	 *            what its files begin with
	 */
	private record Archive(String words, byte[] magic, List<String> endings, Reader reader) {
		static Archive of(Path path) {
			String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
			return ARCHIVES.stream().filter(a -> a.endings.stream().anyMatch(name::endsWith)).findFirst()
					.orElseThrow(() -> new BadInputException("`" + path
							+ "` is no data set of a known kind; known are folders, tar, tar.gz, zip and npz files."));
		}
	}

	/** Tells what an archive holds. */
	@FunctionalInterface
	private interface Reader {
		void read(Path file, Found found) throws IOException;
	}

	/** @throws BadInputException when the folder or archive can't be read, or is none */
	static Listing of(Path path) {
		if (Files.isDirectory(path))
			return folder(path);
		Archive archive = Archive.of(path);
		try {
			requireMagic(path, archive);
			Found found = new Found(path.toString());
			archive.reader.read(path, found);
			return found.listing();
		} catch (IOException | RuntimeException e) {
			if (e instanceof BadInputException told)
				throw told;
			throw new BadInputException("`" + path + "` can't be read as a " + archive.words + " archive ("
					+ Printable.of(String.valueOf(e.getMessage()))
					+ "); it may be cut short or of another kind, fetch it again.", e);
		}
	}

	private static void requireMagic(Path path, Archive archive) throws IOException {
		try (InputStream in = Files.newInputStream(path)) {
			if (!java.util.Arrays.equals(in.readNBytes(archive.magic.length), archive.magic))
				throw new BadInputException("`" + path + "` is no " + archive.words
						+ " archive, whatever its name says; fetch it again, or give it the ending of what it is.");
		}
	}

	private static Listing folder(Path folder) {
		Found found = new Found(folder.toString());
		try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
			for (Path path : (Iterable<Path>) paths::iterator) {
				String name = folder.relativize(path).toString();
				if (Files.isDirectory(path))
					found.folder(name);
				else if (Files.isRegularFile(path))
					found.file(name, Files.size(path), () -> Files.readAllBytes(path));
			}
		} catch (IOException | java.io.UncheckedIOException e) {
			throw new BadInputException("The folder `" + folder + "` can't be read (" + e.getMessage()
					+ "); check who may read it.", e);
		}
		return found.listing();
	}
}
