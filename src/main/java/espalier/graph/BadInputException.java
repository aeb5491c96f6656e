package espalier.graph;

import org.jspecify.annotations.Nullable;

/** A file, plan or data set that can't be used as it is. */
public final class BadInputException extends EspalierException {
	private static final long serialVersionUID = 1L;

	public BadInputException(String message) {
		super(message, null);
	}

	public BadInputException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}
}
