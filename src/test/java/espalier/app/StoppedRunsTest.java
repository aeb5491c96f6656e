package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedRunsTest {
	@TempDir
	private Path folder;

	private void left(int number) throws IOException {
		Path run = folder.resolve("runs").resolve("run" + number);
		if (number % 2 == 0) {
			Files.createDirectories(run);
			Files.writeString(run.resolve("run.json"), "{}");
		} else {
			Files.createDirectories(run.getParent());
			Files.writeString(run, "checkpoint");
		}
		Files.setLastModifiedTime(run, FileTime.fromMillis(1_000_000L + number));
	}

	private List<String> there() throws IOException {
		try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
			return all.map(p -> p.getFileName().toString()).toList();
		}
	}

	@Test
	void theLatestRunsAndTheOneThatGoesOnAreKept() throws IOException {
		for (int number = 0; number < 20; number++)
			left(number);
		Path place = StoppedRuns.place(folder.resolve("runs"), "run2");
		assertThat(place.resolve("run.json")).exists();
		assertThat(there()).containsExactlyInAnyOrderElementsOf(
				Stream.concat(Stream.of("run2"), IntStream.range(9, 20).mapToObj(n -> "run" + n)).toList());
	}

	@Test
	void theFolderIsMadeAndTheRunIsNot() throws IOException {
		assertThat(StoppedRuns.place(folder.resolve("runs"), "new")).doesNotExist();
		assertThat(there()).isEmpty();
	}
}
