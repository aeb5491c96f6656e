package espalier.importance;

/**
 * Squared change of the loss, to first order, if a unit's weights were zero: the mean over batches of (sum of g w)². Molchanov
 * et al. 2019, "Importance Estimation for Neural Network Pruning", equation 8.
 */
public record Taylor(GradientStatistics measured) implements GradientCriterion {
	@Override
	public String id() {
		return "taylor";
	}

	@Override
	public String title() {
		return "Taylor";
	}

	@Override
	public String summary() {
		return "Squared first-order change of the loss without a channel (Molchanov et al. 2019).";
	}

	@Override
	public Taylor by(GradientStatistics other) {
		return new Taylor(other);
	}

	@Override
	public double[] of(GradientStatistics.Slice slice) {
		return slice.squared();
	}
}
