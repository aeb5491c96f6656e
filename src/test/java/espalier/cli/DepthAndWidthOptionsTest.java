package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.allocate.Budget;
import espalier.allocate.DepthAndWidth;
import espalier.allocate.Request;
import espalier.coupling.ChannelGroup;
import espalier.evaluate.Sensitivity;
import espalier.graph.BadInputException;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.importance.L2;
import espalier.importance.Scores;
import espalier.onnx.OnnxReader;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class DepthAndWidthOptionsTest {
	@Command
	private static final class Allocating {
		@Mixin
		private DepthAndWidthOptions options = new DepthAndWidthOptions();
	}

	@TempDir
	private Path folder = Path.of("");
	private final Workpiece piece = piece();
	private final Regions regions = Regions.of(piece.graph(), piece.trace());
	private final StringWriter told = new StringWriter();
	private final Console console = new Console(new PrintWriter(told), new PrintWriter(told));

	private static Workpiece piece() {
		var graph = OnnxReader.read(Path.of("example-models/resnet20-shapes.onnx")).graph();
		return Workpiece.of(graph, Tracer.trace(graph));
	}

	private static DepthAndWidthOptions options(Object... arguments) {
		Allocating command = new Allocating();
		CommandLine line = new CommandLine(command);
		line.registerConverter(Share.class, new Share.Converter());
		line.parseArgs(java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
		return command.options;
	}

	/** Every tenth of every group costs five points. */
	private Request request(Budget budget) {
		Sensitivity curves = new Sensitivity("", "l2", Sensitivity.Metric.ACCURACY, "", 512, point(0, 0, 0.9),
				List.of());
		for (ChannelGroup group : piece.coupling().prunable())
			curves = curves.with(new Sensitivity.Curve(group.name(), group.units(), java.util.stream.IntStream
					.rangeClosed(1, 9).mapToObj(i -> point(i / 10.0, i * group.units() / 10, 0.9 - 0.05 * i))
					.toList()));
		return Request.of(piece.coupling(), piece.cost(), Scores.of(piece.coupling(), new L2(), Aggregation.DEFAULT),
				budget).with(curves);
	}

	private static Sensitivity.Point point(double ratio, int removed, double value) {
		return new Sensitivity.Point(ratio, removed, value, value, value, 512);
	}

	/** As the command regions prints it: nested, a score where one was measured. */
	private Path scores(String useless) throws java.io.IOException {
		StringBuilder json = new StringBuilder("{\"method\": \"ablation\", \"regions\": [{\"name\": \"")
				.append(regions.roots().getFirst().name()).append("\", \"parts\": [");
		List<Region> blocks = regions.blocks();
		for (int i = 0; i < blocks.size(); i++)
			json.append(i == 0 ? "" : ", ").append("{\"name\": \"").append(blocks.get(i).name())
					.append("\", \"score\": ").append(blocks.get(i).name().equals(useless) ? 0 : 0.5).append("}");
		return Files.writeString(folder.resolve("scores.json"), json.append("]}]}"));
	}

	@Test
	void takesTheUselessBlockOfTheFile() throws java.io.IOException {
		String useless = regions.blocks().get(1).name();
		DepthAndWidth.Result result = options("--ablation", scores(useless)).allocate(request(new Budget.Macs(0.7)),
				console);
		assertThat(result.removed()).extracting(Region::name).containsExactly(useless);
		assertThat(told.toString()).contains("Taken out: " + useless + ".").contains("of the goal's measure is left");
	}

	@Test
	void aGoalOfTimeIsOfMeasuredNodes() {
		DepthAndWidthOptions options = options("--target-latency", "60%");
		assertThat(options.timed()).isTrue();
		assertThat(options().timed()).isFalse();
		Budget budget = options.budget(piece, console);
		assertThat(budget).isInstanceOfSatisfying(Budget.Latency.class, l -> {
			assertThat(l.kept()).isEqualTo(0.6);
			assertThat(l.estimate().whole()).isPositive();
		});
		assertThat(told.toString()).contains("Timed ").contains("estimate");
	}

	@Test
	void filesThatAreNoneNameWhatIsWrong() {
		assertThatThrownBy(() -> options().allocate(request(new Budget.Macs(0.7)), console))
				.isInstanceOf(RefusedException.class).hasMessageContaining("--ablation scores.json");
		assertRefused("{", "holds no scores of regions");
		assertRefused("{\"method\": \"imprinting\", \"regions\": []}", "no `method` `ablation`");
		assertRefused("{\"method\": \"ablation\"}", "`scores: regions` must be a list");
		assertRefused("{\"method\": \"ablation\", \"regions\": []}", "no score of any region");
		assertRefused("{\"method\": \"ablation\", \"regions\": [{\"score\": 1}]}", "`name` must be text");
		String block = regions.blocks().getFirst().name();
		assertRefused("{\"method\": \"ablation\", \"regions\": [{\"name\": \"" + block + "\", \"score\": \"high\"}]}",
				"`score` must be a number");
		assertRefused(
				"{\"method\": \"ablation\", \"regions\": [{\"name\": \"" + block + "\", \"score\": 1}, {\"name\": \""
						+ block + "\", \"score\": 2}]}",
				"is there twice");
		assertThatThrownBy(() -> AblationScores.parse(
				"{\"method\": \"ablation\", \"regions\": [{\"name\": \"attic\", \"score\": 1}]}", "scores", regions))
				.isInstanceOf(RefusedException.class).hasMessageContaining("`attic`");
	}

	private void assertRefused(String json, String message) {
		assertThatThrownBy(() -> AblationScores.parse(json, "scores", regions)).isInstanceOf(BadInputException.class)
				.hasMessageContaining(message);
	}
}
