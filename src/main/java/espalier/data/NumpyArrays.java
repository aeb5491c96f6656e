package espalier.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.data.Part.Block;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Shape;

/**
 * NumPy arrays of images and of labels, in an npz or as npy files side by side. Which is which their names say, as in
 * {@code x_train} and {@code y_train}, {@code train_images} and {@code train_labels}, or {@code images} and {@code labels}.
 */
final class NumpyArrays {
	private static final Set<String> IMAGES = Set.of("x", "images", "image", "data");
	private static final Set<String> LABELS = Set.of("y", "labels", "label", "targets");
	private static final String ENDING = ".npy";

	private final String name;
	private final Room room;
	private final Map<Use, Entry> images = new EnumMap<>(Use.class);
	private final Map<Use, Entry> labels = new EnumMap<>(Use.class);

	private NumpyArrays(String name) {
		this.name = name;
		this.room = Room.of(name);
	}

	/** Null where no file is an array of images by its name. */
	static @Nullable Splits of(String name, List<Entry> files, long seed) {
		NumpyArrays arrays = new NumpyArrays(name);
		files.stream().filter(f -> f.path().endsWith(ENDING)).forEach(arrays::sort);
		return arrays.images.isEmpty() ? null : arrays.splits(seed);
	}

	private void sort(Entry file) {
		String base = file.base().toLowerCase(Locale.ROOT);
		Use use = Use.UNSAID;
		Map<Use, Entry> kind = null;
		for (String word : base.substring(0, base.length() - ENDING.length()).split("[_-]")) {
			if (Use.of(word) != Use.UNSAID)
				use = Use.of(word);
			else if (IMAGES.contains(word))
				kind = images;
			else if (LABELS.contains(word))
				kind = labels;
			else
				return;
		}
		if (kind != null && kind.put(use, file) instanceof Entry other)
			throw new BadInputException("`" + other.path() + "` and `" + file.path() + "` of " + name
					+ " both could be the array for one use (" + use.words() + "); leave one.");
	}

	private Splits splits(long seed) {
		Map<Use, Part> parts = new EnumMap<>(Use.class);
		images.forEach((use, file) -> {
			Entry beside = labels.get(use);
			if (beside == null)
				throw new BadInputException(
						"`" + file.path() + "` of " + name + " has no array of labels beside it; add one.");
			parts.put(use, part(file, beside));
		});
		return ArrayParts.numbered(name, parts, seed);
	}

	private Part part(Entry imageFile, Entry labelFile) {
		NpyArray pixels = NpyArray.of(imageFile.path(), room.read(imageFile));
		Layout layout = Layout.of(pixels.shape());
		if (pixels.type() != ElementType.UINT8)
			throw room.damaged(imageFile, "images are of numbers from 0 to 255 (uint8), these are "
					+ pixels.type().name().toLowerCase(Locale.ROOT));
		if (layout == null)
			throw room.damaged(imageFile, "its shape is " + pixels.shape()
					+ " where images are NxHxW, NxHxWx1, NxHxWx3 or NxCxHxW");
		int[] each = labels(labelFile, pixels.shape().dim(0));
		return new Part(layout, List.of(new Block(pixels.file(), pixels.from(), layout.bytes(), each.length)), each);
	}

	private int[] labels(Entry file, long count) {
		NpyArray array = NpyArray.of(file.path(), room.read(file));
		Shape shape = array.shape();
		if (array.type().floating() || !(shape.rank() == 1 || shape.rank() == 2 && shape.dim(1) == 1))
			throw room.damaged(file, "labels are one whole number for each image, these are "
					+ array.type().name().toLowerCase(Locale.ROOT) + " of shape " + shape);
		if (shape.dim(0) != count)
			throw room.damaged(file, "it holds " + shape.dim(0) + " labels for " + count + " images");
		long[] values = array.value().toLongs();
		int[] labels = new int[values.length];
		for (int i = 0; i < labels.length; i++) {
			if (values[i] < 0 || values[i] >= ArrayParts.MOST_CLASSES)
				throw room.damaged(file, "its label " + i + " is " + values[i]
						+ " where labels are numbered from 0 to " + (ArrayParts.MOST_CLASSES - 1));
			labels[i] = (int) values[i];
		}
		return labels;
	}
}
