package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Point2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

import javafx.scene.control.ComboBox;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.allocate.Allocators;
import espalier.allocate.BySensitivity;
import espalier.allocate.Request;
import espalier.app.chart.FigureView;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.report.Agreement;
import espalier.report.CostBars;
import espalier.report.CostMap;
import espalier.report.Figure;
import espalier.report.ImportanceHistogram;
import espalier.report.ImportanceRidges;
import espalier.report.Marks;
import espalier.report.SensitivityCurves;
import espalier.report.Spending;
import espalier.session.Workpiece;

/** Charts are looked at, dragged in, pointed at and saved. */
class ChartsWalkTest {
	@TempDir
	Path folder = Path.of("");
	private Shown shown;

	@BeforeEach
	void show() throws TimeoutException {
		shown = Shown.with(Shown.EXAMPLE, folder);
		shown.turnTo("Charts");
	}

	@AfterEach
	void close() {
		shown.close();
	}

	@Test
	void aThresholdAcrossAllLayersIsDragged() {
		shown.clickOn("Importance");
		untilDrawn(ImportanceRidges.class);
		Marks.Plot plot = view().marks().plots().getFirst();
		double threshold = plot.xLow() + 0.4 * (plot.xHigh() - plot.xLow());
		drag(plot, plot.xLow() + 0.1 * (plot.xHigh() - plot.xLow()), threshold, true);
		Cuts cuts = Shown.look(() -> shown.edit().cuts());
		int gone = 0;
		for (ChannelGroup group : Shown.look(() -> shown.edit().compared())) {
			double[] scores = Shown.look(() -> shown.edit().scoresOf(group));
			for (int unit = 0; unit < scores.length; unit++) {
				// a pixel is coarser than scores may lie apart
				if (scores[unit] < threshold - 0.01 && cuts.kept(group) > 1)
					assertThat(cuts.isRemoved(group, unit)).isTrue();
				if (scores[unit] > threshold + 0.01)
					assertThat(cuts.isRemoved(group, unit)).isFalse();
			}
			gone += cuts.count(group);
		}
		assertThat(gone).isPositive();
		shown.until("the line where it was let go", () -> view().figure() instanceof ImportanceRidges ridges
				&& Math.abs(ridges.threshold() - threshold) < 0.05);

		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).as("one gesture is one step").isTrue();

		drag(plot, plot.xLow() + 0.1 * (plot.xHigh() - plot.xLow()), threshold, false);
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).as("Esc gives a drag up").isTrue();
	}

	@Test
	void undoWaitsForTheEndOfADrag() {
		ChannelGroup group = shown.group("layer1.0.conv1");
		shown.pull(shown.fader(group), 0.99, 0.5);
		Cuts first = Shown.look(() -> shown.edit().cuts());
		shown.clickOn("Importance");
		untilDrawn(ImportanceRidges.class);
		Marks.Plot plot = view().marks().plots().getFirst();
		Point2D start = new Point2D.Double(plot.at(plot.xLow(), 0).getX() + 20, Shown.look(view()::getHeight) / 2);
		shown.drag(place(start), MouseButton.PRIMARY);
		shown.moveTo(place(new Point2D.Double(start.getX() + 300, start.getY())));
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		shown.moveTo(place(new Point2D.Double(start.getX() + 400, start.getY()))).drop();
		assertThat(Shown.look(() -> shown.edit().cuts())).isNotEqualTo(first);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.edit().cuts())).as("before the drag").isEqualTo(first);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).as("before the fader").isTrue();
	}

	@Test
	void lockedGroupSaysWhyItIsNotDragged() {
		ChannelGroup group = shown.group("layer3.1.conv1");
		Shown.look(() -> {
			shown.bench.selection().select(group);
			shown.edit().lock(List.of(group), true);
			return true;
		});
		shown.clickOn("Importance");
		choose("#importance-of", 1);
		untilDrawn(ImportanceHistogram.class);
		Marks.Plot plot = view().marks().plots().getFirst();
		drag(plot, plot.xLow(), (plot.xLow() + plot.xHigh()) / 2, true);
		assertThat(shown.kept(group)).isEqualTo(group.units());
		assertThat(Shown.look(() -> shown.bench.message().get()))
				.isEqualTo("layer3.1.conv1 is locked: unlock it to cut it");
	}

	@Test
	void aClickLeadsToAGroupAndEachChartBeginsAtItsTop() {
		shown.clickOn("Importance");
		untilDrawn(ImportanceRidges.class);
		Marks.Mark row = view().marks().marks().get(3);
		shown.clickOn(place(middle(row)));
		assertThat(shown.selected()).as("a ridge")
				.containsExactly(shown.group(((ImportanceRidges.Row) row.what()).group()));
		assertThat(Shown.look(() -> shown.edit().canUndo())).as("a click drags nothing").isFalse();
		shown.push(KeyCode.END);
		shown.until("the end of the ridges", () -> view().scrolled() > 0);

		shown.clickOn(Shown.look(() -> shown.node("#chart-kinds").lookupAll(".toggle-button").stream()
				.filter(n -> ((ToggleButton) n).getText().equals("Cost")).findFirst().orElseThrow()));
		untilDrawn(CostBars.class);
		assertThat(view().scrolled()).isZero();
		Marks.Mark bar = view().marks().marks().get(1);
		assertThat(((Spending.Layer) bar.what()).name()).isEqualTo("layer1.0.conv1");
		shown.clickOn(place(middle(bar)));
		assertThat(shown.selected()).as("a bar").containsExactly(shown.group("layer1.0.conv1"));
	}

	private static Point2D middle(Marks.Mark mark) {
		return new Point2D.Double(mark.shape().getBounds2D().getCenterX(), mark.shape().getBounds2D().getCenterY());
	}

	@Test
	void oneGroupsHistogramMovesItsThreshold() {
		ChannelGroup group = shown.group("layer3.1.conv1");
		Shown.look(() -> {
			shown.bench.selection().select(group);
			return true;
		});
		shown.clickOn("Importance");
		choose("#importance-of", 1);
		untilDrawn(ImportanceHistogram.class);
		Marks.Plot plot = view().marks().plots().getFirst();
		drag(plot, plot.xLow(), (plot.xLow() + plot.xHigh()) / 2, true);
		assertThat(shown.kept(group)).isBetween(1, group.units() - 1);
		assertThat(Shown.look(() -> shown.edit().cuts().groups())).containsExactly(group);
	}

	@Test
	void curvesAreDraggedInAndAllocatedBy() {
		shown.until("the images", () -> shown.bench.images().get() != null);
		useAllocator("sensitivity");
		shown.pull(shown.node("#target"), 0.99, 0.6);
		assertThat(Shown.look(() -> shown.edit().shortfall().get())).contains("Measure the sensitivity first");
		assertThat(Shown.look(() -> shown.edit().cuts().isEmpty())).isTrue();

		Shown.look(() -> {
			shown.bench.sweeping().start(Sensitivity.Metric.ACCURACY, 20, List.of(0.25, 0.5, 0.75));
			return true;
		});
		shown.untilLong("the curves", () -> !shown.bench.sweeping().busy().get());
		shown.until("the plan", () -> !shown.bench.thinking().getValue() && !shown.edit().cuts().isEmpty());
		Sensitivity curves = Objects.requireNonNull(Shown.look(() -> shown.bench.sweeping().shown().get()));
		Draft draft = Shown.look(() -> shown.edit().draft().get());
		Workpiece piece = shown.edit().piece();
		assertThat(draft.cuts()).isEqualTo(new BySensitivity().allocate(Request.of(piece.coupling(), piece.cost(),
				Shown.look(() -> shown.edit().scores().get()), draft.target().budget()).with(curves)).cuts());

		shown.clickOn("Sensitivity");
		untilDrawn(SensitivityCurves.class);
		Marks.Plot plot = view().marks().plots().getFirst();
		ChannelGroup group = shown.group(plot.key());
		shown.drag(place(plot.at(0.1, plot.yHigh())), MouseButton.PRIMARY);
		shown.moveTo(place(plot.at(0.3, plot.yHigh()))).moveTo(place(plot.at(0.5, plot.yHigh())));
		shown.drop();
		assertThat(shown.kept(group)).isBetween(group.units() / 2 - 1, group.units() / 2 + 1);
		assertThat(Shown.look(() -> shown.edit().draft().get().manual())).contains(group);
		shown.push(KeyCode.CONTROL, KeyCode.Z);
		assertThat(Shown.look(() -> shown.edit().cuts())).isEqualTo(draft.cuts());
	}

	private void useAllocator(String id) {
		Shown.look(() -> {
			PlanEdit edit = shown.edit();
			edit.use(edit.draft().get().method().with(Allocators.byId(id)));
			return true;
		});
	}

	@Test
	void costFollowsThePlanAndIsSaved() throws Exception {
		shown.clickOn("Cost");
		untilDrawn(CostBars.class);
		String before = Shown.look(() -> view().figure()).title();
		ChannelGroup group = shown.group("layer2.0.conv1");
		shown.pull(shown.fader(group), 0.95, 0.4);
		shown.until("the bars", () -> !figure().title().equals(before));
		CostBars bars = (CostBars) figure();
		assertThat(Math.round(bars.spending().whole().after()))
				.isEqualTo(Objects.requireNonNull(Shown.look(() -> shown.bench.preview())).macs());

		Path csv = folder.resolve("cost.csv");
		Path svg = folder.resolve("cost.svg");
		shown.answers.addAll(List.of(csv, svg));
		shown.clickOn("#chart-save").clickOn("Numbers (CSV)…");
		shown.until("the numbers", () -> Files.exists(csv));
		assertThat(Files.readAllLines(csv)).hasSize(1 + bars.table().rows().size()).first().asString()
				.contains("layer");
		choose("#cost-form", 1);
		untilDrawn(CostMap.class);
		shown.clickOn("#chart-save").clickOn("Drawing (SVG)…");
		shown.until("the drawing", () -> Files.exists(svg));
		assertThat(Files.readString(svg)).contains("<svg").contains("layer2");
	}

	@Test
	void criteriaAreComparedAndDotsLeadToTheirGroup() {
		shown.clickOn("Agreement");
		untilDrawn(Agreement.class);
		Agreement all = (Agreement) figure();
		assertThat(all.spearman()).isBetween(-1.0, 1.0);
		Marks.Mark dot = view().marks().marks().stream()
				.filter(m -> m.shape().getBounds2D().getMaxY() < Shown.look(() -> view().getHeight())).findFirst()
				.orElseThrow();
		// the pointer is at whole pixels
		Point2D middle = new Point2D.Double(Math.rint(middle(dot).getX()), Math.rint(middle(dot).getY()));
		Marks.Mark topmost = Objects.requireNonNull(view().marks().at(middle));
		shown.clickOn(place(middle));
		assertThat(shown.selected()).containsExactly(shown.group(((Agreement.Point) topmost.what()).group()));
		shown.until("its dots alone",
				() -> figure() instanceof Agreement one && one.points().size() < all.points().size());
	}

	@Test
	void whatIsMissingSaysWhatToDo() throws IOException {
		shown.open(Files.copy(Shown.EXAMPLE, folder.resolve("alone.onnx")));
		shown.clickOn("Trade-off");
		shown.until("a sentence", () -> shown.texts("#charts .muted").stream()
				.anyMatch(t -> t.contains("Choose images on the Data tab")));
	}

	private FigureView view() {
		return (FigureView) shown.node("#charts .figure-view");
	}

	private Figure figure() {
		return Objects.requireNonNull(view().figure());
	}

	/** Waits for the picture, too. */
	private void untilDrawn(Class<? extends Figure> kind) {
		shown.until("a figure: " + kind.getSimpleName(),
				() -> view().drawn() != null && kind.isInstance(view().drawn()));
	}

	private void choose(String box, int index) {
		Shown.look(() -> {
			((ComboBox<?>) shown.node(box)).getSelectionModel().select(index);
			return true;
		});
	}

	private javafx.geometry.Point2D place(Point2D at) {
		return Shown.look(() -> view().localToScreen(at.getX(), at.getY() - view().scrolled()));
	}

	private void drag(Marks.Plot plot, double from, double to, boolean kept) {
		double y = (plot.yLow() + plot.yHigh()) / 2;
		double middle = view().scrolled() + Shown.look(() -> view().getHeight()) / 2;
		Point2D start = new Point2D.Double(plot.at(from, y).getX(), middle);
		shown.drag(place(start), MouseButton.PRIMARY);
		for (int step = 1; step <= 4; step++)
			shown.moveTo(place(new Point2D.Double(plot.at(from + (to - from) * step / 4, y).getX(), middle)));
		if (!kept)
			shown.push(KeyCode.ESCAPE);
		shown.drop();
	}
}
