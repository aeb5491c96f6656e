package espalier.depth;

import java.util.function.BooleanSupplier;

/**
 * A region's score is its discrimination: by how much a linear probe tells classes apart better behind it than before it. A probe
 * is multinomial logistic regression on the means of all maps, or of the tokens, fitted to one half of the images of each class
 * and judged on the other. Wang et al. 2019, "DBP: Discrimination Based Block-Level Pruning for Deep Model Acceleration". Cost: one
 * forward pass an image, and the fits: for 2,500 images, 64 channels and 10 classes some tenths of a second each.
 */
public record LinearProbes() implements DepthMethod {
	@Override
	public String id() {
		return "dbp";
	}

	@Override
	public String title() {
		return "Linear probes (DBP)";
	}

	@Override
	public String summary() {
		return "By how much a linear probe on pooled features tells classes apart better behind a region than before it.";
	}

	@Override
	public String paper() {
		return "Wang et al., DBP: Discrimination Based Block-Level Pruning for Deep Model Acceleration, arXiv 1912.10178, 2019";
	}

	@Override
	public Needs needs() {
		return Needs.LABELS;
	}

	/** An accuracy on 250 images is uncertain by three points, which is as much as blocks differ; on 2,500 by one. */
	@Override
	public int images() {
		return 5000;
	}

	@Override
	public DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled) {
		return Discrimination.scores(this, subject, 1, LogisticRegression::accuracy, listener, cancelled);
	}
}
