package espalier.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

import espalier.graph.BadInputException;

/** Files in tar archives. Links, devices and files with holes are left out. */
final class Tars {
	/** What a packed archive may hold in memory; there is no reading it from the middle. A plain one takes none. */
	private static final long PACKED = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 2);

	private Tars() {}

	static void packed(Path file, Found found) throws IOException {
		long total = 0;
		try (TarArchiveInputStream tar = new TarArchiveInputStream(GzipCompressorInputStream.builder()
				.setInputStream(new BufferedInputStream(Files.newInputStream(file))).setDecompressConcatenated(true)
				.get())) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				total += entry.getSize();
				if (total > PACKED)
					throw new BadInputException("`" + file + "` holds more than " + (PACKED >> 20)
							+ " MB, which packed would have to be kept in memory; unpack it, or give the .tar.");
				if (entry.isDirectory())
					found.folder(entry.getName());
				else if (regular(entry)) {
					byte[] bytes = tar.readNBytes((int) entry.getSize());
					found.file(entry.getName(), bytes.length, () -> bytes);
				}
			}
		}
	}

	static void plain(Path file, Found found) throws IOException {
		try (TarFile tar = new TarFile(file)) {
			for (TarArchiveEntry entry : tar.getEntries())
				if (entry.isDirectory())
					found.folder(entry.getName());
				else if (regular(entry)) {
					long from = entry.getDataOffset();
					long size = entry.getSize();
					if (from + size > Files.size(file))
						throw new IOException("it ends within " + entry.getName());
					found.file(entry.getName(), size, () -> part(file, from, size));
				}
		}
	}

	private static boolean regular(TarArchiveEntry entry) {
		return (entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM)
				&& !entry.isSparse();
	}

	private static byte[] part(Path file, long from, long size) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(Room.requireArray(size));
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			while (bytes.hasRemaining())
				if (channel.read(bytes, from + bytes.position()) < 0)
					throw new IOException("the archive ends too early");
		}
		return bytes.array();
	}
}
