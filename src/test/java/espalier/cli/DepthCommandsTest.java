package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import espalier.onnx.OnnxReader;

/** Regions on the command line: listed, scored, taken out, with channels too, and checked against the original. */
class DepthCommandsTest {
	private static final Path RESNET = Path.of("example-models", "resnet20-shapes.onnx");
	private static final Path VIT = Path.of("example-models", "vit-shapes.onnx");

	@TempDir
	Path folder = Path.of("");

	private Ran scored(Object... arguments) {
		List<Object> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--data", "shapes", "--images", 60, "--cache", folder.resolve("cache")));
		return Ran.of(all.toArray());
	}

	private static JsonNode region(JsonNode regions, String name) {
		for (JsonNode region : regions) {
			if (region.path("name").asText().equals(name))
				return region;
			JsonNode inside = region(region.path("parts"), name);
			if (!inside.isMissingNode())
				return inside;
		}
		return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
	}

	@Test
	void regionsAreListedOneInsideTheOther() throws Exception {
		JsonNode regions = Ran.of("regions", RESNET, "--json").json().path("regions");
		JsonNode stage = region(regions, "layer2");
		assertThat(stage.path("kind").asText()).isEqualTo("stage");
		assertThat(stage.path("adapter").asBoolean()).isTrue();
		JsonNode block = region(stage.path("parts"), "layer2.1");
		assertThat(block.path("block").asBoolean()).isTrue();
		assertThat(block.path("alike").asInt()).isEqualTo(2);
		assertThat(block.path("macs").asLong()).isEqualTo(2 * 9L * 32 * 32 * 16 * 16);
		assertThat(region(regions, "fc").path("reason").asText()).isNotEmpty();
		assertThat(Ran.of("regions", RESNET).out().lines().filter(l -> l.contains(", a block")).count()).isEqualTo(9);
	}

	@Test
	void blocksAreScoredAndTheLeastGo() throws Exception {
		JsonNode found = scored("regions", RESNET, "--by", "ablation", "--json").json();
		assertThat(found.path("images").asInt()).isEqualTo(60);
		JsonNode block = region(found.path("regions"), "layer1.0");
		assertThat(block.path("score").asDouble()).isBetween(block.path("low").asDouble(),
				block.path("high").asDouble());
		String least = "";
		double lowest = 2;
		for (String name : List.of("layer1.0", "layer1.1", "layer1.2", "layer2.0 branch", "layer2.1", "layer2.2",
				"layer3.0 branch", "layer3.1", "layer3.2")) {
			double score = region(found.path("regions"), name).path("score").asDouble(3);
			least = score < lowest ? name : least;
			lowest = Math.min(lowest, score);
		}
		Ran ran = scored("prune", RESNET, "-o", folder.resolve("out.onnx"), "--depth", 1, "--by", "ablation", "--json");
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.json().path("regions")).hasSize(1);
		assertThat(ran.json().path("regions").get(0).path("name").asText()).isEqualTo(least);
		assertThat(scored("regions", RESNET, "--by", "similarity", "--region", "layer3").err()).contains("layer3")
				.contains("not scored");
	}

	@ParameterizedTest
	@CsvSource({"similarity, ''", "layerprune, ''", "dbp, projection", "imprinting, sampler"})
	void depthAndWidthTogetherAreVerified(String by, String residual) throws Exception {
		Path out = folder.resolve("out.onnx");
		Path plan = folder.resolve("plan.json");
		List<Object> prune = new ArrayList<>(List.of("prune", RESNET, "-o", out, "--remove", "layer3.2", "--depth", 1,
				"--by", by, "--target-macs", "50%", "--plan", plan, "--json"));
		if (!residual.isEmpty())
			prune.addAll(List.of("--residual", residual));
		Ran ran = scored(prune.toArray());
		assertThat(ran.code()).as(ran.err()).isZero();
		JsonNode found = ran.json();
		assertThat(found.path("regions")).hasSize(2);
		assertThat(found.path("before").path("macs").asLong()).isEqualTo(40_813_184);
		assertThat(found.path("after").path("macs").asDouble() / 40_813_184).isCloseTo(0.5, within(0.005));
		assertThat(found.path("groups").size()).isPositive();
		assertThat(Ran.of("info", out, "--json").json().path("macs").asLong())
				.isEqualTo(found.path("after").path("macs").asLong());
		Ran verified = Ran.of("verify", RESNET, out, "--plan", plan, "--runs", 2);
		assertThat(verified.code()).as(verified.out()).isZero();
		Path again = folder.resolve("again.onnx");
		Ran applied = Ran.of("apply", plan, RESNET, "-o", again, "--json");
		assertThat(applied.code()).as(applied.err()).isZero();
		assertThat(applied.json().path("after")).isEqualTo(found.path("after"));
		assertThat(applied.json().path("regions")).isEqualTo(found.path("regions"));
		assertThat(OnnxReader.read(again).sha256()).isEqualTo(OnnxReader.read(out).sha256());
	}

	@Test
	void blocksOfATransformerGo() throws Exception {
		Path out = folder.resolve("out.onnx");
		Path plan = folder.resolve("plan.json");
		Ran ran = scored("prune", VIT, "-o", out, "--remove", "blocks.1.attn", "--depth", 1, "--by", "similarity",
				"--ratio", "0.25", "--plan", plan);
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("blocks.1.attn").contains("REGION TAKEN OUT");
		Ran verified = Ran.of("verify", VIT, out, "--plan", plan, "--runs", 2);
		assertThat(verified.code()).as(verified.out()).isZero();
	}

	@Test
	void whatRegionsAloneSpareIsSaidWhereTheGoalIsMoreModest() throws Exception {
		Path out = folder.resolve("out.onnx");
		JsonNode found = Ran
				.of("prune", VIT, "-o", out, "--remove", "blocks.0", "--remove", "blocks.1", "--target-macs",
						"80%", "--json")
				.json();
		assertThat(found.path("groups").size()).isZero();
		assertThat(found.path("shortfall").asText()).contains("regions");
		assertThat(found.path("after").path("macs").asLong()).isLessThan(found.path("before").path("macs").asLong());
	}

	@Test
	void whatCantBeDoneIsSaid() {
		Path out = folder.resolve("out.onnx");
		assertThat(Ran.of("prune", RESNET, "-o", out, "--remove", "fc").err())
				.contains("Region `fc` can't be taken out");
		assertThat(Ran.of("prune", RESNET, "-o", out, "--remove", "layer9").err()).contains("no region `layer9`");
		assertThat(Ran.of("prune", RESNET, "-o", out, "--depth", 1, "--by", "dbp").err()).contains("--data");
		assertThat(Ran.of("prune", RESNET, "-o", out, "--depth", 40).err()).contains("40 can't be chosen");
		assertThat(Ran.of("prune", RESNET, "-o", out, "--ratio", "0.5", "--by", "dbp").err()).contains("--depth");
		assertThat(Ran.of("regions", RESNET, "--by", "luck").err()).contains("layerprune, imprinting");
	}
}
