package espalier.app;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** Asks for a file; tests and the tour answer without a dialog. */
public interface FilePicker {
	/**
	 * A file to open, or null when none was chosen.
	 *
	 * @param kind
	 *            as in {@code ONNX model}
	 */
	@Nullable
	Path open(String kind, String suffix);

	/**
	 * A folder to read, or null when none was chosen.
	 *
	 * @param of
	 *            what it should hold, as in {@code images by class}
	 */
	@Nullable
	Path folder(String of);

	/**
	 * A file to write, or null when none was chosen.
	 *
	 * @param kind
	 *            as in {@code ONNX model}
	 */
	@Nullable
	Path save(String kind, String suffix, String suggested);
}
