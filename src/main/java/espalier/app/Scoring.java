package espalier.app;

import java.util.EnumSet;
import java.util.Set;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import espalier.importance.Criterion.Needs;
import espalier.importance.Measurements;
import espalier.importance.Scores;
import espalier.session.Workpiece;

/**
 * The scores of a network's groups by a method, and what is known of the network for criteria that look at images. Computed off
 * the JavaFX thread, the latest request winning; used on it.
 */
final class Scoring {
	private final Workpiece piece;
	private final Latest<Scores> latest;
	private final ReadOnlyObjectWrapper<Scores> scores;
	private final Set<Needs> whole = EnumSet.of(Needs.WEIGHTS);
	private Measurements measured = Measurements.NONE;
	/** On some of the images so far, or all that were looked at before it was ended. */
	private Measurements part = Measurements.NONE;
	private Method scored;
	private int images;

	/** @param scores by the method, with nothing measured */
	Scoring(Workpiece piece, Method method, Scores scores, Latest<Scores> latest) {
		this.piece = piece;
		this.latest = latest;
		this.scores = new ReadOnlyObjectWrapper<>(scores);
		this.scored = method;
	}

	ReadOnlyObjectProperty<Scores> scores() {
		return scores.getReadOnlyProperty();
	}

	Measurements measured() {
		return measured;
	}

	/** Whether all is known that a method's criterion looks at. */
	boolean knows(Method method) {
		return whole.contains(method.criterion().needs());
	}

	/** Images that the scores are from; 0 for those of weights alone. */
	int images() {
		return images;
	}

	/** Scores by a method unless that is done, and then does something. */
	void by(Method method, Runnable then) {
		if (method.scoresLike(scored))
			then.run();
		else
			again(method, then);
	}

	/** Takes what was measured, on all images or on some so far, and scores by it where the method looks at it. */
	void take(Method method, Measurements found, Needs needs, boolean all, Runnable then) {
		part = found;
		if (all) {
			measured = found;
			whole.add(needs);
			if (needs == Needs.RANKS)
				whole.add(Needs.ACTIVATIONS);
		}
		if (method.criterion().needs().images())
			again(method, then);
	}

	/** Forgets what was measured: it was on other images. */
	void forget() {
		measured = Measurements.NONE;
		part = Measurements.NONE;
		whole.retainAll(EnumSet.of(Needs.WEIGHTS));
		if (scored.criterion().needs().images())
			show(scored, 0, Scores.of(piece.coupling(), scored.criterion(), scored.aggregation()));
	}

	private void again(Method method, Runnable then) {
		Measurements now = knows(method) ? measured : part;
		latest.ask(() -> Scores.of(piece.coupling(), now.bound(method.criterion()), method.aggregation()), found -> {
			show(method, now.images(method.criterion().needs()), found);
			then.run();
		});
	}

	private void show(Method method, int from, Scores found) {
		scored = method;
		images = from;
		scores.set(found);
	}
}
