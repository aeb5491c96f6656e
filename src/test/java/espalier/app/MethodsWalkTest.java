package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.app.chart.FigureView;
import espalier.cli.Cli;
import espalier.graph.Fingerprint;
import espalier.graph.Graph;
import espalier.method.Evidence;
import espalier.method.MethodRecipe;
import espalier.method.Stage;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.report.EvidenceFigure;
import espalier.report.LayerErrors;
import espalier.report.RunFigure;
import espalier.report.ScaleRidges;
import espalier.report.WidthStream;
import espalier.session.Origin;
import espalier.session.Version;
import espalier.train.JsonFile;

/** Published methods are run by pointer and keys: watched, paused, stepped through, stopped, and undone. */
class MethodsWalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;

	@BeforeEach
	void show() throws Exception {
		Path model = folder.resolve("blocks.onnx");
		OnnxWriter.write(Classifiers.blocks(), model);
		shown = Shown.with(model, folder);
		shown.turnTo("Methods");
		assertThat(shown.text("#method-state")).isEqualTo("Choose images on the Data tab first");
		assertThat(Shown.look(() -> shown.node("#start-method").isDisabled())).isTrue();
		shown.turnTo("Data");
		shown.answers.add(ImageFolders.of(folder.resolve("pictures"), 4, 3, 32));
		shown.clickOn("Folder…");
		shown.until("the images", () -> shown.bench.images().get() != null);
		shown.turnTo("Methods");
	}

	@AfterEach
	void close() {
		shown.close();
	}

	private void choose(String method, int epochs) {
		shown.clickOn("#method").clickOn(method);
		Spinner<?> spinner = (Spinner<?>) shown.node("#method-epochs");
		shown.doubleClickOn(Shown.look(spinner::getEditor)).write(Integer.toString(epochs)).push(KeyCode.ENTER);
		shown.until("the epochs", () -> Integer.valueOf(epochs).equals(spinner.getValue()));
	}

	private MethodCourse course() {
		return Objects.requireNonNull(shown.bench.methods().course().get());
	}

	private MethodCourse.Sight sight() {
		return course().sight().get();
	}

	private void untilPausedAfter(int epochs) {
		shown.until("the pause after epoch " + epochs,
				() -> course().paused().get() && sight().epochs().size() == epochs);
	}

	private FigureView view(String selector) {
		return (FigureView) shown.node(selector);
	}

	private <T> T untilDrawn(String selector, Class<T> figure) {
		FigureView view = view(selector);
		shown.until("the figure", () -> view.isVisible() && figure.isInstance(view.drawn()));
		return figure.cast(Shown.look(view::drawn));
	}

	private static String print(Graph graph) {
		return new Fingerprint().add(graph).hex();
	}

	@Test
	void softFiltersAreWatchedStepByStepAndBecomeVersions() {
		choose("Soft Filter Pruning", 5);
		int whole = Shown.look(() -> shown.bench.edit().get().piece().coupling().prunable().stream()
				.mapToInt(g -> g.units()).sum());
		shown.clickOn("#step-method");
		untilPausedAfter(1);
		assertThat(shown.text("#method-state")).isEqualTo("1 of 3: Soft pruning, epoch 1 of 3, paused");
		assertThat(Shown.look(() -> shown.bench.methods().off().get()).groups()).as("hatched in the graph")
				.isNotEmpty();
		assertThat(Shown.look(() -> shown.edit().isEmpty())).as("the plan is a person's own").isTrue();
		shown.clickOn("#method-widths-kind");
		WidthStream stream = untilDrawn("#method-view", WidthStream.class);
		assertThat(stream.moments()).containsExactly(0.0, 1.0);
		assertThat(stream.bands().stream().mapToInt(b -> b.widths().getFirst()).sum()).isEqualTo(whole);
		assertThat(stream.bands()).allSatisfy(b -> assertThat(b.widths().getLast()).isLessThan(b.widths().getFirst()));

		shown.clickOn("#step-method");
		untilPausedAfter(2);
		assertThat(Shown.look(() -> sight().widths()).getLast().macs())
				.isLessThan(Shown.look(() -> sight().widths()).getFirst().macs() * 6 / 10);
		shown.clickOn("#method-ghosts");
		assertThat(Shown.look(() -> shown.bench.methods().off().get())).isNull();
		shown.clickOn("#pause-method");
		shown.until("the versions", () -> shown.bench.versions().size() == 4 && shown.graph().settled());
		assertThat(Shown.look(() -> course().end().get())).isEqualTo("all epochs are done");
		assertThat(Shown.look(() -> sight().epochs())).hasSize(5);
		List<Version> made = Shown.look(() -> List.copyOf(shown.bench.versions()));
		assertThat(made.get(1).origin()).isInstanceOfSatisfying(Origin.ByMethod.class,
				by -> assertThat(by.metrics()).hasSize(3));
		assertThat(made.get(2).origin()).isInstanceOf(Origin.Cut.class);
		assertThat(made.get(3).title()).isEqualTo("Soft Filter Pruning: fine-tuning, 2 epochs");
		assertThat(made.get(3).measured()).satisfies(m -> assertThat(m.accuracy().share())
				.isEqualTo(Shown.look(() -> course().stages()).getLast().accuracy()));
		assertThat(Shown.look(() -> shown.bench.version().get().id())).isEqualTo(3);
		shown.clickOn("#method-curves-kind");
		assertThat(untilDrawn("#method-curves", RunFigure.class).epochs()).hasSize(5);
		shown.clickOn("#method-runs-kind");
		assertThat(Shown.look(() -> ((TableView<?>) shown.node("#method-runs-table")).getItems())).hasSize(1);

		Path out = folder.resolve("out.onnx");
		shown.answers.add(out);
		shown.push(KeyCode.CONTROL, KeyCode.E);
		shown.until("the model", () -> shown.bench.message().get().startsWith("Wrote") && Files.exists(out));
		String last = print(Shown.look(() -> course().stages()).getLast().piece().graph());
		assertThat(print(OnnxReader.read(out).graph())).isEqualTo(last);
		assertThat(print(scripted())).as("the log's command does the same").isEqualTo(last);

		for (int left = 2; left >= 0; left--) {
			int id = left;
			shown.push(KeyCode.CONTROL, KeyCode.Z);
			shown.until("the undo", () -> shown.bench.version().get().id() == id);
		}
		assertThat(Shown.look(() -> shown.edit().isEmpty())).isTrue();
	}

	private Graph scripted() {
		Path file = folder.resolve("scripted.onnx");
		String line = Shown.look(() -> shown.bench.log().entries().stream().map(ActLog.Entry::command)
				.filter(c -> c.startsWith("espalier method run")).findFirst().orElseThrow());
		assertThat(line).startsWith("espalier method run sfp --model ").contains("--target-macs 0.500000 --epochs 5");
		StringWriter said = new StringWriter();
		String[] words = line.replace(" pruned.onnx", " " + file).substring("espalier ".length()).split(" ");
		assertThat(Cli.run(words, new PrintWriter(said), new PrintWriter(said), new NoDesktop())).as(said.toString())
				.isZero();
		return OnnxReader.read(file).graph();
	}

	@Test
	void aRunThatIsStoppedLeavesTheSessionWholeAndGoesOnLater() {
		choose("Network Slimming", 900);
		shown.clickOn("#method-scales-kind");
		shown.clickOn("#start-method");
		shown.until("some epochs", () -> sight().epochs().size() >= 3);
		assertThat(untilDrawn("#method-view", ScaleRidges.class).rows().getFirst().scales()).isNotEmpty();
		shown.clickOn("#pause-method");
		shown.until("the pause", () -> course().control().paused());
		shown.clickOn("#stop-method");
		shown.until("the end", () -> !shown.bench.methods().running());
		assertThat(Shown.look(() -> shown.bench.versions())).hasSize(1);
		assertThat(Shown.look(() -> shown.bench.message().get())).contains("was stopped", "started again, it goes on");
		assertThat(Shown.look(() -> shown.bench.unsaved())).isFalse();
		int done = Shown.look(() -> sight().epochs().size());

		shown.clickOn("#step-method");
		untilPausedAfter(done + 1);
		shown.clickOn("#stop-method");
		shown.until("the end", () -> !shown.bench.methods().running());
		assertThat(Shown.look(() -> shown.bench.problem().get())).isNull();
	}

	@Test
	void layersThatAreFittedBecomeACutAndOtherWeights() {
		choose("ThiNet", 1);
		shown.clickOn("#start-method");
		shown.until("the versions", () -> !shown.bench.methods().running() && shown.graph().settled());
		assertThat(Shown.look(() -> shown.bench.problem().get())).isNull();
		List<Version> made = Shown.look(() -> List.copyOf(shown.bench.versions()));
		assertThat(made).extracting(v -> v.origin().getClass().getSimpleName())
				.containsExactly("Read", "Cut", "ByMethod", "ByMethod");
		shown.clickOn("#method-layers-kind");
		assertThat(untilDrawn("#method-view", LayerErrors.class).layers())
				.isNotEmpty().allSatisfy(l -> assertThat(l.after()).isLessThanOrEqualTo(l.before()));
		List<Stage> stages = Shown.look(() -> course().stages());
		assertThat(print(made.get(2).piece().graph())).isEqualTo(print(stages.getFirst().piece().graph()))
				.isNotEqualTo(print(made.get(1).piece().graph()));
		assertThat(print(made.get(3).piece().graph())).isEqualTo(print(stages.getLast().piece().graph()));
		assertThat(Shown.look(() -> sight().widths()).getLast().macs())
				.isEqualTo(made.getLast().piece().cost().original().macs());
	}

	@Test
	void partsThatAreDoneAreKeptAndRecipesAreEditedAndSaved() {
		choose("L1 filters", 900);
		shown.clickOn("#start-method");
		shown.until("training behind the cut", () -> sight().act() == 2 && !sight().epochs().isEmpty());
		shown.clickOn("#stop-method");
		shown.until("the versions", () -> shown.bench.versions().size() == 3);
		assertThat(Shown.look(() -> shown.bench.versions().get(1).origin())).isInstanceOf(Origin.Cut.class);
		assertThat(Shown.look(() -> shown.bench.versions().getLast().measured()).accuracy().share())
				.as("the best of the epochs before the stop")
				.isEqualTo(
						Shown.look(() -> sight().epochs()).stream().mapToDouble(e -> e.accuracy()).max().orElseThrow());
		assertThat(Shown.look(() -> shown.bench.message().get()))
				.contains("ended early (cancelled); what was done is kept as versions 2 to 3");

		openMenu("Edit recipe…");
		TextArea text = (TextArea) shown.node("#recipe-text");
		String json = Shown.look(text::getText);
		Shown.look(() -> {
			text.setText(json.replace("\"rate\" : 1.0", "\"rate\" : -1.0"));
			return true;
		});
		shown.clickOn("#use-recipe");
		shown.until("what is wrong", () -> shown.text("#recipe-wrong").contains("learning rate is above 0"));
		Shown.look(() -> {
			text.setText(json.replace("\"seed\" : 1,", "\"seed\" : 7,").replace("\"batch\" : 128", "\"batch\" : 16"));
			return true;
		});
		shown.clickOn("#use-recipe");
		shown.until("the recipe", () -> shown.window.scene().lookup("#recipe-card") == null
				&& Integer.valueOf(7).equals(((Spinner<?>) shown.node("#method-seed")).getValue()));
		Path saved = folder.resolve("mine.json");
		shown.answers.add(saved);
		openMenu("Save recipe…");
		shown.until("the file", () -> Files.exists(saved));
		assertThat(MethodRecipe.read(saved).seed()).isEqualTo(7);
		shown.clickOn("#step-method");
		untilPausedAfter(1);
		assertThat(shown.text("#method-state")).startsWith("2 of 2: Fine-tuning, epoch 1 of 5, paused");
	}

	@Test
	void evidenceThatWasWrittenIsDrawn() {
		Path file = folder.resolve("evidence.json");
		JsonFile.write(new Evidence(1, "blocks.onnx", "pictures", 40, 200, 1000, 100, 0.9, "50.0% of MACs", 5, 2,
				List.of(new Evidence.Run("l1", "L1 filters", "Li", 1, "a", 500, 50, 0.3, 0.8, 5, 10, 1.5),
						new Evidence.Run("sfp", "Soft Filter Pruning", "He", 1, "b", 490, 60, 0.5, 0.85, 5, 12, 1.4))),
				file);
		shown.answers.add(file);
		openMenu("Open evidence…");
		EvidenceFigure figure = untilDrawn("#method-view", EvidenceFigure.class);
		assertThat(figure.evidence().rows()).hasSize(2);
		assertThat(figure.title()).isEqualTo("Accuracy of 2 methods at 50.0% of MACs, 5 epochs each");
	}

	/** Stopped behind its first run, it goes on where it was; the log's command finds all of it done. */
	@Test
	void methodsAreComparedSideBySide() throws Exception {
		shown.clickOn("#method-evidence-kind");
		shown.until("the offer", () -> shown.node("#compare-methods").isVisible());
		shown.clickOn("#compare-methods");
		none();
		shown.clickOn("#start-evidence");
		assertThat(shown.text("#evidence-wrong")).isEqualTo("Choose a method at least.");
		order();
		shown.until("the first run", () -> shown.bench.evidence().far().get() != null);
		assertThat(Shown.look(() -> shown.node("#start-method").isDisabled())).isTrue();
		shown.clickOn("#stop-method");
		shown.until("the stop", () -> !shown.bench.evidence().running());
		assertThat(Shown.look(() -> shown.bench.message().get())).startsWith("The comparison was stopped after 1 run;");
		Path kept = folder.resolve("blocks-evidence");
		Evidence.Run first = Evidence.read(kept).runs().getFirst();

		openMenu("Compare methods…");
		none();
		order();
		shown.until("the end", () -> shown.bench.message().get().startsWith("Evidence is complete"));
		EvidenceFigure figure = untilDrawn("#method-view", EvidenceFigure.class);
		assertThat(figure.evidence().rows()).extracting(Evidence.Row::method).containsExactly("l1", "sfp");
		assertThat(figure.evidence().runs().getFirst()).isEqualTo(first);
		assertThat(kept.resolve("evidence.html")).content().contains("Soft Filter Pruning");
		assertThat(kept.resolve("sfp.recipe.json")).exists();
		byte[] before = Files.readAllBytes(kept.resolve("evidence.json"));
		StringWriter said = new StringWriter();
		String line = Shown.look(() -> shown.bench.log().entries().stream().map(ActLog.Entry::command)
				.filter(c -> c.startsWith("espalier evidence")).findFirst().orElseThrow());
		assertThat(Cli.run(line.substring("espalier ".length()).split(" "), new PrintWriter(said),
				new PrintWriter(said), new NoDesktop())).as(said.toString()).isZero();
		assertThat(Files.readAllBytes(kept.resolve("evidence.json"))).isEqualTo(before);
	}

	/** Takes the ticks away once the card is there. */
	private void none() {
		shown.until("the card", () -> shown.window.scene().lookup("#evidence-all") != null);
		shown.clickOn("#evidence-all");
	}

	/** L1 and soft pruning, 40 epochs, one seed. */
	private void order() {
		shown.clickOn("#evidence-l1").clickOn("#evidence-sfp");
		set("#evidence-epochs", 40);
		set("#evidence-seeds", 1);
		shown.clickOn("#start-evidence");
		shown.until("the start", () -> shown.bench.evidence().running());
	}

	private void set(String field, int number) {
		Spinner<?> spinner = (Spinner<?>) shown.node(field);
		shown.doubleClickOn(Shown.look(spinner::getEditor)).write(Integer.toString(number)).push(KeyCode.TAB);
		shown.until("the number", () -> Integer.valueOf(number).equals(spinner.getValue()));
	}

	private void openMenu(String item) {
		shown.clickOn("#method-more");
		shown.until("the menu", () -> ((MenuButton) shown.window.scene().lookup("#method-more")).isShowing());
		// not the button of the same name, which a click on would only close the menu
		shown.clickOn(shown.lookup(".menu-item .label").<Labeled>queryAll().stream()
				.filter(l -> item.equals(l.getText())).findFirst().orElseThrow());
	}
}
