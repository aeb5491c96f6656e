package espalier.depth;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import espalier.graph.RefusedException;

/**
 * Labelled images in two halves of the same classes: of each class the first, third and so on are learnt from, the others are
 * judged.
 *
 * @param labels
 *            of all
 * @param learnt
 *            which are learnt from
 * @param judged
 *            the others
 */
record Halves(int[] labels, int[] learnt, int[] judged) {
	static Halves of(int[] labels) {
		Map<Integer, Integer> seen = new HashMap<>();
		boolean[] second = new boolean[labels.length];
		for (int i = 0; i < labels.length; i++)
			second[i] = seen.merge(labels[i], 1, Integer::sum) % 2 == 0;
		int[] judged = IntStream.range(0, labels.length).filter(i -> second[i]).toArray();
		if (judged.length == 0 || seen.size() < 2)
			throw new RefusedException("Of " + labels.length + " images no two classes have two each, so nothing can be"
					+ " learnt from one half and judged on the other; give more images.");
		return new Halves(labels, IntStream.range(0, labels.length).filter(i -> !second[i]).toArray(), judged);
	}

	/** One more than the highest label. */
	int classes() {
		return IntStream.of(labels).max().orElse(-1) + 1;
	}
}
