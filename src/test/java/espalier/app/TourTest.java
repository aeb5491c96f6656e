package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour in a process of its own, as it runs where there is no display. */
class TourTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void playsToItsEndAndLeavesWhatItSays() throws Exception {
		Path said = folder.resolve("said.txt");
		Path out = folder.resolve("out");
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		ProcessBuilder command = new ProcessBuilder(java.toString(), "--enable-native-access=ALL-UNNAMED",
				"--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
				"espalier.Main", "tour", "-o", out.toString());
		command.environment().remove("DISPLAY");
		Process process = command.redirectErrorStream(true).redirectOutput(said.toFile()).start();
		boolean ended = process.waitFor(900, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(ended && process.exitValue() == 0).as(Files.readString(said)).isTrue();
		try (Stream<Path> files = Files.list(out)) {
			assertThat(files.map(Path::toFile).map(File::getName)).contains("resnet20-shapes-v3.onnx",
					"resnet20-shapes-v3.json", "resnet20-shapes-v3.png", "3-allocated.png", "5-trained.png",
					"6-method.png", "7-large-dark.png");
		}
		assertThat(ImageIO.read(out.resolve("1-opened.png").toFile()).getWidth()).isEqualTo(1280);
		assertThat(ImageIO.read(out.resolve("7-large.png").toFile()).getWidth()).isEqualTo(2560);
	}
}
