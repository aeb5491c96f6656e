package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.evaluate.Sensitivity;
import espalier.evaluate.SensitivityJson;
import espalier.graph.Graph;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxWriter;
import espalier.zoo.Nets;

class SensitivityCommandTest {
	@TempDir
	Path folder = Path.of("");
	private Path model = Path.of("");

	@BeforeEach
	void write() {
		model = folder.resolve("net.onnx");
		OnnxWriter.write(Nets.resNet("net", 1, 1, 8, 32), model);
	}

	private Ran run(Object... more) {
		List<Object> all = new ArrayList<>(List.of("sensitivity", model, "--data", "shapes", "--images", 24,
				"--journal", folder.resolve("journal")));
		all.addAll(List.of(more));
		return Ran.of(all.toArray());
	}

	@Test
	void tellsATableAndWritesFilesAndKnowsItAgain() throws Exception {
		Path out = folder.resolve("found.json");
		Ran ran = run("--ratios", "0.25,50%", "-o", out, "--metric", "loss");
		assertThat(ran.code()).as(ran.err()).isZero();
		Sensitivity found = SensitivityJson.read(out);
		assertThat(found.images()).isEqualTo(24);
		assertThat(found.curves()).hasSize(6).allSatisfy(c -> assertThat(c.points()).hasSize(2));
		List<String> lines = ran.out().lines().toList();
		assertThat(lines).hasSize(7);
		assertThat(lines.getFirst().strip().split(" +")).containsExactly("GROUP", "UNITS", "0", "25%", "50%");
		assertThat(lines.get(1).strip().split(" +")).containsExactly("conv1", "8",
				four(found.whole().value()), four(found.curves().getFirst().points().getFirst().value()),
				four(found.curves().getFirst().points().getLast().value()));
		assertThat(ran.err()).contains("12 of 12 cuts measured on 24 images");
		Path table = folder.resolve("found.CSV");
		Ran again = run("--ratios", "0.25,0.5", "-o", table, "--metric", "loss", "--json");
		assertThat(again.err()).contains("12 of 12 cuts are known from before");
		assertThat(SensitivityJson.parse(again.out(), "out")).isEqualTo(found);
		assertThat(Files.readAllLines(table)).hasSize(14);
	}

	private static String four(double value) {
		return String.format(java.util.Locale.ROOT, "%.4f", value);
	}

	@Test
	void measuresSingleGroupsAndRefusesWhatIsNone() throws Exception {
		Ran one = run("--group", "layer1.0.conv1", "--ratios", "0.5", "--json", "--reduce", "max", "--early",
				"--threads", 1, "--memory", 0);
		Sensitivity found = SensitivityJson.parse(one.out(), "out");
		assertThat(found.curves()).singleElement().satisfies(c -> assertThat(c.group()).isEqualTo("layer1.0.conv1"));
		assertThat(found.criterion()).isEqualTo("l2/mean/max/all");
		assertThat(run("--group", "layer9").err()).contains("There is no group `layer9`");
		assertThat(run("--ratios", "0.5,0.5").err()).contains("ascend");
		assertThat(run("--images", 0).code()).isEqualTo(ExitCode.USAGE.number());
	}

	@Test
	void imagesAreMadeAsLargeAsTheModelWasOpened() {
		Graph fixed = Nets.resNet("net", 1, 1, 8, 32);
		ValueInfo input = fixed.inputs().getFirst();
		List<ValueInfo.Dim> sizes = new ArrayList<>();
		for (String name : List.of("batch", "", "height", "width"))
			sizes.add(name.isEmpty() ? new ValueInfo.Dim(3, null) : new ValueInfo.Dim(ValueInfo.Dim.OPEN, name));
		OnnxWriter.write(new Graph("net", fixed.nodes(), new LinkedHashMap<>(fixed.initializers()),
				List.of(new ValueInfo(input.name(), input.type(), sizes, null)),
				fixed.outputs().stream().map(o -> new ValueInfo(o.name(), o.type(), null, null)).toList(), Map.of(),
				fixed.opsets(), null), model);
		Ran ran = run("--input-size", "1x3x32x32", "--ratios", "0.5", "--group", "conv1");
		assertThat(ran.code()).as(ran.err()).isZero();
		Path report = folder.resolve("report.html");
		Ran told = Ran.of("report", model, "-o", report, "--input-size", "1x3x32x32", "--data", "shapes", "--images",
				8);
		assertThat(told.code()).as(told.err()).isZero();
	}
}
