package espalier.depth;

import java.util.function.BooleanSupplier;

/**
 * A region's score is by how much the accuracy of imprinted class prototypes is higher behind it than before it. An embedding is
 * the average of the maps over at most 2 x 2 parts, or of the tokens, divided by its length; a class's prototype is the mean of
 * the embeddings of one half of its images; an image of the other half belongs to the prototype of the largest cosine. Nothing is
 * trained. Elkerdawy et al. 2020, "To Filter Prune, or to Layer Prune, That Is The Question", after Qi et al. 2018, "Low-Shot
 * Learning with Imprinted Weights". Cost: one forward pass an image.
 */
public record Imprinting() implements DepthMethod {
	private static final int PARTS = 2;

	@Override
	public String id() {
		return "imprinting";
	}

	@Override
	public String title() {
		return "Imprinting";
	}

	@Override
	public String summary() {
		return "By how much class prototypes of pooled features tell classes apart better behind a region than before it.";
	}

	@Override
	public String paper() {
		return "Elkerdawy et al., To Filter Prune, or to Layer Prune, That Is The Question, ACCV 2020";
	}

	@Override
	public Needs needs() {
		return Needs.LABELS;
	}

	@Override
	public DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled) {
		return Discrimination.scores(this, subject, PARTS, (features, halves, _) -> accuracy(features, halves),
				listener,
				cancelled);
	}

	/** Share of the judged images that are nearest to the prototype of their class; of equally near ones the first counts. */
	static double accuracy(double[][] features, Halves halves) {
		double[][] prototypes = new double[halves.classes()][];
		for (int i : halves.learnt()) {
			int label = halves.labels()[i];
			if (prototypes[label] == null)
				prototypes[label] = new double[features[i].length];
			add(prototypes[label], features[i]);
		}
		int hits = 0;
		for (int i : halves.judged()) {
			int best = -1;
			double highest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < prototypes.length; c++)
				if (prototypes[c] != null && cosine(prototypes[c], features[i]) > highest) {
					best = c;
					highest = cosine(prototypes[c], features[i]);
				}
			hits += best == halves.labels()[i] ? 1 : 0;
		}
		return (double) hits / halves.judged().length;
	}

	/** Adds an embedding; the mean points where the sum does. */
	private static void add(double[] sum, double[] feature) {
		double length = Math.sqrt(product(feature, feature));
		for (int k = 0; length > 0 && k < sum.length; k++)
			sum[k] += feature[k] / length;
	}

	/** 0 where one of them is zero. */
	private static double cosine(double[] a, double[] b) {
		double lengths = Math.sqrt(product(a, a) * product(b, b));
		return lengths == 0 ? 0 : product(a, b) / lengths;
	}

	private static double product(double[] a, double[] b) {
		double sum = 0;
		for (int k = 0; k < a.length; k++)
			sum += a[k] * b[k];
		return sum;
	}
}
