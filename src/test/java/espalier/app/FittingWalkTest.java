package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.cli.Difference;
import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.onnx.OnnxReader;
import espalier.region.Bypass;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/** The adapter of a planned region is fitted to the images that are open, as a step of its own. */
class FittingWalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private Walk walk;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.with(Shown.EXAMPLE, folder);
		walk = new Walk(shown, folder);
		shown.until("the images", () -> shown.bench.images().get() != null);
		shown.until("the regions", () -> !shown.bench.depth().ranked().isEmpty());
	}

	@AfterEach
	void close() {
		shown.close();
	}

	private boolean fitted() {
		List<Bypass> removed = shown.edit().thinned().removed();
		return removed.size() == 1 && removed.getFirst().fit() != null;
	}

	@Test
	void anAdapterIsFittedUndoneCommittedAndTold() throws Exception {
		Shown.look(() -> {
			shown.bench.depth().toggle(shown.bench.depth().map().get().regions().named("layer2.0"));
			return true;
		});
		shown.until("the fit", this::fitted);
		assertThat(Shown.look(() -> shown.bench.message().get()))
				.startsWith("Fitted the adapter of layer2.0: it explains");
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the plan before the fit",
				() -> shown.edit().thinned().removed().size() == 1 && !fitted());
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.until("the fit again", this::fitted);
		walk.commit();
		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command())).contains("--remove layer2.0",
				"--fit shapes --fit-images 512");

		Path scripted = walk.scripted();
		Path out = walk.exportModel("out.onnx");
		Map<String, Value> inputs = Map.of("input",
				Value.random(ElementType.FLOAT, Shape.of(2, 3, 32, 32), new Random(1)));
		try (Runner window = Runner.of(OnnxReader.read(out).graph());
				Runner script = Runner.of(OnnxReader.read(scripted).graph())) {
			assertThat(Difference.between(window.run(inputs), script.run(inputs)).relative()).isLessThan(1e-5);
		}
	}
}
