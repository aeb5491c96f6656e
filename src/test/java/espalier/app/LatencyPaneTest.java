package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.scene.Node;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableRow;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.session.Workpiece;

/** The Latency tab times what it says, counts as the cost model does, and lets go when told to. */
class LatencyPaneTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;

	@BeforeEach
	void show() throws Exception {
		shown = Shown.with(Classifiers.withoutImages(folder), folder);
		shown.turnTo("Latency");
	}

	@AfterEach
	void close() {
		shown.close();
	}

	private void type(String field, int number) {
		shown.doubleClickOn(field).push(KeyCode.CONTROL, KeyCode.A).write(String.valueOf(number)).push(KeyCode.ENTER);
		assertThat(Shown.look(() -> ((Spinner<?>) shown.node(field)).getValue())).isEqualTo(number);
	}

	private TimingResult result() {
		return Objects.requireNonNull(shown.bench.timing().shown().get());
	}

	private void timed() {
		shown.until("the times",
				() -> !shown.bench.timing().busy().get() && shown.bench.timing().shown().get() != null);
	}

	@Test
	void firstVersionTheOneShownAndThePlanAreTimed() {
		type("#runs", 7);
		shown.clickOn("#time");
		timed();
		assertThat(Shown.look(() -> result().rows())).extracting(TimingResult.Row::name).containsExactly("v1 Original");
		Walk walk = new Walk(shown, folder);
		walk.keep("conv1", 0.5);
		walk.commit();
		assertThat(Shown.look(() -> shown.bench.timing().shown().get())).as("not timed yet").isNull();
		walk.keep("layer1.0.conv1", 0.5);
		shown.push(KeyCode.CONTROL, KeyCode.T);
		timed();
		TimingResult result = Shown.look(this::result);
		assertThat(result.rows()).extracting(TimingResult.Row::name).containsExactly("v1 Original",
				"v2 " + Shown.look(() -> shown.bench.versions().get(1).title()),
				Shown.look(() -> Methods.title(shown.edit().draft().get())));
		Workpiece first = Shown.look(() -> shown.bench.versions().getFirst().piece());
		Workpiece second = Shown.look(() -> shown.edit().piece());
		Workpiece planned = Shown.look(() -> second.without(shown.edit().cuts()));
		double before = first.cost().original().macs();
		assertThat(result.rows()).extracting(result::speedUpByMacs).containsExactly(1.0,
				before / second.cost().original().macs(), before / planned.cost().original().macs());
		assertThat(result.rows()).extracting(r -> r.latency().runs()).containsExactly(7, 7, 7);
		assertThat(result.rows()).allSatisfy(r -> assertThat(r.latency().median())
				.isBetween(r.latency().low(), r.latency().high()));
		assertThat(shown.texts("#latencies .figure")).contains(
				String.format(Locale.ROOT, "%.2f ×", before / planned.cost().original().macs()));
		assertThat(shown.text("#latency-state")).isEqualTo("Shown: batch 1, 1 thread, 7 runs each");
		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command()))
				.isEqualTo("espalier bench-latency " + folder.resolve("bare.onnx")
						+ " bare-v2.onnx pruned.onnx --batch 1 --threads 1 --runs 7 --nodes");
		String plan = result.rows().getLast().name();
		assertThat(shown.texts("#latencies .table-cell")).contains("Plan: " + plan);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("the row to say so",
				() -> shown.texts("#latencies .table-cell").contains("Earlier plan: " + plan));
		assertThat(Shown.look(() -> shown.bench.settings().number("latency.runs", 0))).isEqualTo(7);
	}

	@Test
	void nodeIsChosenInTheGraphByItsRow() {
		type("#runs", 5);
		shown.clickOn("#time");
		timed();
		NodeTable nodes = (NodeTable) shown.node("#node-times");
		List<NodeTable.Line> lines = Shown.look(() -> List.copyOf(nodes.getItems()));
		assertThat(lines).isSortedAccordingTo((a, b) -> Double.compare(b.milliseconds(), a.milliseconds()));
		assertThat(lines.stream().mapToDouble(NodeTable.Line::share).sum()).isBetween(0.999, 1.001);
		assertThat(lines).extracting(NodeTable.Line::node)
				.isSubsetOf(Shown.look(() -> shown.edit().piece().graph().nodes()));
		Node second = Shown.look(() -> nodes.lookupAll(".table-row-cell").stream()
				.filter(r -> ((TableRow<?>) r).getIndex() == 1).findFirst().orElseThrow());
		shown.clickOn(shown.at(second, 0.1, 0.5));
		assertThat(Shown.look(() -> shown.bench.selection().node().get())).isSameAs(lines.get(1).node());
		Shown.look(() -> {
			shown.bench.selection().node().set(lines.getFirst().node());
			return true;
		});
		assertThat(Shown.look(() -> nodes.getSelectionModel().getSelectedIndex())).as("the other way").isZero();
	}

	@Test
	void cancelledTimingLeavesEverythingUsable() throws Exception {
		shown.open(Classifiers.slow(folder));
		type("#runs", 10_000);
		shown.clickOn("#time");
		shown.until("the first runs", () -> shown.bench.running().tasks().stream()
				.anyMatch(t -> t.getProgress() > 0));
		assertThat(Shown.look(() -> shown.node("#time").isDisabled())).isTrue();
		assertThat(shown.text("#latency-state")).isEqualTo("Being timed");
		shown.clickOn(".status-bar .tiny-button");
		shown.until("the end", () -> !shown.bench.timing().busy().get());
		assertThat(Shown.look(() -> shown.bench.timing().shown().get())).isNull();
		assertThat(Shown.look(() -> shown.bench.running().tasks())).isEmpty();
		assertThat(Shown.look(() -> shown.bench.message().get())).isEqualTo("Timing was cancelled");
		type("#runs", 3);
		shown.clickOn("#time");
		timed();
		assertThat(Shown.look(() -> result().setup().runs())).isEqualTo(3);
	}

	@Test
	void tooltipOfAFieldLetsTheButtonBesideItBeClicked() {
		type("#runs", 3);
		shown.moveBy(1, 0);
		shown.until("the tooltip", () -> Window.getWindows().stream().anyMatch(Tooltip.class::isInstance));
		shown.flickTo(shown.at(shown.node("#time"), 0.5, 0.5));
		timed();
		assertThat(Shown.look(() -> result().setup().runs())).isEqualTo(3);
	}

	@Test
	void whatIsNoNumberIsPutBack() throws TimeoutException {
		type("#runs", 12);
		shown.doubleClickOn("#runs").push(KeyCode.CONTROL, KeyCode.A).push(KeyCode.BACK_SPACE).write("x")
				.push(KeyCode.ENTER);
		shown.clickOn("#threads");
		assertThat(Shown.look(() -> ((Spinner<?>) shown.node("#runs")).getEditor().getText()))
				.isEqualTo("12");
		assertThat(Shown.look(() -> shown.node("#batch-size").isDisabled())).as("the network fixes its batch").isTrue();
	}
}
