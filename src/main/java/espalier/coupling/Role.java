package espalier.coupling;

/** What an axis of a weight is to the channels of a group. */
public enum Role {
	/** Rows of a layer's weight: one index makes one channel (a filter). */
	OUT("out"),
	/** Columns of a layer's weight: one index reads one channel; the sum over them is where a removed channel vanishes. */
	IN("in"),
	/** Filters of a depthwise convolution, which read and make the same channel. */
	DEPTHWISE("depthwise"),
	/** Scale, shift, mean or variance of a normalisation. */
	NORM("norm"),
	/** Added to a layer's output. */
	BIAS("bias"),
	/** Any other constant with one index per channel: a factor, an offset, a table. */
	CONSTANT("constant");

	private final String label;

	Role(String label) {
		this.label = label;
	}

	/** As written in plans and tables. */
	public String label() {
		return label;
	}
}
