package espalier.importance;

import espalier.coupling.ChannelGroup;

/** All that was measured of one network on images. Immutable. */
public record Measurements(ActivationStatistics activations, GradientStatistics gradients) {
	public static final Measurements NONE = new Measurements(ActivationStatistics.NONE, GradientStatistics.NONE);

	public Measurements with(ActivationStatistics other) {
		return new Measurements(other, gradients);
	}

	public Measurements with(GradientStatistics other) {
		return new Measurements(activations, other);
	}

	/** The criterion with what was measured of what it needs; one of weights alone as it is. */
	public Criterion bound(Criterion criterion) {
		return switch (criterion) {
			case ActivationCriterion c -> c.by(activations);
			case GradientCriterion c -> c.by(gradients);
			default -> criterion;
		};
	}

	/** How many images there were for what a criterion needs; 0 before the first. */
	public int images(Criterion.Needs needs) {
		return switch (needs) {
			case WEIGHTS -> 0;
			case ACTIVATIONS -> activations.images();
			case RANKS -> activations.ranked() ? activations.images() : 0;
			case GRADIENTS -> gradients.images();
		};
	}

	/** Of a group that was not looked at yet. */
	static Criterion.NotApplicable missing(ChannelGroup group, Criterion criterion) {
		return new Criterion.NotApplicable("`" + group.name() + "` has not been measured for " + criterion.title()
				+ (criterion.needs() == Criterion.Needs.GRADIENTS
						? "; it needs labelled images."
						: "; it needs images."));
	}
}
