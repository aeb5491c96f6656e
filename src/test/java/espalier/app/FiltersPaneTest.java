package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

import espalier.app.control.TileGrid;
import espalier.coupling.ChannelGroup;
import espalier.data.Preprocessing;
import espalier.evaluate.BestImages;
import espalier.evaluate.FeatureMaps;
import espalier.importance.Kernels;
import espalier.importance.Similarity;
import espalier.report.RedundancyFigure;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/** What the Filters tab shows and does, by mouse and keyboard. */
class FiltersPaneTest {
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

	/** Opens a network with its images and shows a group's filters. */
	private ChannelGroup filters(Path model, String name) {
		shown.open(model);
		shown.until("the images", () -> shown.bench.images().get() != null || model.endsWith("bare.onnx"));
		ChannelGroup group = shown.group(name);
		Shown.look(() -> {
			shown.bench.selection().select(group);
			return true;
		});
		shown.turnTo("Filters");
		return group;
	}

	private TileGrid grid(String id) {
		return (TileGrid) shown.node(id);
	}

	private void click(TileGrid grid, int item) {
		WaitForAsyncUtils.waitForFxEvents();
		shown.clickOn(Shown.look(() -> grid.localToScreen(grid.middle(item))));
	}

	private boolean planned(ChannelGroup group, int unit) {
		return Shown.look(() -> shown.edit().cuts().isRemoved(group, unit));
	}

	private @Nullable Integer unit() {
		return Shown.look(() -> shown.bench.selection().unit().get());
	}

	private Seeing seeing() {
		return shown.bench.seeing();
	}

	@Test
	void chosenFiltersAreEnlarged() {
		filters(Shown.EXAMPLE, "layer2.0.conv1");
		click(grid("#kernels"), 3);
		shown.until("the filter", () -> enlarged("#channel-card").equals(List.of(96)));
		shown.clickOn("#view-similarity");
		shown.until("the pairs", () -> !list().getItems().isEmpty());
		Shown.look(() -> {
			list().getSelectionModel().select(0);
			return true;
		});
		// 16 kernels of 3 x 3 in a square, with gaps between
		shown.until("both filters", () -> enlarged("#pair-card").equals(List.of(90, 90)));
	}

	private ListView<?> list() {
		return (ListView<?>) shown.window.scene().lookup("#alike-pairs");
	}

	/** Widths of the pictures that are there. */
	private List<Integer> enlarged(String card) {
		return shown.window.scene().lookup(card).lookupAll(".image-view").stream().map(n -> ((ImageView) n).getImage())
				.filter(Objects::nonNull).map(image -> (int) image.getWidth()).toList();
	}

	@Test
	void clickTakesAFilterIntoThePlanAndUndoTakesItOut() throws Exception {
		ChannelGroup group = filters(Classifiers.ofShapes(folder), "layer1.0.conv1");
		TileGrid kernels = grid("#kernels");
		assertThat(kernels.items()).isEqualTo(IntStream.range(0, group.units()).toArray());
		click(kernels, 3);
		assertThat(planned(group, 3)).isTrue();
		assertThat(shown.kept(group)).isEqualTo(group.units() - 1);
		assertThat(unit()).isEqualTo(3);
		assertThat(shown.text("#channel-title")).startsWith("Channel 3, importance ");
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(planned(group, 3)).isFalse();
		shown.press(KeyCode.SHIFT);
		click(kernels, 5);
		shown.release(KeyCode.SHIFT);
		assertThat(unit()).isEqualTo(5);
		assertThat(planned(group, 5)).as("only chosen").isFalse();
		shown.clickOn("#channel-keep");
		assertThat(planned(group, 5)).isTrue();
	}

	@Test
	void keysMoveAndToggleAndTheInspectorFollows() throws Exception {
		ChannelGroup group = filters(Classifiers.ofShapes(folder), "layer1.0.conv1");
		TileGrid kernels = grid("#kernels");
		Shown.look(() -> {
			kernels.requestFocus();
			return true;
		});
		shown.push(KeyCode.HOME).push(KeyCode.RIGHT).push(KeyCode.SPACE);
		assertThat(unit()).isEqualTo(1);
		assertThat(planned(group, 1)).isTrue();
		shown.push(KeyCode.SPACE);
		assertThat(planned(group, 1)).isFalse();
		shown.push(KeyCode.END);
		assertThat(unit()).isEqualTo(group.units() - 1);
		shown.push(KeyCode.LEFT);
		@SuppressWarnings("unchecked")
		ListView<Integer> units = (ListView<Integer>) shown.node("#units");
		assertThat(Shown.look(() -> units.getSelectionModel().getSelectedItem())).isEqualTo(group.units() - 2);
		shown.clickOn(shown.at(units, 0.3, 0.3)).type(KeyCode.DOWN);
		Integer listed = Shown.look(() -> units.getSelectionModel().getSelectedItem());
		assertThat(unit()).isEqualTo(listed);
		assertThat(Shown.look(() -> kernels.selected().get())).isEqualTo(listed);
	}

	@Test
	void importanceOrdersFromTheLeastOn() throws Exception {
		ChannelGroup group = filters(Classifiers.ofShapes(folder), "layer2.0.conv1");
		double[] scores = Shown.look(() -> shown.edit().scoresOf(group));
		ComboBox<?> order = (ComboBox<?>) shown.node("#filter-order");
		Shown.look(() -> {
			order.getSelectionModel().select(1);
			return true;
		});
		assertThat(Arrays.stream(grid("#kernels").items()).boxed().toList()).hasSize(group.units())
				.isSortedAccordingTo(Comparator.comparingDouble(u -> scores[u]));
	}

	@Test
	void mapsAreWhatTheNetworkComputesOfTheImage() throws Exception {
		ChannelGroup group = filters(Classifiers.ofShapes(folder), "layer2.0.conv1");
		shown.clickOn("#view-maps");
		assertMaps(group, 0);
		shown.clickOn("#image-next");
		assertMaps(group, 1);
		click(grid("#sample"), 6);
		assertMaps(group, 6);
		assertThat(shown.text("#image-name")).endsWith("7 of 512");
		assertThat(grid("#maps").items()).hasSize(group.units());
		click(grid("#maps"), 2);
		assertThat(planned(group, 2)).isTrue();
	}

	private void assertMaps(ChannelGroup group, int image) throws Exception {
		shown.until("the maps of image " + image,
				() -> seeing().maps().get() != null && seeing().maps().get().image() == image);
		Seeing.Maps maps = Objects.requireNonNull(Shown.look(() -> seeing().maps().get()));
		Images images = Objects.requireNonNull(Shown.look(() -> shown.bench.images().get()));
		Preprocessing preprocessing = images.preprocessing();
		float[] numbers = new float[preprocessing.numbers()];
		preprocessing.write(preprocessing.fit(images.sample().read(image)), numbers, 0);
		try (Runner runner = Runner.of(shown.edit().piece().graph(), List.of(maps.at().value()))) {
			Value value = Objects.requireNonNull(
					runner.run(Map.of("input", Value.floats(preprocessing.shape(1), numbers))).get(maps.at().value()));
			assertThat(maps.of().units()).isEqualTo(group.units());
			assertThat(maps.of().values()).containsExactly(value.toFloats(), within(1e-3f));
		}
	}

	@Test
	void bestImagesOfTheChannelChosenAreShown() throws Exception {
		filters(Classifiers.ofShapes(folder), "layer1.0.conv1");
		click(grid("#kernels"), 4);
		shown.clickOn("#find-best");
		shown.untilLong("the images", () -> seeing().best().get() != null);
		BestImages best = Objects.requireNonNull(Shown.look(() -> seeing().best().get())).of();
		assertThat(best.images()).isEqualTo(512);
		assertThat(grid("#best").items()).hasSize(Seeing.BEST);
		click(grid("#best"), 0);
		assertThat(Shown.look(() -> seeing().image().get())).isEqualTo(best.byMean().get(4).getFirst().image());
		Shown.look(() -> {
			shown.bench.selection().select(shown.group("layer2.0.conv1"));
			return true;
		});
		assertThat(Shown.look(() -> seeing().best().get())).as("of another layer").isNull();
		Shown.look(() -> {
			shown.bench.selection().select(shown.group("layer1.0.conv1"));
			return true;
		});
		assertThat(Shown.look(() -> Objects.requireNonNull(seeing().best().get()).of())).as("remembered")
				.isSameAs(best);
	}

	@Test
	void similarityShowsThePairThatIsPointedAt() throws Exception {
		ChannelGroup group = filters(Classifiers.ofShapes(folder), "layer2.0.conv1");
		shown.clickOn("#view-similarity");
		shown.until("the comparison", () -> seeing().alike().get() != null);
		Seeing.Alike alike = Objects.requireNonNull(Shown.look(() -> seeing().alike().get()));
		Similarity own = Similarity.of(Kernels.makers(group).getFirst(), group.units(), () -> false);
		assertThat(alike.of().cosines()).isEqualTo(own.cosines());
		Node matrix = shown.node("#redundancy");
		WaitForAsyncUtils.waitForFxEvents();
		Bounds bounds = Shown.look(() -> matrix.localToScreen(matrix.getLayoutBounds()));
		RedundancyFigure figure = new RedundancyFigure("layer", alike.of(), alike.tree(), new java.util.BitSet());
		java.awt.image.BufferedImage paper = new java.awt.image.BufferedImage((int) bounds.getWidth(),
				(int) bounds.getHeight(), java.awt.image.BufferedImage.TYPE_INT_RGB);
		Point2D place = figure.draw(paper.createGraphics(),
				new java.awt.geom.Rectangle2D.Double(0, 0, bounds.getWidth(), bounds.getHeight()),
				espalier.report.Ink.LIGHT).plots().getFirst().at(3.5, 1.5);
		shown.clickOn(new javafx.geometry.Point2D(bounds.getMinX() + place.getX(), bounds.getMinY() + place.getY()));
		int[] order = alike.tree().order();
		RedundancyFigure.Pair pair = new RedundancyFigure.Pair(order[1], order[3]);
		assertThat(shown.text("#pair-over")).isEqualTo(figure.sentence(pair));
		assertThat(shown.text("#pair-title")).isEqualTo("Cosine " + figure.number(pair));
		@SuppressWarnings("unchecked")
		ListView<Object> pairs = (ListView<Object>) shown.node("#alike-pairs");
		assertThat(Shown.look(() -> pairs.getItems().size())).isEqualTo(group.units() * (group.units() - 1) / 2);
		shown.clickOn(shown.at(pairs, 0.3, 0.1));
		double highest = -1;
		for (int a = 0; a < group.units(); a++)
			for (int b = 0; b < a; b++)
				highest = Math.max(highest, own.at(a, b));
		assertThat(shown.text("#pair-title")).isEqualTo(String.format(java.util.Locale.ROOT, "Cosine %.3f", highest));
	}

	@Test
	void linearLayersHaveRowsAndSingleNumbers() throws Exception {
		ChannelGroup group = filters(Classifiers.linear(folder), "fc1");
		click(grid("#kernels"), 7);
		assertThat(planned(group, 7)).isTrue();
		shown.clickOn("#view-maps");
		shown.until("the maps", () -> seeing().maps().get() != null);
		FeatureMaps maps = Objects.requireNonNull(Shown.look(() -> seeing().maps().get())).of();
		assertThat(List.of(maps.units(), maps.height(), maps.width())).containsExactly(24, 1, 1);
		assertThat(grid("#maps").items()).hasSize(24);
	}

	@Test
	void itSaysWhatToDo() throws Exception {
		filters(Classifiers.withoutImages(folder), "layer1.0.conv1");
		shown.clickOn("#view-maps");
		assertThat(shown.text("#maps-empty")).startsWith("Choose images on the Data tab");
		Shown.look(() -> {
			shown.bench.selection().clear();
			return true;
		});
		assertThat(shown.text("#filters-empty")).startsWith("Choose a group");
		Shown.look(() -> {
			shown.bench.selection().select(shown.group("conv1.in"));
			return true;
		});
		assertThat(shown.text("#filters-empty")).startsWith("No layer makes these channels");
		ChannelGroup pinned = shown.group("fc");
		Shown.look(() -> {
			shown.bench.selection().select(pinned);
			return true;
		});
		shown.clickOn("#view-kernels");
		click(grid("#kernels"), 1);
		assertThat(planned(pinned, 1)).as("a pinned one stays").isFalse();
	}
}
