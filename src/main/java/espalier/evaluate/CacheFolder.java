package espalier.evaluate;

import java.nio.file.Path;
import java.util.Locale;

/** Where the system keeps files that are made anew when they are deleted: here, what took long to measure. */
public final class CacheFolder {
	private CacheFolder() {}

	/** Of the person who runs the program; it need not exist yet. */
	public static Path ofPerson() {
		String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		Path home = Path.of(System.getProperty("user.home", "."));
		String local = System.getenv("LOCALAPPDATA");
		String xdg = System.getenv("XDG_CACHE_HOME");
		if (system.contains("win") && local != null)
			return Path.of(local, "Espalier", "Cache");
		if (system.contains("mac"))
			return home.resolve(Path.of("Library", "Caches", "Espalier"));
		return (xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("espalier");
	}
}
