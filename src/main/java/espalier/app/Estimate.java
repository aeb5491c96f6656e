package espalier.app;

import espalier.evaluate.Evaluation;

/**
 * Accuracy on the sample, of a version or of a plan.
 *
 * @param settled
 *            whether it is on the whole sample and of what is shown now, not of a plan that has moved on
 */
record Estimate(Evaluation evaluation, boolean settled) {
	Estimate stale() {
		return new Estimate(evaluation, false);
	}

	double share() {
		return evaluation.accuracy().share();
	}
}
