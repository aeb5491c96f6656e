package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;

import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.cli.Cli;
import espalier.cli.Difference;
import espalier.cli.MaskedReference;
import espalier.cost.Cost;
import espalier.coupling.ChannelGroup;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.session.Workpiece;

/** The whole way, by pointer and keys: open, fader, histogram, target, commit, undo, export, and what was written. */
class WalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.in(folder);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void fromOpenToExport() throws Exception {
		shown.clickOn("Open example");
		shown.untilShown(null);

		ChannelGroup stem = shown.group("conv1");
		shown.pull(shown.fader(stem), 0.99, 0.55);
		assertThat(shown.kept(stem)).isBetween(7, 10);
		figuresAreCounted();

		shown.clickOn(shown.at(shown.fader(stem), 0.2, -0.9));
		assertThat(shown.selected()).containsExactly(stem);
		int byFader = shown.kept(stem);
		shown.pull(shown.node("#histogram"), 0.5, 0.99);
		assertThat(shown.kept(stem)).isLessThan(byFader).isPositive();
		assertThat(shown.fader(stem).value().get()).isEqualTo(shown.kept(stem));
		figuresAreCounted();

		shown.pull(shown.node("#target"), 0.99, 0.6);
		shown.until("the allocation", () -> !shown.bench.thinking().getValue());
		Cost original = Shown.look(() -> shown.edit().piece().cost().original());
		Cost planned = Shown.look(() -> shown.bench.preview());
		assertThat(planned.macs()).isLessThan(Math.round(0.66 * original.macs()));
		figuresAreCounted();

		ChannelGroup branch = shown.group("layer1.0.conv1");
		shown.pull(shown.fader(branch), shown.fader(branch).value().get() / branch.units(), 0.3);
		figuresAreCounted();
		Cost astray = Shown.look(() -> shown.bench.preview());
		assertThat(Shown.look(() -> ((TextField) shown.window.scene().lookup("#target-text")).getText()))
				.as("what is left, no longer what was aimed at").isEqualTo(Figures.percent(astray.macsOf(original)));
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(planned);
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.clickOn("#commit");
		shown.until("the version", () -> shown.bench.versions().size() == 2 && shown.edit().cuts().isEmpty());
		assertThat(Shown.look(() -> shown.edit().piece().cost().original())).isEqualTo(astray);
		assertThat(Shown.look(() -> ((TableView<?>) shown.window.scene().lookup("#versions"))
				.getItems().size())).isEqualTo(2);

		loggedCommandDoesTheSame(astray);

		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the undo", () -> shown.bench.version().get().id() == 0);
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(astray);
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.until("the redo", () -> shown.bench.version().get().id() == 1);

		Path out = folder.resolve("pruned.onnx");
		Path plan = folder.resolve("plan.json");
		shown.answers.add(out);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.until("the model", () -> shown.bench.message().get().startsWith("Wrote") && Files.exists(out));
		shown.answers.add(plan);
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
		shown.until("the plan", () -> Files.exists(plan));
		assertThat(Shown.look(() -> shown.bench.unsaved())).isFalse();
		shown.answers.add(plan);
		shown.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.O);
		shown.until("the plan in the original", () -> shown.bench.version().get().id() == 0
				&& shown.bench.message().get().startsWith("Drew"));
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(astray);
		equalsTheMaskedOriginal(out, plan, astray);
	}

	/** The header's figures are those of the network that the cuts leave, counted anew. */
	private void figuresAreCounted() {
		Workpiece cut = Shown.look(() -> shown.edit().piece().without(shown.edit().cuts()));
		Cost before = Shown.look(() -> shown.edit().piece().cost().original());
		Cost after = cut.cost().original();
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(after);
		assertThat(shown.texts(".meter.cost > .figure")).containsExactly(
				Figures.si(before.parameters()) + " → " + Figures.si(after.parameters()),
				Figures.si(before.macs()) + " → " + Figures.si(after.macs()),
				Figures.bytes(before.bytes()) + " → " + Figures.bytes(after.bytes()));
	}

	/** Clicks become scripts: the log's line makes a network of the same cost. */
	private void loggedCommandDoesTheSame(Cost planned) {
		String line = Shown.look(() -> shown.bench.log().entries().getLast().command());
		assertThat(line).startsWith("espalier prune ").contains("--group conv1=");
		Path scripted = folder.resolve("scripted.onnx");
		command(line.replace(" pruned.onnx", " " + scripted).substring("espalier ".length()).split(" "));
		Graph made = OnnxReader.read(scripted).graph();
		assertThat(Workpiece.of(made, Tracer.defaultInputs(made)).cost().original()).isEqualTo(planned);
	}

	private static void command(String... words) {
		StringWriter said = new StringWriter();
		int code = Cli.run(words, new PrintWriter(said), new PrintWriter(said), new NoDesktop());
		assertThat(code).as(said.toString()).isZero();
	}

	private void equalsTheMaskedOriginal(Path out, Path planFile, Cost planned) throws Exception {
		Graph original = OnnxReader.read(Shown.EXAMPLE).graph();
		Graph pruned = OnnxReader.read(out).graph();
		Plan plan = PlanJson.read(planFile);
		Trace trace = Tracer.trace(original);
		assertThat(Workpiece.of(pruned, Tracer.defaultInputs(pruned)).cost().original()).isEqualTo(planned);
		try (Runner whole = Runner.of(original);
				Runner masked = Runner.of(MaskedReference.of(original, trace, plan));
				Runner cut = Runner.of(pruned)) {
			Random random = new Random(3);
			Map<String, Value> inputs = new HashMap<>();
			original.inputs().forEach(
					i -> inputs.put(i.name(), Value.random(i.type(), trace.inputs().get(i.name()), random)));
			Map<String, Value> expected = masked.run(inputs);
			assertThat(Difference.between(expected, cut.run(inputs)).relative()).isLessThan(1e-5);
			assertThat(Difference.between(whole.run(inputs), expected).relative())
					.as("the cut changes what the network computes").isGreaterThan(1e-3);
		}
		Path again = folder.resolve("again.onnx");
		command("apply", planFile.toString(), Shown.EXAMPLE.toString(), "-o", again.toString());
		assertThat(Files.mismatch(out, again)).as("the plan makes the same file").isEqualTo(-1);
	}
}
