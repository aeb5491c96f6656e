package espalier.data;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import espalier.graph.BadInputException;

/** Arrays of images by what they are for, as a whole. */
final class ArrayParts {
	/** More classes come from a file that holds something else. */
	static final int MOST_CLASSES = 1 << 16;

	private ArrayParts() {}

	/** Classes called by their numbers. */
	static Splits numbered(String name, Map<Use, Part> parts, long seed) {
		int highest = parts.values().stream().flatMapToInt(p -> Arrays.stream(p.labels())).max().orElse(-1);
		return named(name, IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList(), parts, seed,
				List.of());
	}

	/** @throws BadInputException when there is no image */
	static Splits named(String name, List<String> classes, Map<Use, Part> parts, long seed, List<String> notes) {
		Map<Use, Integer> counts = new EnumMap<>(Use.class);
		parts.forEach((use, part) -> {
			if (part.labels().length == 0)
				throw new BadInputException("There are no " + use.words() + " images in " + name
						+ ", though there is an array of them; write it again.");
			counts.put(use, part.labels().length);
		});
		Division division = Division.of(counts.keySet());
		return division.splits(counts, use -> {
			Part part = parts.get(use);
			if (part == null)
				throw new IllegalStateException("no part for " + use);
			return new ArrayImages(division.validation() == null ? name : name + ", " + use.words(), classes, part);
		}, seed, notes);
	}
}
