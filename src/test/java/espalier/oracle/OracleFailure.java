package espalier.oracle;

/** Something the oracle promises does not hold. */
final class OracleFailure extends AssertionError {
	private static final long serialVersionUID = 1L;

	/** Which promise, in one word; shrinking keeps to it. */
	private final String promise;

	OracleFailure(String promise, String message) {
		super(promise + ": " + message);
		this.promise = promise;
	}

	String promise() {
		return promise;
	}
}
