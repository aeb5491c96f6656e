package espalier.data;

import org.jspecify.annotations.Nullable;

/** One image of a data set that can't be decoded. The set is used without it. */
public final class UnreadableImage extends Exception {
	private static final long serialVersionUID = 1L;

	public UnreadableImage(String message, @Nullable Throwable cause) {
		super(message, cause);
	}
}
