package espalier.importance;

/** Sum of absolute weights. Li et al. 2017, "Pruning Filters for Efficient ConvNets". */
public record L1() implements Norm {
	@Override
	public String id() {
		return "l1";
	}

	@Override
	public String title() {
		return "L1 norm";
	}

	@Override
	public String summary() {
		return "Sum of the absolute weights of a channel (Li et al. 2017).";
	}

	@Override
	public Slices.Measure measure() {
		return Slices.Measure.ABSOLUTE;
	}
}
