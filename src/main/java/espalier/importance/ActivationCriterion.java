package espalier.importance;

import espalier.coupling.ChannelGroup;

/**
 * A criterion that looks at what a group's channels carry on images, right after the normalisation and activation behind the
 * first layer that makes them. Members and their reduction have no say: there is one value. Scoring costs nothing; for the cost
 * of measuring see {@code espalier.evaluate.Activations}.
 */
public sealed interface ActivationCriterion extends Criterion permits HRank, Apoz, MeanActivation {
	ActivationStatistics measured();

	/** The same criterion by other measurements. */
	ActivationCriterion by(ActivationStatistics other);

	/** One number a unit; empty where the value has none, as its obstacle says. */
	double[] of(ActivationStatistics.Maps maps);

	@Override
	default Needs needs() {
		return Needs.ACTIVATIONS;
	}

	@Override
	default Finding score(ChannelGroup group, Aggregation aggregation) {
		ActivationStatistics.Maps maps = measured().of(group);
		if (maps == null)
			return Measurements.missing(group, this);
		double[] scores = of(maps);
		return scores.length == group.units()
				? new Ranking(aggregation.normalise().apply(scores))
				: maps.obstacle().isEmpty() ? Measurements.missing(group, this) : new NotApplicable(maps.obstacle());
	}
}
