package espalier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;

/** Keeps what went wrong inside the program, for whoever mends it. */
final class FailureLog {
	private FailureLog() {}

	/** Appends a failure to the log; a clause that says where it is. */
	static String keep(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		Path file = folder().resolve("failures.log");
		try {
			Files.createDirectories(folder());
			Files.writeString(file, Instant.now() + " " + text + System.lineSeparator(), StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
			return "what happened is in `" + file + "`: please report it with that.";
		} catch (IOException e) {
			return "please report it with this: " + text;
		}
	}

	private static Path folder() {
		String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		String home = System.getProperty("user.home", ".");
		if (system.contains("mac"))
			return Path.of(home, "Library", "Logs", "Espalier");
		if (system.contains("win"))
			return Path.of(environment("LOCALAPPDATA", home), "Espalier");
		return Path.of(environment("XDG_STATE_HOME", home + "/.local/state"), "espalier");
	}

	private static String environment(String name, String otherwise) {
		String value = System.getenv(name);
		return value == null || value.isBlank() ? otherwise : value;
	}
}
