package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.cost.Cost;
import espalier.coupling.ChannelGroup;
import espalier.region.Bypass;
import espalier.region.Region;

/** Regions taken out by pointer and keys: the Depth tab, the graph, undo, commit, export, and what was written. */
class DepthWalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;
	private Walk walk;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.with(Shown.EXAMPLE, folder);
		walk = new Walk(shown, folder);
		shown.until("the regions", () -> !shown.bench.depth().ranked().isEmpty());
	}

	@AfterEach
	void close() {
		shown.close();
	}

	private void leftTab(String title) {
		shown.clickOn(Shown.look(() -> shown.window.scene().lookup("#left").lookupAll(".tab-label").stream()
				.filter(n -> title.equals(((Labeled) n).getText())).findFirst().orElseThrow()));
	}

	private Node box(String region) {
		return Shown.look(() -> shown.window.scene().getRoot().lookupAll(".region-cell .check-box").stream()
				.filter(b -> List.of("Take out " + region, "Put back " + region).contains(b.getAccessibleText()))
				.filter(b -> b.getParent() != null).findFirst().orElseThrow());
	}

	private List<String> planned() {
		return Shown.look(() -> shown.edit().thinned().removed().stream().map(Bypass::region).toList());
	}

	private void untilPlanned(String... regions) {
		shown.until("the plan without " + List.of(regions),
				() -> !shown.bench.depth().busy().get() && shown.graph().settled());
		assertThat(planned()).containsExactly(regions);
	}

	private Cost preview() {
		return Shown.look(() -> shown.bench.preview());
	}

	private Region region(String name) {
		return Shown.look(() -> shown.bench.depth().map().get().regions().named(name));
	}

	private void click(String region) {
		shown.until("the picture", () -> shown.graph().settled());
		shown.clickOn(Shown.look(() -> shown.graph().localToScreen(place(region))));
	}

	private Point2D place(String region) {
		return shown.graph().where(shown.bench.depth().map().get().regions().named(region)).orElseThrow();
	}

	@Test
	void aBlockAndChannelsGoInOnePlan() throws Exception {
		Cost original = preview();
		leftTab("Depth");
		shown.clickOn(box("layer1.1"));
		untilPlanned("layer1.1");
		Cost without = preview();
		Region block = region("layer1.1");
		assertThat(without.macs()).isEqualTo(
				original.macs() - Shown.look(() -> shown.bench.depth().map().get().macs(block)));
		assertThat(shown.texts(".meter.cost > .figure")).as("the version before, the plan after")
				.contains(Figures.si(original.macs()) + " → " + Figures.si(without.macs()));
		assertThat(Shown.look(() -> ((CheckBox) box("layer1.1")).isSelected())).isFalse();
		assertThat(Shown.look(() -> ((CheckBox) box("layer1.0")).isSelected())).isTrue();

		leftTab("Groups");
		ChannelGroup stem = walk.keep("conv1", 0.5);
		int kept = shown.kept(stem);
		assertThat(kept).isBetween(5, 11);
		Cost both = preview();
		assertThat(both.macs()).isLessThan(without.macs());

		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(preview()).isEqualTo(without);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		untilPlanned();
		assertThat(preview()).isEqualTo(original);
		assertThat(Shown.look(() -> shown.bench.message().get())).isEqualTo("Undid remove layer1.1");
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		untilPlanned("layer1.1");
		assertThat(preview()).isEqualTo(both);

		leftTab("Depth");
		shown.clickOn(box("layer1.2"));
		untilPlanned("layer1.1", "layer1.2");
		assertThat(shown.kept(shown.group("conv1"))).as("cuts go on").isEqualTo(kept);
		Cost planned = preview();
		walk.commit();
		assertThat(preview()).isEqualTo(planned);
		assertThat(Shown.look(() -> shown.bench.version().get().title())).isEqualTo("2 regions removed, 1 group cut");
		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command()))
				.contains("--remove layer1.1 --remove layer1.2");
		assertThat(Written.cost(walk.scripted())).isEqualTo(planned);

		Path out = walk.exportModel("pruned.onnx");
		Path plan = walk.exportPlan("plan.json");
		assertThat(Written.cost(out)).isEqualTo(planned);
		Written.equalsTheMaskedExample(out, plan);

		walk.openPlan(plan);
		assertThat(Shown.look(() -> shown.bench.version().get().id())).as("in the original").isZero();
		assertThat(planned()).containsExactly("layer1.1", "layer1.2");
		assertThat(preview()).isEqualTo(planned);
	}

	@Test
	void deleteInTheGraphTakesOutAndPutsBack() {
		Cost original = preview();
		click("layer2.1.conv1");
		assertThat(Shown.look(() -> shown.bench.selection().region().get())).isSameAs(region("layer2.1.conv1"));
		shown.push(KeyCode.DELETE);
		untilPlanned("layer2.1.conv1");
		Cost less = preview();
		assertThat(less.macs()).isLessThan(original.macs());
		shown.push(KeyCode.DELETE);
		untilPlanned();
		assertThat(preview()).isEqualTo(original);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		untilPlanned("layer2.1.conv1");

		click("fc");
		shown.push(KeyCode.DELETE);
		assertThat(Shown.look(() -> shown.bench.message().get()))
				.isEqualTo("fc stays: an adapter in its place would cost as much");
		untilPlanned("layer2.1.conv1");
		shown.doubleClickOn(Shown.look(() -> shown.graph().localToScreen(place("layer2.1.conv1"))));
		untilPlanned();
	}

	@Test
	void theFaderTakesOutTheBlocksThatMatterLeast() {
		List<String> least = Shown.look(() -> shown.bench.depth().ranked().stream().map(Region::name).toList());
		leftTab("Depth");
		int all = Shown.look(() -> shown.bench.depth().map().get().blocks().size());
		shown.pull(shown.node("#depth-fader"), 0.99, (all - 2.0) / all);
		shown.until("the plan", () -> !shown.bench.depth().busy().get());
		assertThat(planned()).containsExactlyInAnyOrderElementsOf(least.subList(0, 2));
		assertThat(shown.text("#depth-count")).isEqualTo("2 of " + all + " go");
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		untilPlanned();
	}
}
