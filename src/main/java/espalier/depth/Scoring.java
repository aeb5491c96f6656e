package espalier.depth;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import espalier.evaluate.Interval;
import espalier.graph.BadInputException;
import espalier.region.Region;

/** Scores as they are found. */
final class Scoring {
	private final DepthMethod method;
	private final SequencedMap<String, Double> scores = new LinkedHashMap<>();
	private final Map<String, Interval> intervals = new HashMap<>();
	private final SequencedMap<String, String> silent = new LinkedHashMap<>();

	Scoring(DepthMethod method) {
		this.method = method;
	}

	void score(String region, double score) {
		if (!Double.isFinite(score))
			throw new BadInputException(method.title() + " finds no finite number for region `" + region
					+ "`; export the model again from a checkpoint that did not diverge, or check the preprocessing.");
		scores.put(region, score);
	}

	void score(String region, Interval score) {
		score(region, score.share());
		intervals.put(region, score);
	}

	/** @param reason a part of a sentence, without its end */
	void silent(Region region, String reason) {
		silent.put(region.name(), "`" + region.name() + "` is not scored: " + reason + ".");
	}

	DepthScores result(int images) {
		return new DepthScores(method.id(), method.criterion(), images, scores, intervals, silent);
	}
}
