package espalier.importance;

/**
 * Mean rank of a channel's feature maps: maps of low rank hold little that others do not. Lin et al. 2020, "HRank: Filter
 * Pruning using High-Rank Feature Map". A singular value counts when it is above the largest times the map's longer side times
 * the rounding step of a float, 2^-23. Groups without maps of two dimensions, such as tokens, can't be judged.
 */
public record HRank(ActivationStatistics measured) implements ActivationCriterion {
	@Override
	public String id() {
		return "hrank";
	}

	@Override
	public String title() {
		return "HRank";
	}

	@Override
	public String summary() {
		return "Mean rank of a channel's feature maps over images (Lin et al. 2020).";
	}

	@Override
	public Needs needs() {
		return Needs.RANKS;
	}

	@Override
	public HRank by(ActivationStatistics other) {
		return new HRank(other);
	}

	@Override
	public double[] of(ActivationStatistics.Maps maps) {
		return maps.rank();
	}
}
