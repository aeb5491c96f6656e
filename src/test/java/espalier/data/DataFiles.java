package espalier.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import javax.imageio.ImageIO;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Makes the files that tests read. */
final class DataFiles {
	private DataFiles() {}

	/** A PNG of one colour. */
	static byte[] png(int width, int height, int rgb) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		for (int i = 0; i < width * height; i++)
			image.setRGB(i % width, i / width, rgb);
		return encoded(image, "png");
	}

	static byte[] encoded(BufferedImage image, String format) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			if (!ImageIO.write(image, format, bytes))
				throw new IOException("no writer of " + format);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	/** Files by path, one for each pair of arguments. */
	static Map<String, byte[]> files(Object... pathsAndBytes) {
		Map<String, byte[]> files = new LinkedHashMap<>();
		for (int i = 0; i < pathsAndBytes.length; i += 2)
			files.put((String) pathsAndBytes[i], (byte[]) pathsAndBytes[i + 1]);
		return files;
	}

	static Path folder(Path folder, Map<String, byte[]> files) throws IOException {
		for (Map.Entry<String, byte[]> file : files.entrySet()) {
			Path path = folder.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.write(path, file.getValue());
		}
		return folder;
	}

	static byte[] tar(Map<String, byte[]> files) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> file : files.entrySet()) {
				TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), true);
				entry.setSize(file.getValue().length);
				tar.putArchiveEntry(entry);
				tar.write(file.getValue());
				tar.closeArchiveEntry();
			}
		}
		return bytes.toByteArray();
	}

	static byte[] gzip(byte[] plain) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(plain);
		}
		return bytes.toByteArray();
	}

	static byte[] zip(Map<String, byte[]> files) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> file : files.entrySet()) {
				zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
				zip.write(file.getValue());
				zip.closeArchiveEntry();
			}
		}
		return bytes.toByteArray();
	}

	static byte[] npy(String kind, String shape, byte... data) {
		byte[] header = ("{'descr': '" + kind + "', 'fortran_order': False, 'shape': (" + shape + "), }")
				.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(10 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
				.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length)
				.put(header).put(data).array();
	}

	/** An IDX file of bytes. */
	static byte[] idx(byte[] data, int... sizes) {
		ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + data.length)
				.put(new byte[]{0, 0, 8, (byte) sizes.length});
		for (int size : sizes)
			file.putInt(size);
		return file.put(data).array();
	}

	/** Bytes that count up from a number. */
	static byte[] counting(int from, int count) {
		byte[] bytes = new byte[count];
		for (int i = 0; i < count; i++)
			bytes[i] = (byte) (from + i);
		return bytes;
	}

	static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}
}
