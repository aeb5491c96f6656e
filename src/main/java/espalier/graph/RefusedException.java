package espalier.graph;

/** A request that can't be met: an unknown group, a budget out of reach, an operator that is not supported. */
public final class RefusedException extends EspalierException {
	private static final long serialVersionUID = 1L;

	public RefusedException(String message) {
		super(message, null);
	}
}
