package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, on Java machines that only say what they were asked. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the batch file starts the program")
class LauncherTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void takesTheFirstJavaThatIsNewEnough() throws Exception {
		Path old = java("old", "21.0.4");
		Path fitting = java("fitting", "25.0.1");
		String said = start(Map.of("JAVA_HOME", old.toString(), "ESPALIER_JAVA", fitting.toString()));
		assertThat(said).startsWith("fitting ").contains("espalier.Main info model file.onnx");
		assertThat(start(Map.of("ESPALIER_JAVA", old.toString(), "JAVA_HOME", fitting.toString())))
				.startsWith("fitting ");
	}

	@Test
	void worksThroughALink() throws Exception {
		Path fitting = java("fitting", "26");
		Path link = Files.createSymbolicLink(folder.resolve("link"), program());
		ProcessBuilder builder = new ProcessBuilder(link.toString(), "info");
		builder.environment().put("ESPALIER_JAVA", fitting.toString());
		assertThat(output(builder)).contains(folder.toRealPath().resolve("app/lib").toString());
	}

	private String start(Map<String, String> environment) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(program().toString(), "info", "model file.onnx");
		builder.environment().putAll(environment);
		return output(builder);
	}

	private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
		Process process = builder.redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
		return said;
	}

	private Path program() throws IOException {
		Path bin = Files.createDirectories(folder.resolve("app/bin"));
		Files.createDirectories(folder.resolve("app/lib"));
		return Files.copy(Path.of("packaging", "launcher", "bin", "espalier"), bin.resolve("espalier"),
				StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
	}

	private Path java(String name, String version) throws IOException {
		Path home = folder.resolve(name);
		Files.createDirectories(home.resolve("bin"));
		Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
		Path java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho " + name + " \"$@\"\n");
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
		return home;
	}
}
