package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FitOptionsTest {
	/** Any command that removes regions. */
	@Command
	private static final class Removing {
		@Mixin
		private MeasuringOptions measuring = new MeasuringOptions();
		@Mixin
		private FitOptions fit = new FitOptions();
	}

	private final Graph graph = OnnxReader.read(Path.of("example-models/resnet20-shapes.onnx")).graph();
	private final Trace trace = Tracer.trace(graph);
	private final StringWriter told = new StringWriter();

	private Bypass block(boolean adapts) {
		return Regions.of(graph, trace).all().filter(r -> r.kind() == Region.Kind.BLOCK)
				.map(r -> r.leave() instanceof Region.Leave.By(Bypass b) && b.adapts() == adapts ? b : null)
				.filter(java.util.Objects::nonNull).findFirst().orElseThrow();
	}

	private List<Bypass> fitted(List<Bypass> bypasses, String... arguments) {
		Removing command = new Removing();
		new CommandLine(command).parseArgs(arguments);
		PrintWriter out = new PrintWriter(told);
		return command.fit.fitted(graph, trace, bypasses, command.measuring, new Console(out, out));
	}

	@Test
	void adaptersAreFittedOnTheImagesNamed() {
		List<Bypass> both = List.of(block(false), block(true));
		List<Bypass> fitted = fitted(both, "--fit", "shapes", "--fit-images", "64");
		assertThat(fitted.get(0)).isEqualTo(both.get(0));
		assertThat(fitted.get(1).fit()).isNotNull();
		assertThat(fitted.get(1).exit()).isEqualTo(both.get(1).exit());
		assertThat(told.toString()).contains("Fitted 1 adapter on 64 images")
				.contains("The adapter of " + both.get(1).region() + " explains ");
	}

	@Test
	void withoutImagesTheyBeginAsTheIdentity() {
		List<Bypass> both = List.of(block(false), block(true));
		assertThat(fitted(both)).isSameAs(both);
		assertThat(fitted(List.of(both.getFirst()), "--fit", "shapes", "--fit-images", "8"))
				.containsExactly(both.getFirst());
		assertThat(told.toString()).contains("No adapter was fitted");
	}

	@Test
	void refusedWhereThereIsNothingToFit() {
		assertThatThrownBy(() -> fitted(List.of(), "--fit", "shapes")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("No region goes");
		assertThatThrownBy(() -> fitted(List.of(block(true)), "--fit", "shapes", "--fit-images", "0"))
				.isInstanceOf(RefusedException.class).hasMessageContaining("0 images");
	}
}
