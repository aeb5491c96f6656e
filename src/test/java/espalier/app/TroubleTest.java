package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;

/** What goes wrong is told, and costs nothing that was there. */
class TroubleTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private ChannelGroup stem;

	@BeforeEach
	void plan() throws TimeoutException {
		shown = Shown.with(Shown.EXAMPLE, folder);
		stem = shown.group("conv1");
		shown.pull(shown.fader(stem), 0.99, 0.5);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void fileThatCannotBeReadLeavesTheSessionWhole() throws IOException {
		byte[] whole = Files.readAllBytes(Shown.EXAMPLE);
		Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length / 3));
		Path text = Files.writeString(folder.resolve("text.onnx"), "no network");
		Path missing = folder.resolve("missing.onnx");
		Opened before = Shown.look(() -> shown.bench.opened().get());
		Cuts cuts = Shown.look(() -> shown.edit().cuts());
		assertThat(cuts.isEmpty()).isFalse();
		for (Path bad : new Path[]{cut, text, missing}) {
			shown.answers.add(bad);
			shown.push(KeyCode.CONTROL, KeyCode.O);
			shown.clickOn("Discard");
			shown.until("the problem", () -> shown.bench.problem().get() != null);
			Problem problem = Shown.look(() -> shown.bench.problem().get());
			assertThat(problem.title()).isEqualTo("Cannot open " + bad.getFileName());
			assertThat(problem.sentence()).contains(bad.getFileName().toString()).endsWith(".")
					.doesNotContain("Exception").doesNotContain("fault of Espalier");
			assertThat(shown.texts("#problem .error-title")).containsExactly(problem.title());
			shown.push(KeyCode.ESCAPE);
			shown.until("the card to close", () -> shown.bench.problem().get() == null);
			assertThat(Shown.look(() -> shown.bench.opened().get())).isSameAs(before);
			assertThat(Shown.look(() -> shown.edit().cuts())).isEqualTo(cuts);
			assertThat(Shown.look(() -> shown.bench.versions().size())).isEqualTo(1);
		}
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(shown.kept(stem)).isEqualTo(stem.units());
	}

	@Test
	void exportThatFailsLeavesNoFileAndSaysWhy() throws IOException {
		shown.push(KeyCode.CONTROL, KeyCode.ENTER);
		shown.until("the version", () -> shown.bench.versions().size() == 2);
		Path nowhere = Files.writeString(folder.resolve("plain"), "no folder").resolve("out.onnx");
		shown.answers.add(nowhere);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.until("the problem", () -> shown.bench.problem().get() != null);
		assertThat(Shown.look(() -> shown.bench.problem().get().sentence())).contains("plain");
		assertThat(folder.resolve("plain")).hasContent("no folder");
		assertThat(Shown.look(() -> shown.bench.unsaved())).isTrue();
		shown.push(KeyCode.ESCAPE);
		Path taken = Files.writeString(folder.resolve("taken.onnx"), "what was here");
		shown.answers.add(taken);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.until("the file", () -> !shown.bench.unsaved());
		assertThat(Files.size(taken)).isGreaterThan(100_000);
		try (Stream<Path> files = Files.list(folder)) {
			assertThat(files.map(f -> f.getFileName().toString())).as("no trial files stay")
					.containsExactlyInAnyOrder("plain", "taken.onnx", "window.json");
		}
	}

	@Test
	void planForAnotherNetworkIsRefused() throws IOException {
		Path plan = folder.resolve("plan.json");
		shown.answers.add(plan);
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
		shown.until("the plan", () -> Files.exists(plan));
		Cuts cuts = Shown.look(() -> shown.edit().cuts());
		Files.writeString(plan, Files.readString(plan).replaceFirst("(?<=\"model\" : \")[0-9a-f]{4}", "0000"));
		shown.answers.add(plan);
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.O);
		shown.until("the problem", () -> shown.bench.problem().get() != null);
		assertThat(Shown.look(() -> shown.bench.problem().get().sentence())).contains("for another model");
		assertThat(Shown.look(() -> shown.edit().cuts())).isEqualTo(cuts);
	}

	@Test
	void unsavedWorkIsAskedAbout() {
		shown.push(KeyCode.CONTROL, KeyCode.W);
		assertThat(shown.node("#question")).isNotNull();
		shown.push(KeyCode.ESCAPE);
		assertThat(Shown.look(() -> shown.bench.opened().get())).isNotNull();
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.P).write("open example").push(KeyCode.ENTER);
		assertThat(shown.node("#question")).isNotNull();
		shown.push(KeyCode.ESCAPE);
		shown.push(KeyCode.CONTROL, KeyCode.Q);
		shown.clickOn("Cancel");
		assertThat(shown.hasQuit()).isFalse();
		shown.push(KeyCode.CONTROL, KeyCode.Q);
		shown.clickOn("Discard");
		shown.until("quitting", shown::hasQuit);
	}

	@Test
	void modelOfAPlanThatIsNotCommittedIsAskedAbout() {
		Path out = folder.resolve("out.onnx");
		shown.answers.add(out);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.clickOn("Commit and export");
		shown.until("the file", () -> Files.exists(out));
		assertThat(Shown.look(() -> shown.bench.version().get().id())).isEqualTo(1);
	}
}
