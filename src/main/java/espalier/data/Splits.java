package espalier.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

/**
 * Images to train on and images to measure on, none in both.
 *
 * @param divided
 *            whether the two were divided by seed because the source has no division of its own
 * @param notes
 *            sentences on what is odd about the data, such as empty class folders; to be shown once
 */
public record Splits(Dataset train, Dataset validation, boolean divided, List<String> notes) {
	public Splits {
		notes = List.copyOf(notes);
	}

	public Splits(Dataset train, Dataset validation, boolean divided) {
		this(train, validation, divided, List.of());
	}

	/** A tenth of the images of each class, and at least one where there are several, is kept for validation by seed. */
	static Splits divide(Dataset all, long seed) {
		if (all.size() < 2)
			throw new BadInputException(
					"There is only one image in " + all.name() + "; give some to train on and some to measure on.");
		Map<Integer, Integer> counts = new HashMap<>();
		for (int i = 0; i < all.size(); i++)
			counts.merge(all.label(i), 1, Integer::sum);
		Map<Integer, Integer> wanted = new HashMap<>();
		counts.forEach((label, count) -> wanted.put(label, count < 2 ? 0 : Math.max(1, count / 10)));
		if (wanted.values().stream().allMatch(n -> n == 0))
			wanted.put(all.label(0), 1);
		List<Integer> train = new ArrayList<>();
		List<Integer> validation = new ArrayList<>();
		for (int index : Subset.stratified(all, all.size(), seed).indices())
			(wanted.merge(all.label(index), -1, Integer::sum) >= 0 ? validation : train).add(index);
		return new Splits(subset(all, train, "training"), subset(all, validation, "validation"), true);
	}

	private static Subset subset(Dataset all, List<Integer> indices, String use) {
		return new Subset(all, indices.stream().mapToInt(Integer::intValue).toArray(), all.name() + ", " + use);
	}

	Splits with(List<String> other) {
		return new Splits(train, validation, divided, other);
	}

	/**
	 * The same images with labels that number the classes in another order, as that of a model's outputs.
	 *
	 * @throws RefusedException
	 *             when the names are not those of the classes, each once
	 */
	public Splits ordered(List<String> classes) {
		return new Splits(Relabelled.of(train, classes), Relabelled.of(validation, classes), divided, notes);
	}
}
