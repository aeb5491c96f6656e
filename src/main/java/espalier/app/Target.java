package espalier.app;

import java.util.Locale;

import espalier.allocate.Budget;

/**
 * What the allocator is asked to reach.
 *
 * @param kept
 *            share that stays, 0 to 1; 1 asks for nothing
 */
public record Target(Measure measure, double kept) {
	/** In what a target is counted. */
	public enum Measure {
		CHANNELS("channels"), MACS("MACs"), PARAMETERS("parameters");

		private final String label;

		Measure(String label) {
			this.label = label;
		}

		public String label() {
			return label;
		}
	}

	static final Target EVERYTHING = new Target(Measure.MACS, 1);

	boolean asks() {
		return kept < 1;
	}

	Budget budget() {
		return switch (measure) {
			case CHANNELS -> new Budget.Ratio(1 - kept);
			case MACS -> new Budget.Macs(kept);
			case PARAMETERS -> new Budget.Parameters(kept);
		};
	}

	/** As in {@code 50% MACs}. */
	String label() {
		return Figures.percent(kept) + " " + measure.label();
	}

	/** The same request on the command line. */
	String option() {
		return switch (measure) {
			case CHANNELS -> String.format(Locale.ROOT, "--ratio %.3f", 1 - kept);
			case MACS -> "--target-macs " + Figures.percent(kept);
			case PARAMETERS -> "--target-params " + Figures.percent(kept);
		};
	}
}
