package espalier.importance;

/**
 * Mean absolute activation of a channel. Molchanov et al. 2017, "Pruning Convolutional Neural Networks for Resource Efficient
 * Inference".
 */
public record MeanActivation(ActivationStatistics measured) implements ActivationCriterion {
	@Override
	public String id() {
		return "activation";
	}

	@Override
	public String title() {
		return "Mean activation";
	}

	@Override
	public String summary() {
		return "Mean absolute activation of a channel over images (Molchanov et al. 2017).";
	}

	@Override
	public MeanActivation by(ActivationStatistics other) {
		return new MeanActivation(other);
	}

	@Override
	public double[] of(ActivationStatistics.Maps maps) {
		return maps.magnitude();
	}
}
