package espalier.method;

import java.util.List;

import espalier.coupling.Cuts;
import espalier.session.Workpiece;
import espalier.train.Metrics;

/**
 * What one part of a run did.
 *
 * @param number
 *            counted from 1
 * @param title
 *            as in {@code Cut by L1}
 * @param piece
 *            the network behind it
 * @param accuracy
 *            top-1 on the validation images behind it, 0 to 1
 * @param images
 *            that it was measured on
 * @param metrics
 *            of the epochs, where it trained
 * @param seconds
 *            that it took
 */
public record Stage(int number, String title, Change change, Workpiece piece, double accuracy, int images,
		List<Metrics> metrics, double seconds) {
	/** How the network was changed. */
	public sealed interface Change {
		/**
		 * Regions and channels were cut.
		 *
		 * @param planned
		 *            the network before, without the regions
		 * @param cuts
		 *            of its groups
		 */
		record Cut(Workpiece planned, Cuts cuts) implements Change {}

		/**
		 * Channels were cut, and the weights of layers that read them fitted.
		 *
		 * @param planned
		 *            the network before
		 */
		record Fitted(Workpiece planned, Cuts cuts) implements Change {}

		/** Weights or statistics are others. */
		record Weights() implements Change {}
	}

	public Stage {
		metrics = List.copyOf(metrics);
	}
}
