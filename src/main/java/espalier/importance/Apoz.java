package espalier.importance;

/**
 * Share of a channel's activations that are not zero: one minus the average percentage of zeros. Hu et al. 2016, "Network
 * Trimming: A Data-Driven Neuron Pruning Approach towards Efficient Deep Architectures". Says nothing of activations that are
 * never exactly zero, such as GELU's: all units score one.
 */
public record Apoz(ActivationStatistics measured) implements ActivationCriterion {
	@Override
	public String id() {
		return "apoz";
	}

	@Override
	public String title() {
		return "APoZ";
	}

	@Override
	public String summary() {
		return "Share of a channel's activations that are not zero, over images (Hu et al. 2016).";
	}

	@Override
	public Apoz by(ActivationStatistics other) {
		return new Apoz(other);
	}

	@Override
	public double[] of(ActivationStatistics.Maps maps) {
		return maps.active();
	}
}
