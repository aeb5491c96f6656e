package espalier.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import espalier.data.ImageFiles.Image;
import espalier.graph.BadInputException;

/** Image files in folders named after their classes. */
final class ImageFolders {
	/** Decoded images are kept in this part of the heap, an eighth, which both sides share. */
	private static final int KEPT = 8;

	private final String name;
	private final Listing listing;
	private final ClassFolders folders;
	private final Map<Use, List<Image>> images = new EnumMap<>(Use.class);
	private final List<String> withoutClass = new ArrayList<>();

	private ImageFolders(String name, Listing listing) {
		this.name = name;
		this.listing = listing;
		List<Entry> files = listing.files().stream().filter(e -> Decoder.takes(e.path())).toList();
		this.folders = ClassFolders.of(files);
		for (Entry file : files) {
			ClassFolders.Place place = folders.place(file.folders());
			if (place.label() == null)
				withoutClass.add(file.path());
			else
				images.computeIfAbsent(place.use(), _ -> new ArrayList<>()).add(new Image(file, place.label()));
		}
	}

	/**
	 * Classes are numbered alphabetically, over both sides together. A folder of the kind that holds classes keeps its number
	 * when it is empty, so that the others agree with a network that was trained on all.
	 *
	 * @throws BadInputException
	 *             when there is no image in a class folder
	 */
	static Splits of(String name, Listing listing, long seed) {
		return new ImageFolders(name, listing).splits(seed);
	}

	private Splits splits(long seed) {
		if (images.isEmpty())
			throw new BadInputException("There are no images in " + name + (withoutClass.isEmpty()
					? "; it should hold folders named after the classes, as in train/cat/1.jpg."
					: " that lie in folders named after their classes, as in train/cat/1.jpg; sort them so."));
		Division division = Division.of(images.keySet());
		List<String> empty = emptyClasses(division);
		TreeSet<String> classes = new TreeSet<>();
		images.forEach((use, of) -> {
			if (division.uses(use))
				of.forEach(i -> classes.add(i.label()));
		});
		empty.forEach(e -> classes.add(e.substring(e.lastIndexOf('/') + 1)));
		Notes notes = new Notes(List.of());
		notes.add(empty.size(), "class folder is empty", "class folders are empty", empty);
		notes.add(withoutClass.size(), "image lies in no class folder and is not used",
				"images lie in no class folder and are not used", withoutClass);
		Map<Use, Integer> counts = new EnumMap<>(Use.class);
		images.forEach((use, of) -> counts.put(use, of.size()));
		List<String> names = List.copyOf(classes);
		int used = counts.entrySet().stream().filter(e -> division.uses(e.getKey())).mapToInt(Map.Entry::getValue)
				.sum();
		long room = Runtime.getRuntime().maxMemory() / KEPT / used;
		return division.splits(counts, use -> {
			List<Image> of = images.getOrDefault(use, List.of());
			String full = division.validation() == null ? name : name + ", " + use.words();
			return new Cached(new ImageFiles(full, names, of), room * of.size());
		}, seed, notes.list());
	}

	/** Paths of folders where classes are, without any file. */
	private List<String> emptyClasses(Division division) {
		TreeSet<String> filled = new TreeSet<>();
		for (Entry file : listing.files()) {
			String path = "";
			for (String folder : file.folders()) {
				path = path.isEmpty() ? folder : path + "/" + folder;
				filled.add(path);
			}
		}
		return listing.folders().stream().filter(f -> !filled.contains(f)).filter(f -> {
			String[] parts = f.split("/");
			ClassFolders.Place place = folders.place(parts);
			return place.label() != null && place.depth() == parts.length && division.uses(place.use())
					&& Use.of(place.label()) == Use.UNSAID;
		}).toList();
	}
}
