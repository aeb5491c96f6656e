package espalier.session;

import java.util.List;

import espalier.coupling.Choices;
import espalier.plan.Plan;
import espalier.train.Metrics;
import espalier.train.Recipe;

/** What made a version from its parent. */
public sealed interface Origin {
	/** It is the file as it was read. */
	record Read() implements Origin {}

	/**
	 * It was decided how channels may be cut; the network computes what its parent does.
	 *
	 * @param choices
	 *            those that were added
	 * @param option
	 *            the same on the command line
	 */
	record Chosen(Choices choices, String option) implements Origin {}

	/** Channels were cut. */
	record Cut(Plan plan) implements Origin {}

	/**
	 * Weights were trained; the structure is the parent's.
	 *
	 * @param data
	 *            tells the images apart from others
	 * @param epoch
	 *            whose weights were kept, counted from 1
	 */
	record Trained(Recipe recipe, String data, List<Metrics> metrics, int epoch) implements Origin {
		public Trained {
			metrics = List.copyOf(metrics);
		}
	}

	/**
	 * Weights were trained, statistics taken anew, or earlier weights taken up, as a part of a pruning method; the channels are the
	 * parent's.
	 *
	 * @param method
	 *            its name
	 * @param recipe
	 *            the whole of it, as JSON
	 * @param data
	 *            tells the images apart from others
	 * @param metrics
	 *            of its epochs; none where only statistics were taken
	 */
	record ByMethod(String method, String recipe, String data, List<Metrics> metrics) implements Origin {
		public ByMethod {
			metrics = List.copyOf(metrics);
		}
	}

	/** Running statistics of batch norms were taken anew over this many images. */
	record Recalibrated(int images, String data) implements Origin {}
}
