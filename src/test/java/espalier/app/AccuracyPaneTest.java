package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.coupling.ChannelGroup;
import espalier.evaluate.Distance;
import espalier.evaluate.Evaluation;
import espalier.plan.Surgeon;
import espalier.session.Version;

/** What the Accuracy tab shows is what the same network gets right on the same images, run here. */
class AccuracyPaneTest {
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

	private void openMeasured() throws Exception {
		openMeasured(Classifiers.ofShapes(folder));
	}

	private void openMeasured(Path model) {
		shown.open(model);
		shown.until("the accuracy", () -> version().measured() != null);
		shown.turnTo("Accuracy");
	}

	private Version version() {
		return Objects.requireNonNull(shown.bench.version().get());
	}

	private Images images() {
		return Objects.requireNonNull(Shown.look(() -> shown.bench.images().get()));
	}

	private Evaluation measured() {
		return Objects.requireNonNull(Shown.look(() -> version().measured()));
	}

	/** Texts of a column of figures, from the top. */
	private List<String> column(String grid, int column) {
		return Shown.look(() -> ((GridPane) shown.window.scene().lookup(grid)).getChildren().stream()
				.filter(n -> GridPane.getColumnIndex(n) == column).map(n -> ((Labeled) n).getText()).toList());
	}

	private static List<String> figures(String name, Evaluation e) {
		return List.of(name, percent(e.accuracy().share()),
				String.format(Locale.ROOT, "%.1f–%.1f%%", 100 * e.accuracy().low(), 100 * e.accuracy().high()),
				percent((double) e.top5() / e.images()), String.format(Locale.ROOT, "%.3f", e.loss()),
				String.valueOf(e.images()));
	}

	private static String percent(double share) {
		return String.format(Locale.ROOT, "%.1f%%", 100 * share);
	}

	@Test
	void figuresAreThoseOfTheSampleAndThenOfAllImages() throws Exception {
		openMeasured();
		Images images = images();
		Evaluation sample = Evaluation.of(Shown.look(() -> version().piece().graph()), images.sample(),
				images.preprocessing(), () -> false);
		assertThat(column("#accuracy-table", 1)).isEqualTo(figures("v1", sample));
		shown.clickOn("#measure-all");
		int all = images.splits().validation().size();
		shown.until("the measurement", () -> Objects.requireNonNull(version().measured()).images() == all);
		Evaluation whole = Evaluation.of(Shown.look(() -> version().piece().graph()), images.splits().validation(),
				images.preprocessing(), () -> false);
		assertThat(measured()).isEqualTo(whole);
		assertThat(column("#accuracy-table", 1)).isEqualTo(figures("v1", whole));
		shown.turnTo("Versions");
		assertThat(shown.texts("#versions .table-cell")).contains(Figures.accuracy(whole));
		assertThat(Shown.look(() -> shown.bench.log().entries().getLast().command()))
				.startsWith("espalier evaluate ").doesNotContain("--images");
	}

	@Test
	void planIsEstimatedAsItsCutNetworkAnswers() throws Exception {
		openMeasured();
		ChannelGroup stem = shown.group("conv1");
		shown.pull(shown.fader(stem), 0.99, 0.5);
		shown.until("the estimate", () -> {
			Estimate plan = shown.bench.data().measuring().planned().get();
			return plan != null && plan.settled();
		});
		Evaluation cut = Evaluation.of(
				Shown.look(() -> Surgeon.apply(shown.edit().piece().coupling(), shown.edit().cuts())),
				images().sample(), images().preprocessing(), () -> false);
		assertThat(column("#accuracy-table", 2)).isEqualTo(figures("Plan ≈", cut));
	}

	@Test
	void confusionAndClassesAddUp() throws Exception {
		openMeasured();
		Confusion confusion = new Confusion(measured());
		int all = 0;
		for (int truth = 0; truth < 10; truth++) {
			all += confusion.images(truth);
			double shares = 0;
			for (int taken = 0; taken < 10; taken++)
				shares += confusion.share(truth, taken);
			assertThat(shares).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
		}
		assertThat(all).isEqualTo(measured().images());
		List<Integer> listed = Shown
				.look(() -> List.copyOf(((ClassBars) shown.window.scene().lookup("#class-bars")).getItems()));
		double[] shares = measured().perClass();
		assertThat(listed).hasSize(10).isSortedAccordingTo((a, b) -> Double.compare(shares[a], shares[b]));
		int most = 0;
		for (int truth = 0; truth < 10; truth++)
			for (int taken = 0; taken < 10; taken++)
				most = truth == taken ? most : Math.max(most, confusion.count(truth, taken));
		assertThat(confusion.worst(1)).extracting(Confusion.Pair::count).containsExactly(most);
		assertThat(confusion.sentence(2, 2)).endsWith("(" + Figures.percent(confusion.share(2, 2)) + ")")
				.contains(" of " + confusion.images(2) + " images of triangle ");
	}

	@Test
	void cellSaysWhatItCounts() throws Exception {
		openMeasured();
		Confusion confusion = new Confusion(measured());
		Node map = shown.node("#confusion");
		Point2D place = shown.at(map, 0.6, 0.55);
		shown.moveTo(place).moveBy(1, 0);
		shown.until("the tooltip", () -> Window.getWindows().stream().anyMatch(Tooltip.class::isInstance));
		String said = Shown.look(() -> Window.getWindows().stream().filter(Tooltip.class::isInstance)
				.map(w -> ((Tooltip) w).getText()).findFirst().orElseThrow());
		List<String> sentences = new java.util.ArrayList<>();
		for (int truth = 0; truth < 10; truth++)
			for (int taken = 0; taken < 10; taken++)
				sentences.add(confusion.sentence(truth, taken));
		assertThat(sentences).contains(said);
	}

	@Test
	void outputsAreComparedWithTheFirstVersions() throws Exception {
		openMeasured();
		assertThat(Shown.look(() -> shown.node("#compare").isDisabled())).as("v1 with itself").isTrue();
		shown.pull(shown.fader(shown.group("conv1")), 0.99, 0.5);
		shown.push(KeyCode.CONTROL, KeyCode.ENTER);
		shown.until("the version", () -> shown.bench.versions().size() == 2 && version().measured() != null);
		shown.clickOn("#compare");
		shown.until("the distance", () -> shown.bench.comparing().shown().get() != null);
		Distance distance = Shown.look(() -> Distance.between(version().piece().graph(),
				shown.bench.versions().getFirst().piece().graph(), images().sample(), images().preprocessing(),
				() -> false));
		assertThat(column("#distance", 1)).contains(String.format(Locale.ROOT, "%.4f", distance.cosine()),
				percent(distance.agreement()), Figures.count(distance.images(), "image"));
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("v1", () -> version().id() == 0);
		assertThat(column("#distance", 1)).isEmpty();
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		shown.until("v2", () -> version().id() == 1);
		assertThat(column("#distance", 1)).as("remembered").isNotEmpty();
	}

	@Test
	void withoutImagesItSaysWhatToDo() throws Exception {
		shown.open(Classifiers.withoutImages(folder));
		shown.turnTo("Accuracy");
		assertThat(shown.text("#accuracy-empty")).startsWith("Choose images on the Data tab");
		assertThat(shown.window.actions().stream().filter(a -> a.name().getValue().equals("Measure accuracy"))
				.map(a -> Shown.look(() -> a.obstacle().getValue()))).containsExactly(
						"Choose images on the Data tab first");
	}

	@Test
	void cancelledMeasurementLeavesWhatWasThere() throws Exception {
		openMeasured(Classifiers.slow(folder));
		Evaluation before = measured();
		shown.push(KeyCode.CONTROL, KeyCode.M);
		shown.until("the first images", () -> shown.bench.running().tasks().stream()
				.anyMatch(t -> t.getProgress() > 0));
		shown.clickOn(".status-bar .tiny-button");
		shown.until("the end", () -> shown.bench.running().tasks().isEmpty());
		assertThat(measured()).isEqualTo(before);
		shown.pull(shown.fader(shown.group("conv1")), 0.99, 0.5);
		shown.until("the estimate", () -> shown.bench.data().measuring().planned().get() != null);
	}
}
