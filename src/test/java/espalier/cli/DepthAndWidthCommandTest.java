package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** One budget spent on blocks and channels, from what the other commands wrote, and adapters fitted on the way. */
class DepthAndWidthCommandTest {
	private static final Path RESNET = Path.of("example-models", "resnet20-shapes.onnx");

	@TempDir
	static Path folder = Path.of("");

	@BeforeAll
	static void measure() throws Exception {
		Ran curves = Ran.of("sensitivity", RESNET, "--data", "shapes", "--images", 60, "--ratios", "25%,50%",
				"--journal",
				folder.resolve("journal"), "-o", folder.resolve("curves.json"));
		assertThat(curves.code()).as(curves.err()).isZero();
		Ran scores = Ran.of("regions", RESNET, "--by", "ablation", "--data", "shapes", "--images", 60, "--cache",
				folder.resolve("cache"), "--json");
		Files.writeString(folder.resolve("scores.json"), scores.out());
	}

	private static Ran prune(Object... more) {
		return Ran.of(java.util.stream.Stream.concat(java.util.stream.Stream.of("prune", RESNET, "-o",
				folder.resolve("out.onnx"), "--plan", folder.resolve("plan.json")), java.util.Arrays.stream(more))
				.toArray());
	}

	private static void verified() {
		Ran verify = Ran.of("verify", RESNET, folder.resolve("out.onnx"), "--plan", folder.resolve("plan.json"));
		assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
	}

	@Test
	void aBudgetIsMetByBlocksAndChannels() throws Exception {
		Ran ran = prune("--allocator", "depth-and-width", "--target-macs", "60%", "--sensitivity",
				folder.resolve("curves.json"), "--ablation", folder.resolve("scores.json"), "--json");
		assertThat(ran.code()).as(ran.err()).isZero();
		JsonNode found = ran.json();
		double left = found.path("after").path("macs").asDouble() / found.path("before").path("macs").asDouble();
		assertThat(left).isBetween(0.595, 0.605);
		verified();
	}

	@Test
	void whatItGoesByIsAskedFor() {
		assertThat(prune("--allocator", "depth-and-width", "--target-macs", "60%").err()).contains("--sensitivity");
		assertThat(prune("--allocator", "depth-and-width", "--target-macs", "60%", "--sensitivity",
				folder.resolve("curves.json")).err()).contains("--ablation");
		assertThat(prune("--target-macs", "60%", "--target-latency", "60%").err()).contains("a goal of its own");
	}

	@Test
	void adaptersAreFittedBeforeChannelsGo() throws Exception {
		Ran ran = prune("--remove", "layer2.0", "--fit", "shapes", "--fit-images", 40, "--target-macs", "60%");
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.err()).contains("The adapter of layer2.0 explains", "Fitted 1 adapter on 40 images");
		assertThat(Files.readString(folder.resolve("plan.json"))).contains("\"fit\"");
		verified();
	}
}
