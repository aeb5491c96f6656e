package espalier.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import espalier.graph.BadInputException;

/** The networks that come with Espalier: beside the source when run from there, else inside the program. */
final class Examples {
	private static final String FOLDER = "example-models";

	private Examples() {}

	/** Names of the example files, sorted. */
	static List<String> names() {
		try {
			if (Files.isDirectory(Path.of(FOLDER)))
				return onnx(Path.of(FOLDER));
			URL inside = Examples.class.getResource("/" + FOLDER);
			if (inside == null)
				return List.of();
			URI place = inside.toURI();
			if (!"jar".equals(place.getScheme()))
				return onnx(Path.of(place));
			try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
				return onnx(jar.getPath(FOLDER));
			}
		} catch (IOException | URISyntaxException e) {
			throw new BadInputException("The example networks can't be listed; install Espalier again", e);
		}
	}

	private static List<String> onnx(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(f -> String.valueOf(f.getFileName())).filter(n -> n.endsWith(".onnx")).sorted().toList();
		}
	}

	/** The one to begin with: a residual network, where coupling shows best, whose images come with Espalier. */
	static @Nullable String first() {
		List<String> names = names();
		return names.stream().filter(n -> n.startsWith("resnet") && n.contains("shapes")).findFirst()
				.orElse(names.isEmpty() ? null : names.getFirst());
	}

	/** The example as a file; one inside the program is copied to the person's folder first. */
	static Path file(String name) {
		Path beside = Path.of(FOLDER, name);
		if (Files.isRegularFile(beside))
			return beside;
		copied(name.replace(".onnx", ".json"));
		return copied(name);
	}

	private static Path copied(String name) {
		Path copy = Settings.folderOfPerson().resolve(FOLDER).resolve(name);
		try (InputStream in = Examples.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
			if (in == null)
				throw new BadInputException("There is no example called `" + name + "`; open a file of your own");
			Files.createDirectories(copy.getParent());
			Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
			return copy;
		} catch (IOException e) {
			throw new BadInputException("The example can't be copied to " + copy + "; make room there", e);
		}
	}
}
