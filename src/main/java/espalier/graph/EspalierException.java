package espalier.graph;

import org.jspecify.annotations.Nullable;

/**
 * A failure that is told to the person: the message is one sentence that says what, where and what to do; the cause is for the
 * log.
 */
public abstract class EspalierException extends RuntimeException {
	private static final long serialVersionUID = 1L;

	protected EspalierException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}
}
