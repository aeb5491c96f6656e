package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.collections.ListChangeListener;
import javafx.concurrent.Task;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.allocate.Manual;
import espalier.coupling.ChannelGroup;
import espalier.importance.Criterion;
import espalier.session.Survey;

/** Criteria that look at images, chosen in the header: measured in the background, then used as any other. */
class CriterionWalkTest {
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

	private void open(Path model) {
		shown.open(model);
		shown.until("the images", () -> shown.bench.images().get() != null);
	}

	private void choose(String criterion) {
		shown.clickOn("#criterion");
		shown.clickOn(criterion);
	}

	private String chosen() {
		return Shown.look(() -> shown.edit().draft().get().method().criterion().id());
	}

	private void untilMeasured() {
		shown.untilLong("the measurement", () -> shown.edit().wanted() == null && shown.edit().scoredImages() > 0
				&& !shown.bench.thinking().getValue());
	}

	@SuppressWarnings("unchecked")
	private ComboBox<Criterion> box() {
		return (ComboBox<Criterion>) shown.node("#criterion");
	}

	@Test
	void ranksAreMeasuredAndUsedAndUndone() throws Exception {
		Path model = Classifiers.ofShapes(folder);
		open(model);
		choose("HRank");
		untilMeasured();
		assertThat(Shown.look(() -> shown.edit().scoredImages())).isEqualTo(Survey.IMAGES);
		ChannelGroup group = shown.group("layer1.0.conv1");
		double[] scores = Shown.look(() -> shown.edit().scoresOf(group));
		assertThat(scores).containsExactly(ofTheCommandLine(model, group));

		walk.keep(group.name(), 0.5);
		int kept = shown.kept(group);
		assertThat(kept).isLessThan(group.units());
		assertThat(Shown.look(() -> shown.edit().cuts().removed(group)))
				.isEqualTo(Manual.lowest(scores, group.units() - kept));
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(chosen()).isEqualTo("l2");
		assertThat(Shown.look(() -> box().getValue().id())).isEqualTo("l2");
		shown.until("the scores of weights", () -> shown.edit().scoredImages() == 0);
		shown.push(KeyCode.CONTROL, KeyCode.Y);
		assertThat(chosen()).isEqualTo("hrank");
		shown.until("the scores known", () -> shown.edit().scoredImages() == Survey.IMAGES);
		assertThat(Shown.look(() -> shown.edit().scoresOf(group))).containsExactly(scores);
		assertThat(Shown.look(() -> shown.bench.running().tasks().size())).as("nothing is measured again").isZero();
	}

	/** What the same criterion says on the command line, on the same images, measured anew. */
	private double[] ofTheCommandLine(Path model, ChannelGroup group) throws Exception {
		String said = Written.command("importance", model, "--criterion", "hrank", "--data", "shapes", "--cache",
				folder.resolve("fresh"), "--group", group.name(), "--json");
		JsonNode scores = new ObjectMapper().readTree(said).path("groups").get(0).path("scores");
		double[] numbers = new double[scores.size()];
		java.util.Arrays.setAll(numbers, i -> scores.get(i).asDouble());
		return numbers;
	}

	@Test
	void theTargetIsAllocatedOnceMeasuredAndTheNextVersionIsMeasuredToo() throws Exception {
		open(Classifiers.ofShapes(folder));
		walk.aim(0.6);
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).isFalse();
		var before = Shown.look(() -> shown.edit().cuts());
		choose("Taylor");
		untilMeasured();
		shown.until("another allocation", () -> !shown.edit().cuts().equals(before));
		walk.commit();
		untilMeasured();
		ChannelGroup group = Shown.look(() -> shown.edit().piece().coupling().prunable().getFirst());
		assertThat(Shown.look(() -> shown.edit().scores().get().of(group))).hasSize(group.units());
		assertThat(Shown.look(() -> shown.bench.log().entries().stream().map(ActLog.Entry::command).toList()))
				.anyMatch(c -> c.contains("--criterion taylor --data shapes") && c.contains("--images 500"));
	}

	@Test
	void scoresAreThereWhileTheyAreMeasuredAndStayWhenItIsEnded() throws Exception {
		open(Classifiers.slow(folder));
		choose("HRank");
		shown.untilLong("scores of some images", () -> shown.edit().scoredImages() > 0);
		int early = Shown.look(() -> shown.edit().scoredImages());
		assertThat(early).isLessThan(Survey.IMAGES);
		Task<?> task = Shown.look(() -> shown.bench.running().tasks().stream()
				.filter(t -> t.getTitle().equals("Measure HRank")).findFirst().orElseThrow());
		assertThat(Shown.look(task::getMessage)).matches("HRank after \\d+ of 500 images");
		shown.untilLong("scores of more images", () -> shown.edit().scoredImages() > early);
		shown.clickOn(".status-bar .tiny-button");
		shown.until("the end", () -> shown.bench.running().tasks().isEmpty());
		assertThat(Shown.look(() -> shown.bench.message().get())).contains("not measured any further");
		assertThat(Shown.look(() -> shown.edit().scoredImages())).isBetween(early, Survey.IMAGES - 1);
		ChannelGroup group = shown.group("conv1");
		assertThat(Shown.look(() -> shown.edit().scores().get().of(group))).hasSize(group.units());
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(chosen()).isEqualTo("l2");
		choose("HRank");
		shown.until("it to go on", () -> !shown.bench.running().tasks().isEmpty());
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.until("undo to end it", () -> shown.bench.running().tasks().isEmpty());
		assertThat(chosen()).isEqualTo("l2");
		assertThat(Shown.look(() -> shown.bench.problem().get())).isNull();
	}

	@Test
	void anotherModelIsNotMeasuredOnTheImagesOfTheOneBefore() throws Exception {
		open(Classifiers.slow(folder));
		choose("HRank");
		shown.until("the measurement", () -> !shown.bench.running().tasks().isEmpty());
		List<String> begun = new java.util.concurrent.CopyOnWriteArrayList<>();
		Shown.look(() -> {
			shown.bench.running().tasks().addListener((ListChangeListener<Task<?>>) change -> {
				while (change.next())
					change.getAddedSubList().forEach(task -> begun.add(task.getTitle()));
			});
			return true;
		});
		shown.open(Classifiers.withoutImages(folder));
		shown.until("the end of the measurement", () -> shown.bench.running().tasks().isEmpty());
		assertThat(begun).noneMatch(title -> title.startsWith("Measure"));
		assertThat(Shown.look(() -> shown.bench.problem().get())).isNull();
		assertThat(chosen()).isEqualTo("hrank");
		shown.turnTo("Charts");
		shown.clickOn("Importance");
		shown.until("why nothing is drawn", () -> shown.texts("#charts .muted").contains(
				"HRank looks at images: choose some on the Data tab, or another criterion"));
	}

	@Test
	void withoutImagesItIsSaidWhatIsMissing() throws Exception {
		shown.open(Classifiers.withoutImages(folder));
		shown.clickOn("#criterion");
		List<String> lines = Shown.look(() -> shown.lookup(".list-cell").queryAllAs(ListCell.class).stream()
				.filter(c -> c.isDisabled() && c.getText() != null).map(c -> c.getText()).toList());
		assertThat(lines).contains("HRank – needs images", "Taylor – needs labelled images");
		shown.clickOn("HRank – needs images");
		shown.push(KeyCode.ESCAPE);
		assertThat(chosen()).as("a disabled line").isEqualTo("l2");
		assertThat(Shown.look(() -> box().getValue().id())).isEqualTo("l2");
		Shown.look(() -> {
			box().requestFocus();
			return true;
		});
		for (int i = 0; i < 7; i++)
			shown.push(KeyCode.DOWN);
		assertThat(Shown.look(() -> shown.bench.message().get())).isEqualTo(
				"HRank needs images: choose some on the Data tab");
		shown.until("the choice to be taken back", () -> box().getValue().id().equals("random"));
		assertThat(chosen()).isEqualTo("random");
		assertThat(Objects.requireNonNull(Shown.look(() -> shown.bench.scores().getValue())).criterion().id())
				.isNotEqualTo("hrank");
	}
}
