package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

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
	private Walk walk;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.in(folder);
		walk = new Walk(shown, folder);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void accuracyFallsWithTheCutAndComesBackByFineTuning() throws Exception {
		walk.openExample();
		Estimate original = settled("the accuracy of the example", false);
		assertThat(original.evaluation().images()).isEqualTo(Images.SAMPLE);
		assertThat(original.share()).as("the example is trained").isGreaterThan(0.85);
		assertThat(shown.text("#accuracy-line")).contains(Figures.accuracy(original.evaluation()));

		walk.aim(0.42);
		Estimate planned = settled("the accuracy of the plan", true);
		assertThat(planned.evaluation()).isEqualTo(measured(
				Surgeon.apply(shown.edit().piece().coupling(), Shown.look(() -> shown.edit().cuts()))));
		assertThat(planned.share()).as("half of the network sees less").isLessThan(original.share() - 0.05);
		Cost cost = Shown.look(() -> shown.bench.preview());

		walk.commit();
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

		JsonNode told = evaluated(walk.exportModel("trained.onnx"));
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
		return new ObjectMapper().readTree(Written.command("evaluate", model, "--data", "shapes", "--images",
				Images.SAMPLE, "--json"));
	}
}
