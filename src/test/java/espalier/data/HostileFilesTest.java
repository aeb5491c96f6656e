package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

class HostileFilesTest {
	private static final byte[] RED = DataFiles.png(2, 1, 0xff0000);
	private static final Map<String, byte[]> GOOD = DataFiles.files("train/cat/1.png", RED, "val/cat/1.png", RED);

	@TempDir
	Path folder = Path.of("");

	@ParameterizedTest
	@ValueSource(strings = {"../cat/1.png", "train/../../cat/1.png", "train\\..\\cat\\1.png"})
	void refusesNamesOutsideOfTheArchive(String name) throws IOException {
		Map<String, byte[]> files = DataFiles.files(name, RED);
		assertRefused("a.tar", DataFiles.tar(files), "outside of itself");
		assertRefused("a.tar.gz", DataFiles.gzip(DataFiles.tar(files)), "outside of itself");
		assertRefused("a.zip", DataFiles.zip(files), "outside of itself");
	}

	@Test
	void leavesLinksInArchivesAlone() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
			TarArchiveEntry link = new TarArchiveEntry("train/cat/link.png", TarConstants.LF_SYMLINK);
			link.setLinkName("/etc/passwd");
			tar.putArchiveEntry(link);
			tar.closeArchiveEntry();
			TarArchiveEntry hard = new TarArchiveEntry("train/cat/hard.png", TarConstants.LF_LINK);
			hard.setLinkName("/etc/passwd");
			tar.putArchiveEntry(hard);
			tar.closeArchiveEntry();
			for (Map.Entry<String, byte[]> file : GOOD.entrySet()) {
				TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
				entry.setSize(file.getValue().length);
				tar.putArchiveEntry(entry);
				tar.write(file.getValue());
				tar.closeArchiveEntry();
			}
		}
		for (Path file : new Path[]{Files.write(folder.resolve("l.tar"), bytes.toByteArray()),
				Files.write(folder.resolve("l.tar.gz"), DataFiles.gzip(bytes.toByteArray()))})
			assertThat(Sources.open(file.toString(), 1).train().size()).isEqualTo(1);
	}

	@Test
	void refusesPackedArchivesBeyondMemoryWithoutUnpacking() throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry("train/cat/1.png");
		entry.setSize(4L << 30);
		byte[] header = new byte[512];
		entry.writeEntryHeader(header);
		assertRefused("a.tar.gz", DataFiles.gzip(header), "would have to be kept in memory");
		assertRefused("a.tar", header, "cut short");
	}

	@Test
	void refusesZipsThatUnpackToFillAMemory() throws IOException {
		assertRefused("bomb.zip", DataFiles.zip(DataFiles.files("train/cat/1.png", new byte[(16 << 20) + 1])),
				"as no images do");
	}

	@ParameterizedTest
	@ValueSource(strings = {"a.zip", "a.npz", "a.tar", "a.tar.gz", "a.tgz"})
	void refusesPagesCalledArchives(String name) throws IOException {
		byte[] page = DataFiles.text("<!DOCTYPE html><html>" + "not found ".repeat(200) + "</html>");
		assertRefused(name, page, "archive", "fetch it again");
	}

	@Test
	void refusesArchivesThatAreCutShort() throws IOException {
		byte[] noise = new byte[40_000];
		new SplittableRandom(1).nextBytes(noise);
		Map<String, byte[]> files = DataFiles.files("train/cat/1.png", noise, "val/cat/1.png", noise);
		byte[] tar = DataFiles.tar(files);
		byte[] packed = DataFiles.gzip(tar);
		byte[] zip = DataFiles.zip(files);
		assertRefused("a.tar", Arrays.copyOf(tar, 30_000), "cut short");
		assertRefused("a.tar", Arrays.copyOf(tar, 60_000), "cut short");
		assertRefused("a.tar.gz", Arrays.copyOf(packed, 30_000), "cut short");
		assertRefused("a.tar.gz", Arrays.copyOf(packed, packed.length - 12), "cut short");
		assertRefused("a.zip", Arrays.copyOf(zip, zip.length / 2), "cut short");
		assertRefused("a.zip", new byte[0], "no zip archive");
	}

	@Test
	void refusesFilesOfUnknownKinds() throws IOException {
		assertRefused("a.rar", new byte[10], "known are folders, tar");
	}

	@Test
	void leavesOutImagesThatCannotBeDecoded() throws IOException {
		BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
		SplittableRandom random = new SplittableRandom(3);
		for (int i = 0; i < 64 * 64; i++)
			noise.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
		byte[] jpeg = DataFiles.encoded(noise, "jpg");
		assertUnreadable("half.jpg", Arrays.copyOf(jpeg, jpeg.length / 2), "damaged");
		assertUnreadable("head.jpg", Arrays.copyOf(jpeg, 100), "damaged");
		assertUnreadable("half.png", Arrays.copyOf(DataFiles.encoded(noise, "png"), 1000), "damaged");
		assertUnreadable("empty.jpg", new byte[0], "no image of a known kind");
		assertUnreadable("page.jpg", DataFiles.text("<html>"), "no image of a known kind");
		assertUnreadable("huge.png", header(60_000, 60_000), "60000x60000: too large");
		assertUnreadable("long.png", header(8193, 8192), "too large");
		assertUnreadable("tile.tif", tiled(1 << 16), "65536x65536: too large");
	}

	@Test
	void refusesShapesWithoutANumber() {
		for (String place : new String[]{"shapes:abc", "shapes:", "shapes:99999999999999999999"})
			assertThatThrownBy(() -> Sources.open(place, 1)).isInstanceOf(RefusedException.class)
					.hasMessageContaining(place);
	}

	@Test
	void refusesPlacesThatAreNotThere() {
		for (String place : new String[]{folder.resolve("none").toString(), "a\0b"})
			assertThatThrownBy(() -> Sources.open(place, 1)).isInstanceOf(RefusedException.class)
					.hasMessageContaining("no data at");
	}

	private void assertUnreadable(String name, byte[] bytes, String why) {
		assertThatThrownBy(() -> Decoder.decode(name, bytes)).isInstanceOf(UnreadableImage.class)
				.hasMessageContainingAll(name, why);
	}

	private void assertRefused(String name, byte[] bytes, String... parts) throws IOException {
		Path file = Files.write(folder.resolve(name), bytes);
		assertThatThrownBy(() -> Sources.open(file.toString(), 1)).isInstanceOf(BadInputException.class)
				.hasMessageContaining(name).hasMessageContainingAll(parts)
				.satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
	}

	/** A grey TIFF of one pixel in a tile of another size. */
	private static byte[] tiled(int tile) {
		int[][] fields = {{256, 1}, {257, 1}, {258, 8}, {259, 1}, {262, 1}, {277, 1}, {322, tile}, {323, tile},
				{324, 8}, {325, 1}};
		ByteBuffer file = ByteBuffer.allocate(8 + 2 + 12 * fields.length + 4).put(new byte[]{'M', 'M', 0, 42})
				.putInt(8).putShort((short) fields.length);
		for (int[] field : fields)
			file.putShort((short) field[0]).putShort((short) 4).putInt(1).putInt(field[1]);
		return file.array();
	}

	/** The beginning of a PNG of a size. */
	private static byte[] header(int width, int height) {
		ByteBuffer chunk = ByteBuffer.allocate(17).put("IHDR".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
				.putInt(width).putInt(height).put(new byte[]{8, 2, 0, 0, 0});
		CRC32 checksum = new CRC32();
		checksum.update(chunk.array());
		return ByteBuffer.allocate(33).put(new byte[]{(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}).putInt(13)
				.put(chunk.array()).putInt((int) checksum.getValue()).array();
	}
}
