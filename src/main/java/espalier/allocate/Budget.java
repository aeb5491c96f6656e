package espalier.allocate;

import espalier.cost.Cost;
import espalier.cost.CostModel;
import espalier.cost.Si;
import espalier.coupling.Cuts;
import espalier.graph.RefusedException;

/** How much is to go or to stay. */
public sealed interface Budget {
	/** By how far, relative to the target, a cost may miss it. */
	double TOLERANCE = 0.005;

	/** This share of units goes, whatever that does to the cost; from 0 to below 1. */
	record Ratio(double removed) implements Budget {
		public Ratio {
			if (!(removed >= 0 && removed < 1))
				throw new RefusedException(
						"A ratio is a share of channels to remove, from 0 to below 1, not " + removed + ".");
		}
	}

	/** This share of the multiply-accumulates stays; above 0, at most 1. */
	record Macs(double kept) implements Budget {
		public Macs {
			check("MACs", kept);
		}
	}

	/** This share of the parameters stays; above 0, at most 1. */
	record Parameters(double kept) implements Budget {
		public Parameters {
			check("parameters", kept);
		}
	}

	/** This share of the time of a run stays, as far as that can be estimated; above 0, at most 1. */
	record Latency(double kept, LatencyEstimate estimate) implements Budget {
		public Latency {
			check("milliseconds", kept);
		}
	}

	private static void check(String what, double kept) {
		if (!(kept > 0 && kept <= 1))
			throw new RefusedException("A target is the share of " + what
					+ " that remains, above 0 and at most 1 (100%), not " + kept + ".");
	}

	/** As in {@code 50.0% of MACs}. */
	default String describe() {
		return switch (this) {
			case Ratio(double removed) -> Si.percent(removed) + " of channels removed";
			case Macs(double kept) -> Si.percent(kept) + " of MACs";
			case Parameters(double kept) -> Si.percent(kept) + " of parameters";
			case Latency(double kept, LatencyEstimate estimate) -> Si.percent(kept) + " of " + String
					.format(java.util.Locale.ROOT, "%.3g ms by estimate", estimate.whole());
		};
	}

	/** The share that stays: of units, MACs, parameters or time. */
	default double kept() {
		return switch (this) {
			case Ratio(double removed) -> 1 - removed;
			case Macs(double kept) -> kept;
			case Parameters(double kept) -> kept;
			case Latency(double kept, LatencyEstimate _) -> kept;
		};
	}

	/** What of the network this budget is about is left after cuts, as a share of what there was; for a ratio, of no meaning. */
	default double share(Cuts cuts, CostModel model, Cost whole) {
		return switch (this) {
			case Ratio r -> 1;
			case Macs m -> model.preview(cuts).macsOf(whole);
			case Parameters p -> model.preview(cuts).parametersOf(whole);
			case Latency l -> l.estimate().share(cuts);
		};
	}
}
