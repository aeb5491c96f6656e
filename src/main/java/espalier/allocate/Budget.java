package espalier.allocate;

import espalier.cost.Cost;
import espalier.cost.Si;
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
		};
	}

	/** What of a cost this budget is about, as a share of the original's; for a ratio, of no meaning. */
	default double share(Cost cost, Cost original) {
		return switch (this) {
			case Ratio r -> 1;
			case Macs m -> cost.macsOf(original);
			case Parameters p -> cost.parametersOf(original);
		};
	}
}
