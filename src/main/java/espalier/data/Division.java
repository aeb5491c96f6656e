package espalier.data;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Which images are trained on and which are measured on, of those for each use.
 *
 * @param validation
 *            null where those to train on have to be divided
 */
record Division(Use train, @Nullable Use validation) {
	/**
	 * Validation images serve before test images, which are then left alone; where either side is missing, the first of the
	 * others is divided.
	 */
	static Division of(Set<Use> there) {
		Use held = there.contains(Use.VALIDATION) ? Use.VALIDATION : there.contains(Use.TEST) ? Use.TEST : null;
		if (there.contains(Use.TRAIN) && held != null)
			return new Division(Use.TRAIN, held);
		return new Division(Stream.of(Use.TRAIN, Use.UNSAID, Use.VALIDATION, Use.TEST).filter(there::contains)
				.findFirst().orElseThrow(), null);
	}

	boolean uses(Use use) {
		return use == train || use == validation;
	}

	/** The two sides, with a note on images that neither has. */
	Splits splits(Map<Use, Integer> counts, Function<Use, Dataset> opened, long seed, List<String> notes) {
		Notes all = new Notes(notes);
		counts.forEach((use, count) -> {
			if (!uses(use))
				all.add(count, use.words() + " image is not used", use.words() + " images are not used", List.of());
		});
		Dataset first = opened.apply(train);
		if (validation == null)
			return Splits.divide(first, seed).with(all.list());
		Dataset second = opened.apply(validation);
		all.unevenClasses(first, second);
		return new Splits(first, second, false, all.list());
	}
}
