package espalier.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

import espalier.data.ImageFiles.Entry;
import espalier.graph.BadInputException;

/** The files in a folder or an archive, sorted by path. Archives are read in place. */
final class Listing {
	/** What a packed archive may hold in memory; a tar or a zip takes none. */
	private static final long PACKED = 1L << 30;
	/** An entry's size; more comes from a damaged archive. */
	private static final long LARGEST = 1L << 29;

	private Listing() {}

	static boolean archive(Path path) {
		String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
		return name.endsWith(".tar") || packed(name) || name.endsWith(".zip");
	}

	private static boolean packed(String name) {
		return name.endsWith(".tar.gz") || name.endsWith(".tgz");
	}

	/** @throws BadInputException when the folder or archive can't be read */
	static List<Entry> of(Path path) {
		String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
		try {
			List<Entry> entries = Files.isDirectory(path)
					? folder(path)
					: packed(name) ? packedTar(path) : name.endsWith(".zip") ? zip(path) : tar(path);
			entries.sort(Comparator.comparing(Entry::path));
			return entries;
		} catch (IOException | RuntimeException e) {
			if (e instanceof BadInputException told)
				throw told;
			throw new BadInputException(
					"`" + path + "` can't be read (" + e.getMessage() + "); it may be cut short, fetch it again.", e);
		}
	}

	private static List<Entry> folder(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			List<Entry> entries = new ArrayList<>();
			for (Path file : files.filter(Files::isRegularFile).toList())
				entries.add(new Entry(folder.relativize(file).toString().replace('\\', '/'), Files.size(file),
						() -> Files.readAllBytes(file)));
			return entries;
		}
	}

	private static List<Entry> packedTar(Path file) throws IOException {
		List<Entry> entries = new ArrayList<>();
		long total = 0;
		try (TarArchiveInputStream tar = new TarArchiveInputStream(
				GzipCompressorInputStream.builder()
						.setInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))
						.setDecompressConcatenated(true).get())) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				if (!entry.isFile())
					continue;
				total += entry.getSize();
				if (total > PACKED)
					throw new BadInputException("`" + file
							+ "` holds more than 1 GB, which packed would have to be kept in memory; unpack it, or give the .tar.");
				byte[] bytes = tar.readNBytes((int) entry.getSize());
				entries.add(new Entry(entry.getName(), bytes.length, () -> bytes));
			}
		}
		return entries;
	}

	private static List<Entry> tar(Path file) throws IOException {
		List<Entry> entries = new ArrayList<>();
		try (InputStream in = new java.io.BufferedInputStream(Files.newInputStream(file));
				TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
				if (entry.isFile()) {
					long from = tar.getBytesRead();
					long size = entry.getSize();
					entries.add(new Entry(entry.getName(), size, () -> part(file, from, size)));
				}
		}
		return entries;
	}

	private static byte[] part(Path file, long from, long size) throws IOException {
		if (size > LARGEST)
			throw new IOException("an entry of " + size + " bytes");
		ByteBuffer bytes = ByteBuffer.allocate((int) size);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			while (bytes.hasRemaining())
				if (channel.read(bytes, from + bytes.position()) < 0)
					throw new IOException("it ends too early");
		}
		return bytes.array();
	}

	private static List<Entry> zip(Path file) throws IOException {
		ZipFile zip = ZipFile.builder().setPath(file).get();
		List<Entry> entries = new ArrayList<>();
		for (ZipArchiveEntry entry : Collections.list(zip.getEntries()))
			if (!entry.isDirectory())
				entries.add(new Entry(entry.getName(), entry.getSize(), () -> {
					if (entry.getSize() > LARGEST)
						throw new IOException("an entry of " + entry.getSize() + " bytes");
					// One reader for all: its position is shared.
					synchronized (zip) {
						try (InputStream in = zip.getInputStream(entry)) {
							return in.readNBytes((int) LARGEST);
						}
					}
				}));
		return entries;
	}
}
