package espalier.train;

import java.util.List;

import espalier.graph.RefusedException;

/**
 * Single numbers among a graph's constants that training leads from 1 to 0: straight down over the first part of all steps, and 0
 * from then on. They are set before each step, and are never moved by gradients. Only epochs after which they are 0 count as
 * results.
 *
 * @param constants
 *            names of initializers without axes
 * @param share
 *            of the training in which they go down, above 0 and at most 1
 */
public record Fading(List<String> constants, double share) {
	/** The last quarter of a training is for what is left. */
	public static final double USUAL = 0.75;

	public Fading {
		constants = List.copyOf(constants);
		if (!(share > 0 && share <= 1))
			throw new RefusedException(
					"Branches fade over a share of the training, above 0 and at most 1, not " + share + ".");
	}

	/** Where they stand when so much of the training is done, from 0 to 1. */
	double at(double done) {
		return Math.max(0, 1 - done / share);
	}
}
