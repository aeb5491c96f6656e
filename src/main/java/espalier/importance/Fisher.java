package espalier.importance;

/**
 * Change of the loss, to second order, if a unit's weights were zero: half the sum of w² times the mean squared gradient, which
 * stands for the diagonal of the Hessian. LeCun et al. 1990, "Optimal Brain Damage", by the empirical Fisher information.
 */
public record Fisher(GradientStatistics measured) implements GradientCriterion {
	@Override
	public String id() {
		return "fisher";
	}

	@Override
	public String title() {
		return "Fisher (OBD)";
	}

	@Override
	public String summary() {
		return "Second-order change of the loss without a channel, by squared gradients (LeCun et al. 1990).";
	}

	@Override
	public Fisher by(GradientStatistics other) {
		return new Fisher(other);
	}

	@Override
	public double[] of(GradientStatistics.Slice slice) {
		return slice.curvature();
	}
}
