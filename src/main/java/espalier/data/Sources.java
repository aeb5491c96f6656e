package espalier.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import espalier.data.ImageFiles.Entry;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

/** Finds out what data a place holds. */
public final class Sources {
	/** Names of folders and files that say what images are for. */
	private static final Set<String> TRAIN = Set.of("train", "training");
	private static final Set<String> VALIDATION = Set.of("test", "testing", "val", "valid", "validation", "t10k");

	private Sources() {}

	/**
	 * Opens {@code shapes} (with a seed as in {@code shapes:7}), a folder or an archive.
	 *
	 * @param seed
	 *            divides the images where the source does not say which are for validation
	 * @throws BadInputException
	 *             when the place holds no images, or can't be read
	 * @throws RefusedException
	 *             when there is no such place
	 */
	public static Splits open(String place, long seed) {
		if (place.equals("shapes"))
			return Shapes.splits(0);
		if (place.startsWith("shapes:"))
			return Shapes.splits(Long.parseLong(place.substring("shapes:".length())));
		Path path = Path.of(place);
		if (!Files.exists(path))
			throw new RefusedException("There is no data at `" + place
					+ "`; give a folder of images by class, an archive, or `shapes` for the generated sample.");
		if (Files.isDirectory(path) || Listing.archive(path))
			return within(path, seed);
		throw new BadInputException("`" + place
				+ "` is no data set of a known kind; known are image folders, tar, tar.gz and zip.");
	}

	private static Splits within(Path path, long seed) {
		List<Entry> entries = Listing.of(path);
		String name = String.valueOf(path.getFileName());
		return images(name, entries.stream().filter(e -> Decoder.takes(e.path())).toList(), seed);
	}

	private static Splits images(String name, List<Entry> images, long seed) {
		Map<String, List<Entry>> byUse = new TreeMap<>();
		for (Entry image : images)
			byUse.computeIfAbsent(use(image.path()), _ -> new java.util.ArrayList<>()).add(image);
		List<String> classes = ImageFiles.classesOf(images);
		List<Entry> train = byUse.getOrDefault("train", List.of());
		List<Entry> validation = byUse.getOrDefault("validation", List.of());
		if (!train.isEmpty() && !validation.isEmpty())
			return new Splits(new ImageFiles(name + ", train", classes, train),
					new ImageFiles(name + ", validation", classes, validation), false);
		return Splits.divide(new ImageFiles(name, classes, images), seed);
	}

	/** What a path says of itself in the folders above its class. */
	private static String use(String path) {
		for (String part : path.toLowerCase(Locale.ROOT).split("/")) {
			if (TRAIN.contains(part))
				return "train";
			if (VALIDATION.contains(part))
				return "validation";
		}
		return "";
	}
}
