package espalier.graph;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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

	/** A file that can't be written, with the system's reason in words. */
	public static BadInputException unwritable(Path file, IOException cause) {
		String reason = switch (cause) {
			case NoSuchFileException _ -> "its folder is not there";
			case AccessDeniedException _ -> "the folder or the file is protected";
			case FileSystemException told when told.getReason() != null -> told.getReason();
			default -> String.valueOf(cause.getMessage());
		};
		return new BadInputException(
				"`" + file + "` can't be written (" + reason + "); choose another place or free some space.", cause);
	}
}
