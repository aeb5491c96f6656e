package espalier.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;
import espalier.graph.RefusedException;

/** The application of one workbench window. */
public final class App extends Application {
	private static final Logger LOG = Logger.getLogger(App.class.getName());
	private static final AtomicReference<List<Path>> FILES = new AtomicReference<>(List.of());

	private @Nullable Workbench bench;

	/**
	 * Opens the window, with the first of these files in it; returns when it is closed.
	 *
	 * @throws RefusedException
	 *             where no window can be opened
	 */
	public static void launch(List<Path> files) {
		FILES.set(List.copyOf(files));
		try {
			Application.launch(App.class);
		} catch (UnsupportedOperationException e) {
			LOG.log(Level.FINE, "no toolkit", e);
			throw new RefusedException("No window can be opened here (" + e.getMessage() + "). Check the display, as in"
					+ " the DISPLAY variable, or run espalier tour, which needs none.");
		}
	}

	/** The example network to begin with, as a file. */
	public static Path example() {
		String first = Examples.first();
		if (first == null)
			throw new BadInputException("No example networks are installed; install Espalier again", null);
		return Examples.file(first);
	}

	@Override
	public void start(Stage stage) {
		Settings settings = Settings.ofPerson();
		Workbench state = new Workbench(settings);
		bench = state;
		WorkbenchWindow window = new WorkbenchWindow(stage, state, new SystemPicker(stage, settings), Platform::exit);
		Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {
			LOG.log(Level.SEVERE, "Uncaught", e);
			state.report("Something went wrong", e);
		});
		stage.show();
		window.actions();
		Objects.requireNonNullElse(FILES.get(), List.<Path>of()).stream().findFirst().ifPresent(state::open);
	}

	@Override
	public void stop() throws IOException {
		Workbench state = bench;
		if (state == null)
			return;
		state.settings().write(state.settings().text());
		state.close();
	}
}
