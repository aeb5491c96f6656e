package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintableTest {
	@TempDir
	Path folder = Path.of("");

	@Test
	void ofLeavesOutWhatCommandsATerminal() {
		assertThat(Printable.of("a\u001b[31m\nb\u0085\u2028\u202ec é")).isEqualTo("a?[31m?b???c é");
		assertThat(Printable.of("x".repeat(5000))).hasSize(403).endsWith("x...");
	}

	@Test
	void namesInArchivesAreWithoutCommands() throws IOException {
		byte[] image = DataFiles.png(1, 1, 0);
		Path file = Files.write(folder.resolve("a.zip"), DataFiles.zip(
				DataFiles.files("train/c\u001b[2Jat/1.png", image, "val/dog/1.png", image)));
		assertThat(Sources.open(file.toString(), 1).train().classes()).containsExactly("c?[2Jat", "dog");
	}
}
