package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.graph.RefusedException;
import espalier.reconstruct.LayerFit;

/** A method's run as curves, as a stream of widths and as ridges of scales. */
class RunFiguresTest {
	private static final List<Phase> PHASES = List.of(new Phase("Soft pruning", 0, 2),
			new Phase("Cut of what is zero", 2, 2), new Phase("Fine-tuning", 2, 4));

	private static WidthStream.Band band(String group, Integer... widths) {
		return new WidthStream.Band(group, List.of(widths), Color.BLUE, Color.CYAN);
	}

	@Test
	void bandsAreAsHighAsTheirGroupsHaveChannelsAroundTheMiddle() {
		WidthStream stream = new WidthStream("SFP", 4, List.of(0.0, 1.0, 2.0),
				List.of(band("a", 30, 15, 15), band("b", 10, 10, 5)), PHASES);
		Rectangle2D area = Made.area(stream, 600);
		Marks marks = Made.drawn(stream, area, Ink.LIGHT);
		Rectangle2D plot = marks.plots().getFirst().area();
		List<Rectangle2D> pieces = marks.marks().stream().filter(m -> m.what() instanceof WidthStream.Band)
				.map(m -> m.shape().getBounds2D()).toList();
		assertThat(pieces).hasSize(4);
		// both together fill the plot at first: 40 channels
		double unit = plot.getHeight() / 40;
		assertThat(pieces.get(0).getMinY()).isCloseTo(plot.getMinY(), within(1e-6));
		assertThat(pieces.get(0).getMaxY()).isCloseTo(plot.getMinY() + 30 * unit, within(1e-6));
		assertThat(pieces.get(1).getHeight()).as("15 channels, moved up by the half of what b lost")
				.isCloseTo(17.5 * unit, within(1e-6));
		assertThat(pieces.get(3).getMaxY()).isCloseTo(plot.getCenterY() + 12.5 * unit, within(1e-6));
		assertThat(pieces.get(1).getMaxX()).isCloseTo(plot.getCenterX(), within(1e-6));
		assertThat(marks.marks()).extracting(Marks.Mark::tip).contains("a: 15 of 30 channels after epoch 1",
				"b: 5 of 10 channels after epoch 2", "Cut of what is zero, after epoch 2");
		assertThat(stream.table().head()).containsExactly("epoch", "a", "b");
		assertThat(stream.table().rows().getLast()).containsExactly(2.0, 15, 5);
		assertThat(marks.marks()).allSatisfy(m -> assertThat(area.contains(m.shape().getBounds2D())).isTrue());
	}

	@Test
	void curvesTellWhatWasMeasuredBehindEachEpoch() {
		RunFigure run = new RunFigure("SFP", 4, List.of(new RunFigure.Loss(0.5, 2), new RunFigure.Loss(1, 1)),
				List.of(new RunFigure.Epoch(1, 1.5, 0.4, 0.5), new RunFigure.Epoch(2, 1.25, 0.5, 0.6)),
				List.of(new RunFigure.Cost(0, 1_000_000), new RunFigure.Cost(1, 500_000)), PHASES);
		assertThat(run.title()).isEqualTo("SFP: accuracy 60.0% and 500 kMACs after epoch 2");
		Marks marks = Made.drawn(run, 900);
		assertThat(marks.plots()).extracting(Marks.Plot::key).containsExactly("Loss", "Accuracy", "MACs");
		assertThat(marks.plots()).allSatisfy(p -> assertThat(p.xHigh()).isEqualTo(4));
		assertThat(marks.marks()).extracting(Marks.Mark::tip).contains("Epoch 2, validation images: 60.0% right",
				"Epoch 1, validation images: loss 1.5000");
		assertThat(run.table().rows()).containsExactly(List.of(1, 1.5, 0.4, 0.5, 500_000L),
				List.of(2, 1.25, 0.5, 0.6, 500_000L));
	}

	@Test
	void errorsOfLayersGoFromTheOldWeightsToTheFittedOnes() {
		LayerErrors errors = new LayerErrors("ThiNet", List.of(
				new LayerFit("/conv1", "conv1", List.of("a"), 10, 100, 4, 2, 1),
				new LayerFit("/conv2", "conv2", List.of("a"), 10, 100, 1, 0.2, 0.1)));
		Rectangle2D area = Made.area(errors, 600);
		Marks marks = Made.drawn(errors, area, Ink.LIGHT);
		assertThat(marks.marks()).extracting(Marks.Mark::tip).containsExactly(
				"conv1 missed 50.0%, and misses 25.0% now", "conv2 missed 20.0%, and misses 10.0% now");
		Marks.Plot plot = marks.plots().getFirst();
		Rectangle2D first = marks.marks().getFirst().shape().getBounds2D();
		assertThat(first.getMinX() + 6).isCloseTo(plot.at(0.25, 0).getX(), within(1e-6));
		assertThat(first.getMaxX() - 6).isCloseTo(plot.at(0.5, 0).getX(), within(1e-6));
		assertThat(errors.table().rows().getLast()).containsExactly("conv2", 10, 100L, 0.2, 0.1);
		assertThat(marks.marks()).allSatisfy(m -> assertThat(area.contains(m.shape().getBounds2D())).isTrue());
		assertThatThrownBy(() -> new LayerErrors("ThiNet", List.of())).isInstanceOf(RefusedException.class);
	}

	@Test
	void ofLongRunsSomeRidgesAreDrawnTheLastAmongThem() {
		List<ScaleRidges.Row> rows = IntStream.rangeClosed(1, 100)
				.mapToObj(e -> new ScaleRidges.Row(e, List.of(0.1, 1.0 / e, 2.0 / e))).toList();
		ScaleRidges ridges = new ScaleRidges("conv1", rows);
		List<ScaleRidges.Row> drawn = Made.drawn(ridges, 600).marks().stream().map(m -> (ScaleRidges.Row) m.what())
				.toList();
		assertThat(drawn).hasSizeBetween(15, 30).isSortedAccordingTo(
				java.util.Comparator.comparing(ScaleRidges.Row::epoch));
		assertThat(drawn.getLast().epoch()).isEqualTo(100);
		assertThat(ridges.table().rows()).hasSize(300);
		assertThat(Made.drawn(new ScaleRidges("flat", List.of(new ScaleRidges.Row(1, List.of(1.0, 1.0)))), 400)
				.marks()).extracting(Marks.Mark::tip)
				.containsExactly("Epoch 1: 2 scales from 1.00 to 1.00, half of them below 1.00");
	}

	@Test
	void nothingIsDrawnOfNothing() {
		assertThatThrownBy(() -> new WidthStream("SFP", 1, List.of(), List.of(), List.of()))
				.isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> new RunFigure("SFP", 1, List.of(), List.of(), List.of(), List.of()))
				.isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> new ScaleRidges("a", List.of())).isInstanceOf(RefusedException.class);
	}
}
