package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.cost.Cost;
import espalier.coupling.ChannelGroup;
import espalier.session.Workpiece;

/** The whole way, by pointer and keys: open, fader, histogram, target, commit, undo, export, and what was written. */
class WalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private Walk walk;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.in(folder);
		walk = new Walk(shown, folder);
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void fromOpenToExport() throws Exception {
		walk.openExample();

		ChannelGroup stem = walk.keep("conv1", 0.55);
		assertThat(shown.kept(stem)).isBetween(7, 10);
		figuresAreCounted();

		walk.choose("conv1");
		int byFader = shown.kept(stem);
		shown.pull(shown.node("#histogram"), 0.5, 0.99);
		assertThat(shown.kept(stem)).isLessThan(byFader).isPositive();
		assertThat(shown.fader(stem).value().get()).isEqualTo(shown.kept(stem));
		figuresAreCounted();

		walk.aim(0.6);
		Cost original = Shown.look(() -> shown.edit().piece().cost().original());
		Cost planned = Shown.look(() -> shown.bench.preview());
		assertThat(planned.macs()).isLessThan(Math.round(0.66 * original.macs()));
		figuresAreCounted();

		walk.keep("layer1.0.conv1", 0.3);
		figuresAreCounted();
		Cost astray = Shown.look(() -> shown.bench.preview());
		assertThat(Shown.look(() -> ((TextField) shown.window.scene().lookup("#target-text")).getText()))
				.as("what is left, no longer what was aimed at").isEqualTo(Figures.percent(astray.macsOf(original)));
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(planned);
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		walk.choose("layer1.0.conv1");
		shown.clickOn("#commit");
		shown.until("the version", () -> shown.bench.versions().size() == 2 && shown.edit().cuts().isEmpty());
		assertThat(Shown.look(() -> shown.edit().piece().cost().original())).isEqualTo(astray);
		assertThat(shown.selected()).as("chosen still, in the new version")
				.containsExactly(shown.group("layer1.0.conv1"));
		assertThat(Shown.look(() -> ((TableView<?>) shown.window.scene().lookup("#versions"))
				.getItems().size())).isEqualTo(2);

		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command()))
				.startsWith("espalier prune ").contains("--group conv1=");
		assertThat(Written.cost(walk.scripted())).isEqualTo(astray);

		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the undo", () -> shown.bench.version().get().id() == 0);
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(astray);
		assertThat(shown.selected()).as("in the old version").containsExactly(shown.group("layer1.0.conv1"));
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.until("the redo", () -> shown.bench.version().get().id() == 1);

		Path out = walk.exportModel("pruned.onnx");
		Path plan = walk.exportPlan("plan.json");
		assertThat(Shown.look(() -> shown.bench.unsaved())).isFalse();
		walk.openPlan(plan);
		assertThat(Shown.look(() -> shown.bench.version().get().id())).as("in the original").isZero();
		assertThat(Shown.look(() -> shown.bench.preview())).isEqualTo(astray);
		assertThat(Written.cost(out)).isEqualTo(astray);
		Written.equalsTheMaskedExample(out, plan);
		Path again = folder.resolve("again.onnx");
		Written.command("apply", plan, Shown.EXAMPLE, "-o", again);
		assertThat(Files.mismatch(out, again)).as("the plan makes the same file").isEqualTo(-1);
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
}
