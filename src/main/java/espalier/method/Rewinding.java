package espalier.method;

import java.util.List;

import espalier.coupling.Cuts;
import espalier.plan.Plan;
import espalier.session.Workpiece;

/**
 * Early weights in the form that was found with later ones. Frankle, Carbin 2019, "The Lottery Ticket Hypothesis", section 2, and
 * Renda, Frankle, Carbin 2020, "Comparing Rewinding and Fine-tuning in Neural Network Pruning", section 3, which rewinds to some way
 * into the training; there single weights go, here channels.
 */
final class Rewinding {
	private Rewinding() {}

	/**
	 * Cuts an early network as was cut since. Constants that a fit put in are not there again. Cost: a surgery, a trace and a
	 * coupling for each cut.
	 *
	 * @param since
	 *            what followed on it, in order
	 */
	static Workpiece of(Workpiece early, List<Stage> since) {
		Workpiece now = early;
		for (Stage stage : since)
			now = switch (stage.change()) {
				case Stage.Change.Cut(Workpiece planned, Cuts cuts) -> cut(now, planned, cuts);
				case Stage.Change.Fitted(Workpiece planned, Cuts cuts) -> cut(now, planned, cuts);
				case Stage.Change.Weights() -> now;
			};
		return now;
	}

	/** The groups of both networks have the same names. */
	private static Workpiece cut(Workpiece now, Workpiece planned, Cuts cuts) {
		Workpiece same = now.by(planned.coupling().choices());
		return same.without(Plan.of(planned.coupling(), cuts, "", "").cuts(same.coupling()));
	}
}
