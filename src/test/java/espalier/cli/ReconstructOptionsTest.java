package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** Layers that are fitted after a cut. */
class ReconstructOptionsTest {
	private static final Path RESNET = Path.of("example-models", "resnet20-shapes.onnx");

	@TempDir
	Path folder = Path.of("");

	private Ran prune(Object... more) {
		return Ran.of(java.util.stream.Stream.concat(java.util.stream.Stream.of("prune", RESNET, "-o",
				folder.resolve("out.onnx"), "--plan", folder.resolve("plan.json"), "--residual", "inner"),
				java.util.Arrays.stream(more)).toArray());
	}

	private double accuracy() throws Exception {
		return Ran.of("evaluate", folder.resolve("out.onnx"), "--data", "shapes", "--images", 300, "--json").json()
				.path("top1").asDouble();
	}

	@Test
	void weightsAreNewAndThePlanHoldsTheCut() throws Exception {
		assertThat(prune("--ratio", "0.4").code()).isZero();
		double cut = accuracy();
		Ran ran = prune("--ratio", "0.4", "--reconstruct", "shapes", "--reconstruct-images", 40);
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("RECONSTRUCTED LAYER", "MISSES NOW", "layer1.0.conv2");
		assertThat(ran.err()).contains("Reconstructed 9 layers on 40 images",
				"It holds the cut alone, not the new weights.");
		assertThat(accuracy()).isGreaterThan(cut + 0.1);
		Ran verify = Ran.of("verify", RESNET, folder.resolve("out.onnx"), "--plan", folder.resolve("plan.json"));
		assertThat(verify.code()).isEqualTo(ExitCode.CHECK_FAILED.number());
		assertThat(verify.err()).contains("trained or reconstructed after the cut is not equal");
	}

	@Test
	void errorsByLayerAsJson() throws Exception {
		JsonNode found = prune("--group", "layer1.0.conv1=0.5", "--reconstruct", "shapes", "--reconstruct-images", 20,
				"--json").json();
		JsonNode layer = found.path("reconstructed").path(0);
		assertThat(layer.path("layer").asText()).isEqualTo("layer1.0.conv2");
		assertThat(layer.path("groups").path(0).asText()).isEqualTo("layer1.0.conv1");
		assertThat(layer.path("samples").asInt()).isEqualTo(200);
		assertThat(layer.path("after").asDouble()).isLessThan(0.5 * layer.path("before").asDouble());
		assertThat(found.path("notReconstructed").isEmpty()).isTrue();
	}

	@Test
	void saysWhatIsMissing() {
		assertThat(prune("--ratio", "0.4", "--reconstruct", "shapes", "--reconstruct-images", 0).err())
				.contains("give 1 or more");
		assertThat(prune("--remove", "layer2.1", "--reconstruct", "shapes").err())
				.contains("No channels go, so no layer lost inputs");
	}
}
