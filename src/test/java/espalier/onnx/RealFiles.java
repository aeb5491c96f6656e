package espalier.onnx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The networks of the development data; tests over them are skipped where it is absent. */
public final class RealFiles {
	private RealFiles() {}

	public static Path folder() {
		Path folder = Path.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()));
		assumeTrue(Files.isDirectory(folder), () -> "no development data at " + folder.toAbsolutePath());
		return folder;
	}

	public static List<Path> models() throws IOException {
		try (Stream<Path> files = Files.walk(folder())) {
			return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
		}
	}
}
