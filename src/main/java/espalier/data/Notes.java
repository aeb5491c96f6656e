package espalier.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Sentences on what is odd about data that can be used all the same. */
final class Notes {
	private static final int EXAMPLES = 5;

	private final List<String> list;

	Notes(List<String> before) {
		list = new ArrayList<>(before);
	}

	/** A sentence that begins with a number; none where it is zero. */
	void add(int count, String one, String several, List<String> examples) {
		if (count > 0)
			list.add(count + " " + (count == 1 ? one : several)
					+ (examples.isEmpty() ? "" : " (" + some(examples) + ")") + ".");
	}

	/** Classes that one side has and the other lacks. */
	void unevenClasses(Dataset train, Dataset validation) {
		BitSet trained = labels(train);
		BitSet measured = labels(validation);
		BitSet untrained = (BitSet) measured.clone();
		untrained.andNot(trained);
		BitSet unmeasured = (BitSet) trained.clone();
		unmeasured.andNot(measured);
		add(untrained.cardinality(), "class has no training images", "classes have no training images",
				names(untrained, train.classes()));
		add(unmeasured.cardinality(), "class has no validation images", "classes have no validation images",
				names(unmeasured, train.classes()));
	}

	private static BitSet labels(Dataset data) {
		BitSet labels = new BitSet();
		for (int i = 0; i < data.size(); i++)
			labels.set(data.label(i));
		return labels;
	}

	private static List<String> names(BitSet labels, List<String> classes) {
		return labels.stream().filter(l -> l < classes.size()).mapToObj(classes::get).toList();
	}

	/** The first of some names, and how many more there are. */
	static String some(List<String> names) {
		return names.size() <= EXAMPLES
				? String.join(", ", names)
				: String.join(", ", names.subList(0, EXAMPLES)) + " and " + (names.size() - EXAMPLES) + " more";
	}

	List<String> list() {
		return List.copyOf(list);
	}
}
