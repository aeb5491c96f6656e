package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.session.Origin;
import espalier.session.Version;
import espalier.train.Outcome;

/** Images are chosen, and a version is trained on them, paused and stopped. */
class TrainingPaneTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.in(folder);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void chosenImagesAreMeasuredOnAndRememberedWithTheModel() throws Exception {
		Path model = Classifiers.withoutImages(folder);
		shown.open(model);
		shown.turnTo("Data");
		assertThat(shown.texts("#data .title")).containsExactly("No images yet");
		choose(ImageFolders.of(folder.resolve("pictures"), 3, 2, 32));
		shown.until("the accuracy", () -> measuring().current().get() != null && measuring().current().get().settled());
		assertThat(Shown.look(() -> measuring().current().get()).evaluation().images()).isEqualTo(20);
		assertThat(shown.texts("#data .title")).containsExactly("pictures");

		shown.push(KeyCode.CONTROL, KeyCode.W);
		shown.until("the close", () -> shown.bench.opened().get() == null);
		shown.open(model);
		shown.until("the images again", () -> shown.bench.images().get() != null);
		assertThat(Shown.look(() -> shown.bench.images().get()).splits().train().size()).isEqualTo(30);
	}

	@Test
	void imagesOfAnotherSizeAreToldInPlainWordsAndFitOnceResized() throws Exception {
		shown.open(Classifiers.withoutImages(folder));
		shown.turnTo("Data");
		choose(ImageFolders.of(folder.resolve("small"), 3, 2, 28));
		shown.until("the obstacle", () -> !measuring().obstacle().get().isEmpty());
		assertThat(Shown.look(() -> measuring().obstacle().get())).contains("wants 3x32x32", "these are 3x28x28",
				"set Resize to 32");
		assertThat(shown.text("#accuracy-line")).isEqualTo("no accuracy");
		TextField resize = (TextField) shown.node("#resize");
		shown.doubleClickOn(resize).write("32").push(KeyCode.ENTER);
		shown.until("the accuracy", () -> measuring().current().get() != null);
		assertThat(Shown.look(() -> measuring().obstacle().get())).isEmpty();
	}

	@Test
	void pausedTrainingGoesOnAndStoppedOneKeepsTheBestWeights() throws Exception {
		shown.open(Classifiers.withoutImages(folder));
		shown.turnTo("Data");
		choose(ImageFolders.of(folder.resolve("pictures"), 8, 4, 32));
		shown.until("the images", () -> shown.bench.images().get() != null);
		shown.turnTo("Training");
		Shown.look(() -> {
			spinner("#epochs").getValueFactory().setValue(5000);
			spinner("#batch").getValueFactory().setValue(16);
			return true;
		});
		shown.clickOn("#train");
		shown.untilLong("two epochs", () -> run().epochs().size() >= 2);
		assertThat(Shown.look(() -> shown.bench.unsaved())).as("closing would stop it").isTrue();
		shown.clickOn("#pause-training");
		shown.until("the pause", () -> run().paused().get() && run().control().paused());
		assertThat(shown.text("#training-state")).contains("of 5000, paused");
		shown.clickOn("#pause-training");
		int before = Shown.look(() -> run().epochs().size());
		shown.untilLong("more epochs", () -> run().epochs().size() > before + 1);
		shown.clickOn("#stop-training");
		shown.untilLong("the version", () -> shown.bench.versions().size() == 2);
		assertThat(Shown.look(() -> run().end().get())).isEqualTo(Outcome.End.CANCELLED);
		Version made = Objects.requireNonNull(Shown.look(() -> shown.bench.version().get()));
		assertThat(made.origin()).isInstanceOfSatisfying(Origin.Trained.class, t -> {
			assertThat(t.metrics()).hasSizeGreaterThan(2);
			double best = t.metrics().stream().mapToDouble(m -> m.accuracy()).max().orElseThrow();
			assertThat(t.metrics().get(t.epoch() - 1).accuracy()).isEqualTo(best);
		});
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the undo", () -> shown.bench.version().get().id() == 0);
	}

	private void choose(Path images) {
		shown.answers.add(images);
		shown.clickOn("Folder…");
		shown.until("the images", () -> shown.bench.images().get() != null || shown.bench.problem().get() != null);
		assertThat(Shown.look(() -> shown.bench.problem().get())).isNull();
	}

	@SuppressWarnings("unchecked")
	private Spinner<Integer> spinner(String selector) {
		return (Spinner<Integer>) shown.window.scene().lookup(selector);
	}

	private Measuring measuring() {
		return shown.bench.data().measuring();
	}

	private TrainingRun run() {
		return Objects.requireNonNull(shown.bench.training().run().get());
	}
}
