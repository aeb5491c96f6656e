package espalier.app.graphview;

import java.util.concurrent.CancellationException;

/** Answers flat layout problems. */
interface Placer {
	/**
	 * Sets the corners of the frame's boxes and the paths of its edges, all v at least 0. START boxes are at u = 0.
	 *
	 * @throws CancellationException
	 *             when the work is no longer wanted
	 */
	void place(Frame frame);
}
