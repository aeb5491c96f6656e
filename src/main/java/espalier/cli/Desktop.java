package espalier.cli;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What the command line asks of the window. */
public interface Desktop {
	/** Whether there is a display to open a window on. */
	boolean here();

	/** Opens the window, with the first of these models in it, and returns when it is closed. */
	void open(List<Path> models);

	/** The example network to begin with, as a file. */
	Path example();

	/**
	 * Plays the tour off-screen.
	 *
	 * @param out
	 *            folder for the files it writes
	 * @param pictures
	 *            folder for the pictures of the README, or null to leave them
	 * @return 0 when every step did what it should
	 */
	int tour(Path out, @Nullable Path pictures);
}
