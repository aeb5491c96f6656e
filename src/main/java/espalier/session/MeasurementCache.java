package espalier.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.CacheFolder;
import espalier.onnx.AtomicFile;

/**
 * Measurements kept in a folder, one file each, under the hash of all that they follow from. The folder may be deleted at any
 * time. A file that is damaged, or of another release, is as good as none; of more than {@link #MOST} files those that were not
 * used for the longest time go, and no others.
 */
public final class MeasurementCache {
	private static final int MOST = 200;
	private static final String ENDING = ".json";
	private static final int CHECK = 64;
	private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}" + Pattern.quote(ENDING));
	private static final ObjectMapper JSON = new ObjectMapper().enable(
			DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
			DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

	private final Path folder;

	private MeasurementCache(Path folder) {
		this.folder = folder;
	}

	/** In this folder, which is made when something is kept. */
	public static MeasurementCache at(Path folder) {
		return new MeasurementCache(folder);
	}

	/** Where the system keeps such files of the person who runs the program. */
	public static MeasurementCache ofPerson() {
		return at(CacheFolder.ofPerson());
	}

	/** Where it is; it need not exist yet. */
	public Path folder() {
		return folder;
	}

	/** SHA-256 over texts, as 64 hexadecimal digits. */
	static String key(String... parts) {
		MessageDigest digest = sha256();
		for (String part : parts) {
			byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
			digest.update(bytes);
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		} catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	private Path file(String key) {
		return folder.resolve(key + ENDING);
	}

	/** What is kept under a key, or null. */
	<T> @Nullable T read(String key, Class<T> type) {
		try {
			if (!Files.isRegularFile(file(key)))
				return null;
			byte[] all = Files.readAllBytes(file(key));
			if (all.length < CHECK)
				return null;
			byte[] content = java.util.Arrays.copyOfRange(all, CHECK, all.length);
			if (!check(content).equals(new String(all, 0, CHECK, StandardCharsets.ISO_8859_1)))
				return null;
			T found = JSON.readValue(content, type);
			Files.setLastModifiedTime(file(key), FileTime.from(Instant.now()));
			return found;
		} catch (IOException | RuntimeException e) {
			tell("not read", e);
			return null;
		}
	}

	/** Keeps something; where that can't be, it is measured again the next time. */
	void write(String key, Object value) {
		try {
			Files.createDirectories(folder);
			byte[] content = JSON.writeValueAsBytes(value);
			try (AtomicFile file = new AtomicFile(file(key))) {
				file.channel().write(ByteBuffer.wrap(check(content).getBytes(StandardCharsets.ISO_8859_1)));
				file.channel().write(ByteBuffer.wrap(content));
				file.commit();
			}
			sweep();
		} catch (JsonProcessingException e) {
			throw new IllegalStateException(e);
		} catch (IOException e) {
			tell("not written", e);
		}
	}

	private static String check(byte[] content) {
		return HexFormat.of().formatHex(sha256().digest(content));
	}

	private void sweep() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			List<Path> oldest = files.filter(f -> OURS.matcher(f.getFileName().toString()).matches())
					.sorted(Comparator.comparingLong((Path f) -> f.toFile().lastModified()).reversed()).skip(MOST)
					.toList();
			for (Path file : oldest)
				Files.deleteIfExists(file);
		}
	}

	private static void tell(String what, Exception e) {
		System.getLogger(MeasurementCache.class.getName()).log(System.Logger.Level.DEBUG, "cache " + what, e);
	}
}
