package espalier.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;
import espalier.graph.BadInputException;
import espalier.graph.Shape;

/** The IDX files of MNIST and its family, as {@code train-images-idx3-ubyte} with its labels beside it, packed or not. */
final class Idx {
	/** What is before, which of the two it holds, and the packing. */
	private static final Pattern NAME = Pattern.compile("(.*?)(images|labels)[-.]idx\\d[-.]ubyte(\\.gz)?");
	private static final int UNSIGNED_BYTES = 8;

	private final String name;
	private final Room room;

	private Idx(String name) {
		this.name = name;
		this.room = Room.of(name);
	}

	/** Null where the files are others. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		Map<String, Entry> images = new TreeMap<>();
		Map<String, Entry> labels = new TreeMap<>();
		for (Entry file : files) {
			Matcher parts = NAME.matcher(file.base());
			if (parts.matches())
				// The files are sorted: the one that isn't packed comes first, and stays.
				(parts.group(2).equals("images") ? images : labels).putIfAbsent(prefix(file, parts.group(1)), file);
		}
		return images.isEmpty() ? null : new Idx(name).splits(images, labels, seed);
	}

	private Splits splits(Map<String, Entry> images, Map<String, Entry> labels, long seed) {
		Map<Use, Part> parts = new EnumMap<>(Use.class);
		images.forEach((prefix, file) -> {
			Entry beside = labels.get(prefix);
			if (beside == null)
				throw new BadInputException("`" + file.path() + "` of " + name
						+ " has no file of labels beside it; add " + file.base().replace("images", "labels")
								.replaceFirst("idx\\d", "idx1")
						+ ".");
			if (parts.put(use(prefix), part(file, beside)) != null)
				throw new BadInputException("There are several sets of " + use(prefix).words() + " images in "
						+ name + " (" + Notes.some(List.copyOf(images.keySet())) + "); give a folder with one.");
		});
		return ArrayParts.numbered(name, parts, seed);
	}

	/** Of the name, with the folders before it: sets may lie side by side. */
	private static String prefix(Entry file, String ofName) {
		return file.path().substring(0, file.path().length() - file.base().length()) + ofName;
	}

	private static Use use(String prefix) {
		for (String word : prefix.substring(prefix.lastIndexOf('/') + 1).split("[-_.]"))
			if (Use.of(word) != Use.UNSAID)
				return Use.of(word);
		return Use.UNSAID;
	}

	private Part part(Entry images, Entry labels) {
		Numbers pixels = read(images);
		Numbers classes = read(labels);
		Layout layout = Layout.of(pixels.shape);
		if (layout == null)
			throw room.damaged(images, "its shape is " + pixels.shape + ", which is none of images");
		if (classes.shape.rank() != 1)
			throw room.damaged(labels, "its shape is " + classes.shape + ", which is none of labels");
		if (classes.shape.dim(0) != pixels.shape.dim(0))
			throw room.damaged(labels, "it holds " + classes.shape.dim(0) + " labels for " + pixels.shape.dim(0)
					+ " images");
		int[] each = new int[(int) classes.shape.dim(0)];
		for (int i = 0; i < each.length; i++)
			each[i] = Byte.toUnsignedInt(classes.bytes[classes.from + i]);
		return new Part(layout, List.of(new Block(pixels.bytes, pixels.from, layout.bytes(), each.length)), each);
	}

	/** Bytes of a shape, from a place in an array on. */
	private record Numbers(Shape shape, byte[] bytes, int from) {}

	private Numbers read(Entry file) {
		byte[] bytes = room.read(file);
		if (file.path().endsWith(".gz"))
			return unpacked(file, bytes);
		Shape shape = shape(file, bytes);
		int from = 4 + 4 * shape.rank();
		if (bytes.length - from != elements(file, shape))
			throw room.damaged(file, "it holds " + (bytes.length - from) + " bytes where its shape " + shape
					+ " needs " + elements(file, shape));
		return new Numbers(shape, bytes, from);
	}

	/** Unpacks as much as the header announces and no more, and takes memory only as it comes. */
	private Numbers unpacked(Entry file, byte[] packed) {
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 16)) {
			byte[] first = in.readNBytes(4);
			byte[] sizes = in.readNBytes(first.length < 4 ? 0 : 4 * Byte.toUnsignedInt(first[3]));
			byte[] header = java.util.Arrays.copyOf(first, first.length + sizes.length);
			System.arraycopy(sizes, 0, header, first.length, sizes.length);
			Shape shape = shape(file, header);
			int length = room.take(file, elements(file, shape));
			byte[] all = in.readNBytes(length);
			if (all.length < length || in.read() >= 0)
				throw room.damaged(file, "it is not as long as its header says");
			return new Numbers(shape, all, 0);
		} catch (IOException e) {
			throw room.damaged(file, "it can't be unpacked (" + e.getMessage() + ")", e);
		}
	}

	private Shape shape(Entry file, byte[] header) {
		int rank = header.length < 4 ? 0 : Byte.toUnsignedInt(header[3]);
		if (rank == 0 || header.length < 4 + 4 * rank || header[0] != 0 || header[1] != 0
				|| header[2] != UNSIGNED_BYTES)
			throw room.damaged(file, "it doesn't begin as an IDX file of bytes does");
		java.nio.ByteBuffer sizes = java.nio.ByteBuffer.wrap(header, 4, 4 * rank);
		long[] dims = new long[rank];
		for (int i = 0; i < rank; i++)
			dims[i] = Integer.toUnsignedLong(sizes.getInt());
		return Shape.of(dims);
	}

	private long elements(Entry file, Shape shape) {
		try {
			return shape.elements();
		} catch (ArithmeticException e) {
			throw room.damaged(file, "its shape " + shape + " is beyond any file", e);
		}
	}
}
