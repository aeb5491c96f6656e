package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.evaluate.Sensitivity;
import espalier.evaluate.SensitivityJson;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.zoo.Nets;

class ChartsCommandTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");
	private Path plan = Path.of("");
	private Path pruned = Path.of("");
	private Path charts = Path.of("");

	@BeforeEach
	void model() {
		model = folder.resolve("net.onnx");
		plan = folder.resolve("plan.json");
		pruned = folder.resolve("pruned.onnx");
		charts = folder.resolve("made").resolve("charts");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 8, 16), model);
		assertThat(Ran.of("prune", model, "-o", pruned, "--ratio", "0.5", "--plan", plan).code()).isZero();
	}

	private Path sweep(String criterion, String sha) {
		Sensitivity.Point point = new Sensitivity.Point(0.5, 4, 0.7, 0.6, 0.8, 100);
		Path file = folder.resolve(criterion + ".json");
		SensitivityJson.write(new Sensitivity(sha, criterion, Sensitivity.Metric.ACCURACY, "data", 100,
				new Sensitivity.Point(0, 0, 0.9, 0.8, 0.95, 100),
				List.of(new Sensitivity.Curve("layer1.0.conv1", 8, List.of(point)))), file);
		return file;
	}

	@Test
	void drawsWhatTheModelAloneAllowsAndSaysWhatTheRestNeeds() throws IOException {
		Ran ran = Ran.of("charts", model, "-o", charts, "--format", "svg,csv");
		assertThat(ran.code()).as(ran.err()).isZero();
		for (String stem : new String[]{"cost-macs", "cost-parameters", "cost-map-macs", "importance"})
			for (String ending : new String[]{".svg", ".csv"})
				assertThat(charts.resolve(stem + ending)).isNotEmptyFile();
		assertThat(ran.out().lines().map(Path::of)).allMatch(Files::exists);
		assertThat(ran.err()).contains("--sensitivity", "--group NAME", "--times", "--against", "report");
	}

	@Test
	void drawsPlansSweepsTimesAndSecondCriteria() throws IOException {
		String sha = OnnxReader.read(model).sha256();
		Ran ran = Ran.of("charts", model, "-o", charts, "--format", "csv,png,pdf", "--plan", plan, "--pruned", pruned,
				"--sensitivity", sweep("l2", sha), sweep("fpgm", sha), "--order", "macs", "--tolerance", "0.02",
				"--against", "l1", "--group", "layer1.0.conv1", "--times");
		assertThat(ran.code()).as(ran.err()).isZero();
		for (String stem : new String[]{"sensitivity", "sensitivity-strip", "sensitivity-strip-2", "agreement",
				"importance-layer1.0.conv1", "cost-time", "cost-map-time"})
			assertThat(charts.resolve(stem + ".png")).isNotEmptyFile();
		List<String> lines = Files.readAllLines(charts.resolve("cost-macs.csv"));
		assertThat(lines.getFirst()).isEqualTo("layer,macs before,macs after");
		// half of what goes in and half of what comes out
		String[] inner = lines.stream().filter(l -> l.startsWith("layer1.0.conv2,")).findFirst().orElseThrow()
				.split(",");
		assertThat(4 * Long.parseLong(inner[2])).isEqualTo(Long.parseLong(inner[1]));
		assertThat(Files.readString(charts.resolve("sensitivity.csv"))).contains("fpgm,layer1.0.conv1,8,0.5,4,0.7");
	}

	@Test
	void sweepsOfAnotherModelAndUnknownWordsAreRefused() {
		Ran other = Ran.of("charts", model, "-o", charts, "--sensitivity", sweep("l2", "00"));
		assertThat(other.code()).isEqualTo(4);
		assertThat(other.err()).contains("sensitivity of another model");
		assertThat(Ran.of("charts", model, "-o", charts, "--format", "gif").code()).isEqualTo(2);
		assertThat(Ran.of("charts", model, "-o", charts, "--group", "nothing").code()).isEqualTo(2);
		assertThat(Ran.of("charts", model, "-o", model).err()).contains("can't be written");
	}

	@Test
	void reportsCompareMeasuredPlans() throws IOException {
		Path html = folder.resolve("r.html");
		Path pdf = folder.resolve("r.pdf");
		List<Object> asked = new ArrayList<>(List.of("report", model, "-o", html, "--pdf", pdf, "--plan", plan,
				"--sensitivity", sweep("l2", OnnxReader.read(model).sha256())));
		assertThat(Ran.of(asked.toArray()).code()).isZero();
		assertThat(Files.readString(html)).contains("not measured", "Plan: 50.0% of channels");
		assertThat(pdf).isNotEmptyFile();
		asked.addAll(List.of("--data", "shapes", "--images", "40", "--resize", "16"));
		Ran ran = Ran.of(asked.toArray());
		assertThat(ran.code()).as(ran.err()).isZero();
		assertThat(ran.err()).contains("Measuring the original on 40 images");
		assertThat(Files.readString(html)).contains("Accuracy against MACs of 2 versions")
				.doesNotContain("not measured");
		assertThat(Ran.of("report", model, "-o", html, "--recipe", plan).code()).isEqualTo(4);
		assertThat(Ran.of("report", model, "-o", html, "--resize", "16").code()).isEqualTo(2);
	}
}
