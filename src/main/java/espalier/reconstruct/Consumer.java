package espalier.reconstruct;

/** A node that sums channels away: a layer whose weights can be fitted, or something else. */
sealed interface Consumer permits Layer, Consumer.Obstacle {
	/** @param reason why nothing can be fitted there, a sentence */
	record Obstacle(String reason) implements Consumer {}
}
