package espalier.train;

import java.util.List;

import espalier.graph.Graph;

/**
 * What came of a training.
 *
 * @param graph
 *            with the weights of the best epoch; those it began with where no epoch was finished
 * @param best
 *            number of that epoch, 0 for none
 */
public record Outcome(Graph graph, List<Metrics> metrics, int best, End end) {
	/** Why a training ended. */
	public enum End {
		FINISHED("all epochs are done"), CANCELLED("cancelled"), PATIENCE("no better result for long"),
		DIVERGED("the loss grew beyond all bounds; try a lower learning rate");

		private final String words;

		End(String words) {
			this.words = words;
		}

		public String words() {
			return words;
		}
	}
}
