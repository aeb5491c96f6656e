package espalier.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import espalier.graph.BadInputException;

/** Files in zip archives, NumPy's npz among them. */
final class Zips {
	/** Images and arrays of them are packed to a tenth at best; what is made to fill a memory, to a thousandth. */
	private static final long MOST_PACKED = 200;
	private static final long SMALL = 16L << 20;

	private Zips() {}

	static void read(Path file, Found found) throws IOException {
		ZipFile zip = ZipFile.builder().setPath(file).get();
		for (ZipArchiveEntry entry : Collections.list(zip.getEntries()))
			if (entry.isDirectory())
				found.folder(entry.getName());
			else if (!entry.isUnixSymlink()) {
				requireHonest(file, entry);
				found.file(entry.getName(), entry.getSize(), () -> contents(zip, entry));
			}
	}

	private static void requireHonest(Path file, ZipArchiveEntry entry) {
		if (entry.getSize() > SMALL && entry.getSize() / MOST_PACKED > entry.getCompressedSize())
			throw new BadInputException("`" + file + "` holds `" + entry.getName() + "`, " + entry.getCompressedSize()
					+ " bytes that unpack to " + entry.getSize()
					+ ", as no images do; fetch it again from a place that you trust.");
	}

	private static byte[] contents(ZipFile zip, ZipArchiveEntry entry) throws IOException {
		int size = Room.requireArray(entry.getSize());
		// One reader for all: its position is shared.
		synchronized (zip) {
			try (InputStream in = zip.getInputStream(entry)) {
				byte[] bytes = in.readNBytes(size);
				if (bytes.length < size || in.read() >= 0)
					throw new IOException("it is not as long as its archive says");
				return bytes;
			}
		}
	}
}
