package espalier.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;

import espalier.graph.BadInputException;

/**
 * Tensor data in files beside the model. A location must stay in the model's folder, through real folders and a file of its
 * own: no {@code ..}, no absolute path, no symbolic or hard link (the holes of CVE-2022-25882, CVE-2024-27318, CVE-2026-27489,
 * CVE-2026-34445 and CVE-2026-34446). Ranges are checked against the open file before they are mapped; mapping copies
 * nothing.
 */
final class ExternalData {
	private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum", "basepath");

	private final String model;
	private final Path folder;
	private final Map<String, MemorySegment> files = new HashMap<>();

	/** @param folder the real folder of the model */
	ExternalData(String model, Path folder) {
		this.model = model;
		this.folder = folder;
	}

	/** The bytes that the entries point to, as a view of the file. */
	MemorySegment map(List<StringStringEntryProto> entries, long bytes, String place) {
		Map<String, String> values = new HashMap<>();
		for (StringStringEntryProto entry : entries) {
			if (!KEYS.contains(entry.getKey()))
				throw bad(place, "has the unknown external-data key " + Source.quote(entry.getKey()), null);
			if (values.put(entry.getKey(), entry.getValue()) != null)
				throw bad(place, "states external-data key " + Source.quote(entry.getKey()) + " twice", null);
		}
		String location = values.get("location");
		if (location == null || location.isEmpty())
			throw bad(place, "does not say in which file its data is", null);
		long offset = number(values.get("offset"), 0, "offset", place);
		long length = number(values.get("length"), bytes, "length", place);
		if (length != bytes)
			throw bad(place, "claims " + length + " external bytes where its shape and type need " + bytes, null);
		MemorySegment file = files.get(location);
		if (file == null)
			files.put(location, file = open(location, place));
		if (offset > file.byteSize() || length > file.byteSize() - offset)
			throw new BadInputException(model + ": " + place + " needs bytes " + offset + " to "
					+ saturated(offset, length) + " of " + Source.quote(location) + ", which has only "
					+ file.byteSize() + "; get that file again, it is shorter than it should be");
		return file.asSlice(offset, length);
	}

	private static String saturated(long offset, long length) {
		long end = offset + length;
		return end < 0 ? "beyond 2^63" : Long.toString(end);
	}

	private long number(@Nullable String text, long otherwise, String key, String place) {
		if (text == null)
			return otherwise;
		try {
			long value = Long.parseLong(text.strip());
			if (value >= 0)
				return value;
		} catch (NumberFormatException e) {
			throw bad(place, "has the impossible external " + key + " " + Source.quote(text), e);
		}
		throw bad(place, "has the negative external " + key + " " + text, null);
	}

	private MemorySegment open(String location, String place) {
		Path file = resolve(location, place);
		try {
			Object before = Files.readAttributes(file, "*", LinkOption.NOFOLLOW_LINKS).get("fileKey");
			if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
				throw refused(location, place, "is not an ordinary file");
			if (links(file) > 1)
				throw refused(location, place, "has a second name elsewhere (a hard link); put a copy there instead");
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
				Object after = Files.readAttributes(file, "*", LinkOption.NOFOLLOW_LINKS).get("fileKey");
				if (before != null && !before.equals(after))
					throw refused(location, place, "was replaced while it was being opened");
				return channel.map(MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
			}
		} catch (NoSuchFileException e) {
			throw new BadInputException(model + ": the data file " + Source.quote(location) + " that " + place
					+ " needs is missing; put it into the model's folder " + folder, e);
		} catch (IOException e) {
			throw new BadInputException(model + ": the data file " + Source.quote(location) + " that " + place
					+ " needs can't be read (" + e.getMessage() + "); check its permissions", e);
		}
	}

	/** The file of a location, every step of the way being a real folder. */
	private Path resolve(String location, String place) {
		if (location.indexOf('\0') >= 0 || location.indexOf('\\') >= 0 || location.startsWith("/")
				|| location.matches("(?s)[A-Za-z]:.*"))
			throw refused(location, place, "is not a plain path inside the model's folder");
		Path at = folder;
		for (String part : location.split("/", -1)) {
			if (part.isEmpty() || part.equals(".."))
				throw refused(location, place, "leaves the model's folder");
			if (part.equals("."))
				continue;
			at = step(at, part, location, place);
			if (Files.isSymbolicLink(at))
				throw refused(location, place, "goes through a symbolic link; put the file itself there");
		}
		return at;
	}

	private Path step(Path at, String part, String location, String place) {
		try {
			return at.resolve(part);
		} catch (InvalidPathException e) {
			throw new BadInputException(model + ": the data file " + Source.quote(location) + " of " + place
					+ " has a name that this system does not allow; rename it, there and in the model", e);
		}
	}

	private static int links(Path file) throws IOException {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("unix"))
			return 1;
		return Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) instanceof Integer n ? n : 1;
	}

	private BadInputException refused(String location, String place, String why) {
		return new BadInputException(model + ": the data file " + Source.quote(location) + " of " + place + " " + why
				+ "; Espalier opens only files of the model's own folder");
	}

	private BadInputException bad(String place, String what, @Nullable Throwable cause) {
		return new BadInputException(model + ": " + place + " " + what + "; export the model again", cause);
	}
}
