package espalier.importance;

/**
 * Absolute change of the loss, to first order, if a unit's weights were zero: the mean over batches of |sum of g w|. After
 * Molchanov et al. 2017, "Pruning Convolutional Neural Networks for Resource Efficient Inference", with weights for
 * activations.
 */
public record TaylorAbsolute(GradientStatistics measured) implements GradientCriterion {
	@Override
	public String id() {
		return "taylor-abs";
	}

	@Override
	public String title() {
		return "Taylor, absolute";
	}

	@Override
	public String summary() {
		return "Absolute first-order change of the loss without a channel (after Molchanov et al. 2017).";
	}

	@Override
	public TaylorAbsolute by(GradientStatistics other) {
		return new TaylorAbsolute(other);
	}

	@Override
	public double[] of(GradientStatistics.Slice slice) {
		return slice.absolute();
	}
}
