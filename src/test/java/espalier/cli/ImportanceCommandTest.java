package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.onnx.OnnxWriter;
import espalier.zoo.Nets;

class ImportanceCommandTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");
	private Path cache = Path.of("");

	@BeforeEach
	void model() {
		model = folder.resolve("net.onnx");
		cache = folder.resolve("cache");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 8, 32), model);
	}

	private Ran run(Object... arguments) {
		List<Object> all = new java.util.ArrayList<>(List.of("importance", model, "--cache", cache));
		all.addAll(List.of(arguments));
		return Ran.of(all.toArray());
	}

	@Test
	void tellsEveryGroup() {
		Ran ran = run();
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("GROUP", "LOWEST", "MEDIAN", "HIGHEST", "conv1");
	}

	@Test
	void comparesTwoCriteriaAndWritesThem() throws IOException {
		Path csv = folder.resolve("scores.csv");
		JsonNode json = run("--criterion", "l2", "--compare", "l1", "--csv", csv, "--json").json();
		assertThat(json.path("agreement").asDouble()).isBetween(0.5, 1.0);
		JsonNode first = json.path("groups").get(0);
		assertThat(first.path("scores")).hasSize(first.path("units").asInt());
		assertThat(first.path("agreement").asDouble()).isBetween(-1.0, 1.0);
		List<String> lines = Files.readAllLines(csv);
		assertThat(lines.getFirst()).isEqualTo("group,unit,l2,l1");
		int units = 0;
		for (JsonNode group : json.path("groups"))
			units += group.path("units").asInt();
		assertThat(lines).hasSize(1 + units);
		assertThat(Double.parseDouble(lines.get(1).split(",", -1)[2])).isEqualTo(
				first.path("scores").get(0).asDouble());
		JsonNode same = run("--compare", "l2", "--json").json();
		assertThat(same.path("agreement").asDouble()).isCloseTo(1, within(1e-12));
	}

	@Test
	void oneGroupUnitByUnit() throws IOException {
		String group = run("--json").json().path("groups").get(0).path("name").asText();
		Ran ran = run("--group", group);
		assertThat(ran.out().lines()).hasSize(1 + 8);
		assertThat(run("--group", "nowhere").code()).isEqualTo(ExitCode.USAGE.number());
	}

	@Test
	void criteriaOfImagesWithoutImagesSayWhatToGive() {
		for (String id : new String[]{"hrank", "taylor"}) {
			Ran ran = run("--criterion", id);
			assertThat(ran.code()).isEqualTo(ExitCode.USAGE.number());
			assertThat(ran.err()).contains("--data");
			assertThat(Ran.of("prune", model, "-o", folder.resolve("out.onnx"), "--ratio", "0.5", "--criterion", id)
					.err()).contains("--data");
		}
	}

	@Test
	void prunesByWhatIsMeasuredOnceAndKept() throws IOException {
		JsonNode scores = run("--criterion", "hrank", "--data", "shapes", "--images", 24, "--json").json();
		Ran prune = Ran.of("prune", model, "-o", folder.resolve("out.onnx"), "--ratio", "0.5", "--criterion", "hrank",
				"--data", "shapes", "--images", 24, "--cache", cache, "--plan", folder.resolve("plan.json"));
		assertThat(prune.code()).as(prune.err()).isZero();
		assertThat(prune.err()).contains("on 24 images, as measured before");
		String group = scores.path("groups").get(0).path("name").asText();
		JsonNode plan = new com.fasterxml.jackson.databind.ObjectMapper()
				.readTree(folder.resolve("plan.json").toFile());
		assertThat(plan.toString()).contains(group);
		Ran groups = Ran.of("groups", model, "--criterion", "apoz", "--data", "shapes", "--images", 24, "--cache",
				cache);
		assertThat(groups.code()).as(groups.err()).isZero();
		assertThat(groups.out()).contains("LOWEST", "HIGHEST");
		assertThat(groups.err()).as("ranks serve").contains("as measured before");
	}

	@Test
	void allCriteriaSideBySide() throws IOException {
		Ran ran = run("--all", "--data", "shapes", "--images", 24);
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.out()).contains("CRITERION", "SECONDS", "hrank", "fisher", "leverage");
		JsonNode criteria = run("--all", "--json").json().path("criteria");
		assertThat(criteria).hasSize(13);
		for (JsonNode criterion : criteria)
			if (criterion.path("id").asText().equals("taylor"))
				assertThat(criterion.path("note").asText()).contains("--data");
			else if (criterion.path("id").asText().equals("l2"))
				assertThat(criterion.path("agreement").path("l2").asDouble()).isCloseTo(1, within(1e-12));
		assertThat(run("--all", "--compare", "l1").code()).isEqualTo(ExitCode.USAGE.number());
	}
}
