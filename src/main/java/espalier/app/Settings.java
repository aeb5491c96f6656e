package espalier.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.sweep.Journal;
import espalier.graph.BadInputException;

/** What the window remembers between runs: theme, recent files, sizes. One small JSON file in the person's folder. */
public final class Settings {
	private static final int MOST_RECENT = 10;
	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

	private record Stored(@Nullable String theme, @Nullable List<String> recent,
			@Nullable Map<String, Double> numbers, @Nullable Map<String, String> texts) {}

	private final Path file;
	private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.SYSTEM);
	private final ObservableList<Path> recent = FXCollections.observableArrayList();
	// one view for ever: listeners on a fresh one would be lost with it
	private final ObservableList<Path> recentShown = FXCollections.unmodifiableObservableList(recent);
	private final Map<String, Double> numbers = new TreeMap<>();
	private final Map<String, String> texts = new TreeMap<>();

	private final Path cache;

	private Settings(Path file, Path cache) {
		this.file = file;
		this.cache = cache;
	}

	/** From this file, with what may be deleted in a folder beside it; defaults when it is missing or can't be read. */
	public static Settings at(Path file) {
		return at(file, file.resolveSibling("cache"));
	}

	private static Settings at(Path file, Path cache) {
		Settings settings = new Settings(file, cache);
		if (Files.isRegularFile(file))
			try {
				settings.adopt(JSON.readValue(Files.readString(file), Stored.class));
			} catch (IOException _) {
				return new Settings(file, cache);
			}
		return settings;
	}

	/** Of the person who runs the program. */
	public static Settings ofPerson() {
		return at(folderOfPerson().resolve("window.json"), Journal.usualFolder());
	}

	/** A folder for finished points of sweeps, which may be deleted. */
	Path cache() {
		return cache;
	}

	/** Where the system keeps such files. */
	static Path folderOfPerson() {
		String home = System.getProperty("user.home", ".");
		String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		String roaming = System.getenv("APPDATA");
		String xdg = System.getenv("XDG_CONFIG_HOME");
		return os.contains("win") && roaming != null
				? Path.of(roaming, "Espalier")
				: os.contains("mac")
						? Path.of(home, "Library", "Application Support", "Espalier")
						: (xdg == null || xdg.isEmpty() ? Path.of(home, ".config") : Path.of(xdg)).resolve("espalier");
	}

	private void adopt(Stored stored) {
		for (Theme known : Theme.values())
			if (known.name().equals(stored.theme()))
				theme.set(known);
		if (stored.recent() != null)
			stored.recent().forEach(path -> recent.add(Path.of(path)));
		if (stored.numbers() != null)
			numbers.putAll(stored.numbers());
		if (stored.texts() != null)
			texts.putAll(stored.texts());
	}

	public ObjectProperty<Theme> theme() {
		return theme;
	}

	/** Files opened lately, the newest first. */
	public ObservableList<Path> recent() {
		return recentShown;
	}

	void opened(Path model) {
		Path absolute = model.toAbsolutePath().normalize();
		recent.remove(absolute);
		recent.addFirst(absolute);
		if (recent.size() > MOST_RECENT)
			recent.remove(MOST_RECENT, recent.size());
	}

	void forgetRecent() {
		recent.clear();
	}

	double number(String name, double otherwise) {
		return numbers.getOrDefault(name, otherwise);
	}

	void remember(String name, double value) {
		numbers.put(name, value);
	}

	String text(String name, String otherwise) {
		return texts.getOrDefault(name, otherwise);
	}

	void remember(String name, String value) {
		texts.put(name, value);
	}

	/** Where files are kept that the window makes for itself. */
	Path folder() {
		return java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
	}

	/** What is to be written; take it on the JavaFX thread. */
	String text() {
		List<String> paths = new ArrayList<>();
		recent.forEach(path -> paths.add(path.toString()));
		try {
			return JSON.writeValueAsString(new Stored(theme.get().name(), paths, numbers, texts));
		} catch (JsonProcessingException e) {
			throw new BadInputException("The window's settings can't be written as text", e);
		}
	}

	/** Replaces the file whole; any thread. */
	void write(String text) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		Path fresh = file.resolveSibling(file.getFileName() + ".new");
		Files.writeString(fresh, text, StandardCharsets.UTF_8);
		Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
	}
}
