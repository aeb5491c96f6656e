package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.cli.Cli;
import espalier.cost.Cost;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.plan.Surgeon;
import espalier.session.Origin;
import espalier.session.Version;

/** The whole way with accuracy: the example opens with its images, a plan is measured, committed, fine-tuned and exported. */
class AccuracyWalkTest {
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
	void accuracyFallsWithTheCutAndComesBackByFineTuning() throws Exception {
		shown.clickOn("Open example");
		shown.untilShown(null);
		Estimate original = settled("the accuracy of the example", false);
		assertThat(original.evaluation().images()).isEqualTo(Images.SAMPLE);
		assertThat(original.share()).as("the example is trained").isGreaterThan(0.85);
		assertThat(shown.text("#accuracy-line")).contains(Figures.accuracy(original.evaluation()));

		shown.pull(shown.node("#target"), 0.99, 0.42);
		shown.until("the allocation", () -> !shown.bench.thinking().getValue());
		Estimate planned = settled("the accuracy of the plan", true);
		assertThat(planned.evaluation()).isEqualTo(measured(
				Surgeon.apply(shown.edit().piece().coupling(), Shown.look(() -> shown.edit().cuts()))));
		assertThat(planned.share()).as("half of the network sees less").isLessThan(original.share() - 0.05);
		Cost cost = Shown.look(() -> shown.bench.preview());

		shown.push(KeyCode.CONTROL, KeyCode.ENTER);
		shown.until("the version", () -> shown.bench.versions().size() == 2 && shown.edit().cuts().isEmpty());
		assertThat(settled("the accuracy of the version", false).evaluation()).isEqualTo(planned.evaluation());

		takeFewerToTrainOn();
		shown.turnTo("Training");
		shown.clickOn("#train");
		shown.until("the first step", () -> !run().losses().isEmpty());
		assertThat(Shown.look(() -> shown.bench.running().tasks().size())).as("the status line tells of it")
				.isPositive();
		shown.untilLong("the trained version", () -> shown.bench.versions().size() == 3);
		Version trained = Shown.look(() -> Objects.requireNonNull(shown.bench.version().get()));
		assertThat(trained.id()).isEqualTo(2);
		assertThat(trained.origin()).isInstanceOfSatisfying(Origin.Trained.class,
				t -> assertThat(t.metrics()).hasSize(1));
		assertThat(trained.piece().cost().original()).as("training leaves the structure").isEqualTo(cost);
		assertThat(Shown.look(() -> run().epochs().size())).isEqualTo(1);
		Estimate back = settled("the accuracy of the trained version", false);
		assertThat(back.share()).as("fine-tuning brings accuracy back").isGreaterThan(planned.share() + 0.05);

		Path out = folder.resolve("trained.onnx");
		shown.answers.add(out);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.until("the model", () -> shown.bench.message().get().startsWith("Wrote") && Files.exists(out));
		JsonNode told = evaluated(out);
		assertThat(told.path("top1").asDouble()).isEqualTo(back.share());
		assertThat(told.path("loss").asDouble()).isEqualTo(back.evaluation().loss());
		assertThat(told.path("data").asText()).isEqualTo(back.evaluation().dataHash());
	}

	/** Accuracy comes back with the first few steps; those of the whole sample take minutes on a busy machine. */
	private void takeFewerToTrainOn() {
		Shown.look(() -> {
			shown.bench.data().choose("shapes:0:2560");
			return true;
		});
		shown.until("fewer images", () -> images().splits().train().size() == 2560);
	}

	private Images images() {
		return Objects.requireNonNull(shown.bench.images().get());
	}

	private TrainingRun run() {
		return Objects.requireNonNull(shown.bench.training().run().get());
	}

	private Estimate settled(String what, boolean plan) {
		Measuring measuring = Shown.look(() -> shown.bench.data().measuring());
		shown.until(what, () -> {
			Estimate now = plan ? measuring.planned().get() : measuring.current().get();
			return now != null && now.settled();
		});
		return Objects.requireNonNull(Shown.look(() -> plan ? measuring.planned().get() : measuring.current().get()));
	}

	private Evaluation measured(Graph graph) {
		Images images = Shown.look(this::images);
		return Evaluation.of(graph, images.sample(), images.preprocessing(), () -> false);
	}

	/** The command line measures the written file on the same images. */
	private static JsonNode evaluated(Path model) throws Exception {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int code = Cli.run(new String[]{"evaluate", model.toString(), "--data", "shapes", "--images",
				String.format(Locale.ROOT, "%d", Images.SAMPLE), "--json"}, new PrintWriter(out), new PrintWriter(err),
				new NoDesktop());
		assertThat(code).as(err.toString()).isZero();
		return new ObjectMapper().readTree(out.toString());
	}
}
