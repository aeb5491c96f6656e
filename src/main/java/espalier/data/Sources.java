package espalier.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

/** Finds out what data a place holds. */
public final class Sources {
	private static final String SHAPES = "shapes";

	private Sources() {}

	/**
	 * Opens {@code shapes} (with a seed as in {@code shapes:7}, and fewer images to train on as in {@code shapes:7:2000}), a
	 * folder or an archive (tar, tar.gz, zip, npz). It holds images in folders by class, CIFAR-10 or CIFAR-100 (binary or
	 * Python version), IDX files as MNIST's, or NumPy arrays; which of these, the names of its files say.
	 *
	 * @param seed
	 *            divides the images where the source does not say which are for validation
	 * @throws BadInputException
	 *             when the place holds no images, or can't be read
	 * @throws RefusedException
	 *             when there is no such place
	 */
	public static Splits open(String place, long seed) {
		if (place.equals(SHAPES))
			return Shapes.splits(0);
		if (place.startsWith(SHAPES + ":"))
			return shapes(place);
		Path path = path(place);
		Listing listing = Listing.of(path);
		if (Files.isDirectory(path) && onlyNpz(listing) instanceof Entry npz)
			return within(path.resolve(npz.path()), Listing.of(path.resolve(npz.path())), seed);
		return within(path, listing, seed);
	}

	private static Splits shapes(String place) {
		String[] numbers = place.substring(SHAPES.length() + 1).split(":", -1);
		try {
			long seed = Long.parseLong(numbers[0]);
			if (numbers.length == 1)
				return Shapes.splits(seed);
			int train = Integer.parseInt(numbers[1]);
			if (numbers.length == 2 && train > 0 && train <= Shapes.TRAIN)
				return Shapes.splits(seed, train);
		} catch (NumberFormatException e) {
			// refused below
		}
		throw new RefusedException("`" + place + "` is no seed and number of images to train on, at most "
				+ Shapes.TRAIN + "; write it as in shapes:7 or shapes:7:2000, or shapes alone.");
	}

	private static Path path(String place) {
		try {
			Path path = Path.of(place);
			if (Files.exists(path))
				return path;
		} catch (InvalidPathException e) {
			// There is nothing at what is no path, as said below.
		}
		throw new RefusedException("There is no data at `" + place
				+ "`; give a folder of images by class, an archive, or `shapes` for the generated sample.");
	}

	private static @Nullable Entry onlyNpz(Listing listing) {
		List<Entry> npz = listing.files().stream().filter(f -> f.base().toLowerCase(Locale.ROOT).endsWith(".npz"))
				.toList();
		boolean images = listing.files().stream().anyMatch(f -> Decoder.takes(f.path()));
		return npz.size() == 1 && !images ? npz.getFirst() : null;
	}

	private static Splits within(Path path, Listing listing, long seed) {
		String name = String.valueOf(path.getFileName());
		return Stream.<Reader>of(CifarBinary::of, CifarPickled::of, Idx::of, NumpyArrays::of)
				.map(r -> r.of(name, listing.files(), seed)).filter(java.util.Objects::nonNull).findFirst()
				.orElseGet(() -> ImageFolders.of(name, listing, seed));
	}

	/** Opens files of one kind; null where they are of another. */
	@FunctionalInterface
	private interface Reader {
		@Nullable
		Splits of(String name, List<Entry> files, long seed);
	}
}
