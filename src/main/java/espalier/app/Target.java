package espalier.app;

import java.util.List;
import java.util.Locale;

import espalier.allocate.Budget;
import espalier.cost.Cost;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

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

	/** Share of what is measured that these cuts leave of a version. */
	static double left(Measure measure, Thinned of, Cuts cuts) {
		Cost whole = of.base().cost().original();
		return switch (measure) {
			case CHANNELS -> {
				List<ChannelGroup> groups = of.piece().coupling().prunable().stream().filter(g -> !g.alternative())
						.toList();
				long all = groups.stream().mapToLong(ChannelGroup::units).sum();
				long kept = groups.stream().mapToLong(cuts::kept).sum();
				yield all == 0 ? 1 : kept / (double) all;
			}
			case MACS -> of.piece().cost().preview(cuts).macsOf(whole);
			case PARAMETERS -> of.piece().cost().preview(cuts).parametersOf(whole);
		};
	}

	/** As in {@code 50% MACs}. */
	String label() {
		return Figures.percent(kept) + " " + measure.label();
	}

	/** The same request on the command line. */
	String option() {
		return switch (measure) {
			case CHANNELS -> String.format(Locale.ROOT, "--ratio %.6f", 1 - kept);
			case MACS -> String.format(Locale.ROOT, "--target-macs %.6f", kept);
			case PARAMETERS -> String.format(Locale.ROOT, "--target-params %.6f", kept);
		};
	}
}
