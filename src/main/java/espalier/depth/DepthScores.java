package espalier.depth;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.evaluate.Interval;
import espalier.graph.RefusedException;

/**
 * How much regions matter under one method.
 *
 * @param method
 *            id of the method
 * @param criterion
 *            id of the criterion that it went by; empty where there is none
 * @param images
 *            on which it was measured; 0 where none were needed
 * @param scores
 *            by name of the region, in network order; the higher, the more it matters. Finite
 * @param intervals
 *            95% intervals of the scores, where the method tells them
 * @param notApplicable
 *            regions that the method can't judge, each with a sentence that says why
 */
public record DepthScores(String method, String criterion, int images, SequencedMap<String, Double> scores,
		Map<String, Interval> intervals, SequencedMap<String, String> notApplicable) {
	public DepthScores {
		scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
		intervals = Map.copyOf(intervals);
		notApplicable = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(notApplicable));
	}

	/**
	 * Names of the regions that matter least, the least first; of equal ones the first in the network.
	 *
	 * @throws RefusedException
	 *             when not so many are scored
	 */
	public List<String> lowest(int count) {
		if (count < 0 || count > scores.size())
			throw new RefusedException("Of " + scores.size() + " regions that `" + method + "` can score, " + count
					+ " can't be chosen; ask for " + scores.size() + " or fewer.");
		return scores.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.naturalOrder())).limit(count)
				.map(Map.Entry::getKey).toList();
	}
}
