package espalier.cost;

/**
 * What a network costs for one sample.
 *
 * @param parameters
 *            elements of all constants that nodes read as weights, shared ones once
 * @param macs
 *            multiply-accumulates of convolutions, matrix products and recurrent layers; half of what is elsewhere called
 *            FLOPs
 * @param bytes
 *            size of the parameters as they are stored
 * @param otherOps
 *            element operations of everything that is no product: normalisation, activation, pooling, sums
 */
public record Cost(long parameters, long macs, long bytes, long otherOps) {
	public static final Cost ZERO = new Cost(0, 0, 0, 0);

	/** MACs of this as a share of another's; 1 where the other has none. */
	public double macsOf(Cost whole) {
		return share(macs, whole.macs);
	}

	/** Parameters of this as a share of another's; 1 where the other has none. */
	public double parametersOf(Cost whole) {
		return share(parameters, whole.parameters);
	}

	/** Bytes of this as a share of another's; 1 where the other has none. */
	public double bytesOf(Cost whole) {
		return share(bytes, whole.bytes);
	}

	private static double share(long part, long whole) {
		return whole == 0 ? 1 : (double) part / whole;
	}
}
