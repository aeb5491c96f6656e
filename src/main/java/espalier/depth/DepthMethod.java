package espalier.depth;

import java.util.function.BooleanSupplier;

/** A way to say how much a region of a network matters. */
public sealed interface DepthMethod permits LayerPrune, Imprinting, LinearProbes, Ablation, EntryExitSimilarity {
	/** What a method looks at. */
	enum Needs {
		/** The network alone, with what was measured for its criterion. */
		NOTHING,
		/** Images, whatever their labels. */
		IMAGES,
		/** Images with labels. */
		LABELS
	}

	/** Hears how it goes, from any thread, one call at a time. */
	@FunctionalInterface
	interface Listener {
		/**
		 * @param soFar
		 *            regions that are scored already
		 * @param step
		 *            as in {@code 3 of 9 regions}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(DepthScores soFar, String step, double share);

		/** What a person should know. */
		default void noted(String sentence) {}
	}

	/** As written on the command line. */
	String id();

	/** For people. */
	String title();

	/** One sentence that says what is measured. */
	String summary();

	/** Who published it, where and when. */
	String paper();

	Needs needs();

	/** Training images that it looks at where nobody says how many. */
	default int images() {
		return 500;
	}

	/** The criterion of filters that it goes by; empty where there is none. */
	default String criterion() {
		return "";
	}

	/** What else tells its results apart from those of another of the same id: settings, as text. */
	default String settings() {
		return "";
	}

	/**
	 * Scores every region of a subject.
	 *
	 * @param cancelled
	 *            asked several times a second
	 * @throws espalier.graph.RefusedException
	 *             when the network or the images can't be used for it
	 * @throws espalier.graph.BadInputException
	 *             when weights or activations are not finite
	 * @throws java.util.concurrent.CancellationException
	 *             when cancelled
	 */
	DepthScores score(Subject subject, Listener listener, BooleanSupplier cancelled);
}
