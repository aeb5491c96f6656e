package espalier.importance;

import espalier.coupling.ChannelGroup;

/** A way to say how much a unit of a group matters. */
public interface Criterion {
	/** What a criterion finds of one group. */
	sealed interface Finding {}

	/** One finite number a unit; the higher, the more it matters. */
	record Ranking(double[] scores) implements Finding {}

	/** A sentence that says why the criterion can't judge the group. */
	record NotApplicable(String sentence) implements Finding {}

	/** What a criterion looks at. */
	enum Needs {
		/** The weights alone. */
		WEIGHTS,
		/** Feature maps on some images. */
		ACTIVATIONS,
		/** The ranks of feature maps too, which take longer. */
		RANKS,
		/** Gradients of the loss on some labelled images. */
		GRADIENTS;

		/** Whether the network has to be run. */
		public boolean images() {
			return this != WEIGHTS;
		}
	}

	/** What it looks at; all but weights has to be measured first, see {@link Measurements}. */
	default Needs needs() {
		return Needs.WEIGHTS;
	}

	/** As written on the command line and in plans. */
	String id();

	/** For people. */
	String title();

	/** One sentence that says what is measured and whose method it is. */
	String summary();

	/**
	 * Judges a group.
	 *
	 * @throws espalier.graph.BadInputException
	 *             when weights are not finite numbers
	 */
	Finding score(ChannelGroup group, Aggregation aggregation);
}
