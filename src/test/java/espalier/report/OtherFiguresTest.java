package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import espalier.cost.LayerCost;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.evaluate.Interval;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.importance.Criteria;
import espalier.importance.Scores;
import espalier.runtime.Tracer;
import espalier.session.History;
import espalier.session.Workpiece;
import espalier.onnx.ModelFile;
import espalier.zoo.Nets;

class OtherFiguresTest {
	@TempDir
	Path folder = Path.of("");
	private static final Workpiece PIECE = piece();
	private static final Scores L2 = Scores.of(PIECE.coupling(), Criteria.byId("l2"), Aggregation.DEFAULT);

	private static Workpiece piece() {
		var graph = Nets.resNet("net", 1, 1, 8, 16);
		return Workpiece.of(graph, Tracer.trace(graph));
	}

	/** The lower half of each group. */
	private static Cuts half() {
		Cuts cuts = Cuts.NONE;
		for (ChannelGroup group : PIECE.coupling().prunable()) {
			BitSet units = new BitSet();
			units.set(0, group.units() / 2);
			cuts = cuts.with(group, units);
		}
		return cuts;
	}

	@Test
	void histogramCountsEveryUnitOnceAndPutsTheThresholdBetweenWhatGoesAndWhatStays() {
		ChannelGroup group = PIECE.coupling().prunable().getFirst();
		double[] scores = java.util.Objects.requireNonNull(L2.of(group));
		Integer lowest = null;
		for (int u = 0; u < scores.length; u++)
			lowest = lowest == null || scores[u] < scores[lowest] ? u : lowest;
		BitSet one = new BitSet();
		one.set(java.util.Objects.requireNonNull(lowest));
		ImportanceHistogram figure = ImportanceHistogram.of(group, L2, PIECE.cost(), Cuts.NONE.with(group, one));
		assertThat(figure.threshold()).isGreaterThan(scores[lowest]);
		assertThat(java.util.Arrays.stream(scores).filter(s -> s < figure.threshold()).count()).isEqualTo(1);
		Marks marks = Made.drawn(figure, 900);
		assertThat(marks.marks().stream().flatMap(m -> ((ImportanceHistogram.Bin) m.what()).units().stream()))
				.containsExactlyInAnyOrderElementsOf(
						java.util.stream.IntStream.range(0, scores.length).boxed().toList());
		assertThat(figure.table().rows().get(lowest)).isEqualTo(List.of(lowest, scores[lowest], 1));
		// the whole group but one unit, as the cost model counts it
		BitSet most = new BitSet();
		most.set(0, group.units() - 1);
		assertThat(figure.macs().getLast().share()).isCloseTo(
				1 - PIECE.cost().preview(Cuts.NONE.with(group, most)).macsOf(PIECE.cost().original()), within(1e-12));
		assertThat(figure.macs()).isSortedAccordingTo(java.util.Comparator.comparing(ImportanceHistogram.Step::share));
	}

	@Test
	void equalScoresAreDrawnToo() {
		ImportanceHistogram flat = new ImportanceHistogram("g", "c", List.of(0.0, 0.0, 0.0), new BitSet(), Double.NaN,
				List.of());
		assertThat(Made.drawn(flat, 400).marks()).hasSize(1);
		assertThat(Made.drawn(new ImportanceRidges("c", List.of(new ImportanceRidges.Row("g", List.of(1.0, 1.0))), 2),
				400).marks()).extracting(Marks.Mark::tip)
				.containsExactly("g: 2 units from 1.000 to 1.000, 2 below the threshold");
	}

	@Test
	void ridgesStandInNetworkOrderOverOneAxisOfScores() {
		ImportanceRidges ridges = ImportanceRidges.of(PIECE.coupling(), L2, 0.9);
		assertThat(ridges.rows()).extracting(ImportanceRidges.Row::group)
				.isEqualTo(PIECE.coupling().prunable().stream().map(ChannelGroup::name).toList());
		Rectangle2D area = Made.area(ridges, 900);
		Marks marks = Made.drawn(ridges, area, Ink.LIGHT);
		Marks.Plot plot = marks.plots().getFirst();
		assertThat(plot.values(plot.at(0.9, 0.5)).getX()).isCloseTo(0.9, within(1e-12));
		assertThat(marks.marks()).allSatisfy(m -> assertThat(area.contains(m.shape().getBounds2D())).isTrue());
		assertThat(ridges.table().rows()).hasSize(
				PIECE.coupling().prunable().stream().mapToInt(ChannelGroup::units).sum());
	}

	@Test
	void agreementOfACriterionWithItselfIsOne() {
		Agreement same = Agreement.of(PIECE.coupling(), L2, L2);
		assertThat(same.title()).contains("ρ = 1.000");
		Marks marks = Made.drawn(same, 700);
		assertThat(marks.marks()).hasSameSizeAs(same.points());
		Agreement.Point point = same.points().getFirst();
		Point2D at = marks.plots().getFirst().at(point.x(), point.y());
		assertThat(marks.marks().getFirst().shape().contains(at)).isTrue();
		assertThat(new Agreement("a", "b", same.points(), -0.25).title()).contains("ρ = −0.250");
	}

	@Test
	void spendingAddsUpToTheCostModelsCounts() {
		Cuts cuts = half();
		for (Spending.Kind kind : new Spending.Kind[]{Spending.Kind.MACS, Spending.Kind.PARAMETERS}) {
			Spending spending = Spending.of(kind, PIECE.cost(), cuts);
			boolean macs = kind == Spending.Kind.MACS;
			long before = PIECE.cost().layers(Cuts.NONE).stream()
					.mapToLong(macs ? LayerCost::macs : LayerCost::parameters).sum();
			long after = PIECE.cost().layers(cuts).stream().mapToLong(macs ? LayerCost::macs : LayerCost::parameters)
					.sum();
			assertThat(spending.whole().before()).isEqualTo(before);
			assertThat(spending.whole().after()).isEqualTo(after).isLessThan(before);
			assertThat(spending.table().rows()).allSatisfy(r -> assertThat(r.get(1)).isInstanceOf(Long.class));
		}
	}

	@Test
	void theTreemapGivesEachLayerItsShareOfRoomAndNoTwoOverlap() {
		Spending spending = Spending.of(Spending.Kind.MACS, PIECE.cost(), half());
		CostMap map = new CostMap(spending);
		Rectangle2D area = Made.area(map, 900);
		List<Marks.Mark> marks = Made.drawn(map, area, Ink.LIGHT).marks();
		assertThat(marks).hasSize((int) spending.layers().stream().filter(l -> l.before() > 0).count());
		for (int i = 0; i < marks.size(); i++) {
			Rectangle2D tile = marks.get(i).shape().getBounds2D();
			assertThat(tile.getWidth()).isPositive();
			assertThat(area.createUnion(tile)).as("no part of %s is outside", tile).matches(
					r -> r.getWidth() - area.getWidth() < 1e-6 && r.getHeight() - area.getHeight() < 1e-6);
			for (int k = 0; k < i; k++)
				assertThat(tile.createIntersection(marks.get(k).shape().getBounds2D()))
						.matches(r -> r.getWidth() < 1e-6 || r.getHeight() < 1e-6);
		}
	}

	@Test
	void barsTellOfEachLayer() {
		SequencedMap<Node, Double> before = new LinkedHashMap<>();
		SequencedMap<Node, Double> after = new LinkedHashMap<>();
		before.put(node("/a/conv/Conv"), 2.0);
		before.put(node("/b/conv/Conv"), 1.0);
		after.put(node("/a/conv/Conv"), 0.5);
		after.put(node("/new/Conv"), 0.25);
		Spending times = Spending.times(before, after);
		assertThat(times.table().rows()).containsExactly(List.of("a.conv", 2.0, 0.5), List.of("b.conv", 1.0, 0.0),
				List.of("new", 0.0, 0.25));
		assertThat(Made.drawn(new CostBars(times), 700).marks()).extracting(Marks.Mark::tip).containsExactly(
				"a.conv: 2.000 ms → 0.500 ms (−75.0%), 66.7% of the network",
				"b.conv: 1.000 ms → 0.000 ms (−100.0%), 33.3% of the network",
				"new: 0.000 ms → 0.250 ms (new), 0.0% of the network");
		assertThatThrownBy(() -> new CostMap(new Spending(Spending.Kind.MACS, List.of())))
				.isInstanceOf(RefusedException.class);
	}

	private static Node node(String name) {
		return new Node(name, "", "Conv", List.of(), List.of("y" + name), java.util.Map.of(), null);
	}

	@Test
	void squaresFillTheirRoomInProportion() {
		Rectangle2D room = new Rectangle2D.Double(3, 4, 6, 4);
		List<Rectangle2D> parts = Squares.of(new double[]{6, 6, 4, 3, 2, 2, 1}, room);
		// the areas of the paper's own example, in a room of the same 24
		assertThat(parts).extracting(r -> r.getWidth() * r.getHeight()).usingComparatorForType(
				(a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b), Double.class)
				.containsExactly(6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0);
		assertThat(parts.getFirst().getWidth()).isCloseTo(3, within(1e-9));
		assertThat(parts.getFirst().getHeight()).isCloseTo(2, within(1e-9));
	}

	@Test
	void densityIsOneInAllAndAsSilvermanHasIt() {
		double[] values = {1, 2, 3, 4, 5, 6, 7, 8};
		Density density = new Density(values);
		// quartiles 2.75 and 6.25 apart by 3.5, over 1.34 is 2.612; the deviation, 2.449, is less
		assertThat(density.bandwidth()).isCloseTo(0.9 * Math.sqrt(6) * Math.pow(8, -0.2), within(1e-12));
		double sum = 0;
		for (double x = -20; x < 30; x += 0.01)
			sum += density.at(x) * 0.01;
		assertThat(sum).isCloseTo(1, within(1e-3));
		assertThat(new Density(new double[]{2, 2}).bandwidth()).isZero();
	}

	@Test
	void theColourScaleBecomesLighterAllTheWayAndTextOnItIsReadable() {
		double last = -1;
		for (int i = 0; i <= 100; i++) {
			double light = ColorScale.luminance(ColorScale.at(i / 100.0));
			assertThat(light).isGreaterThan(last);
			last = light;
			double text = ColorScale.luminance(ColorScale.readable(ColorScale.at(i / 100.0)));
			assertThat((Math.max(text, light) + 0.05) / (Math.min(text, light) + 0.05)).isGreaterThan(4.5);
		}
	}

	@Test
	void theFirstSeriesAndTheTextAreSeenOnEveryPaper() {
		for (Ink ink : new Ink[]{Ink.LIGHT, Ink.DARK, Letters.INK}) {
			for (int i = 0; i < 3; i++)
				assertThat(contrast(ink.series(i), ink.paper())).isGreaterThan(3);
			assertThat(contrast(ink.series(1), ink.paper())).isGreaterThan(4.5);
			assertThat(contrast(ink.caption(), ink.paper())).isGreaterThan(4.5);
		}
	}

	private static double contrast(java.awt.Color a, java.awt.Color b) {
		double first = ColorScale.luminance(a);
		double second = ColorScale.luminance(b);
		return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
	}

	@Test
	void versionsThatAreNotMeasuredArePassedOverInTheTradeOff() {
		History history = new History(new ModelFile(java.nio.file.Path.of("m.onnx"), PIECE.graph(), "00", 1), PIECE);
		history.measured(history.current(), evaluation(90));
		history.commit("cut", half());
		var second = history.commit("cut more", Cuts.NONE.with(history.current().piece().coupling().prunable()
				.getFirst(), BitSet.valueOf(new long[]{1})));
		history.measured(second, evaluation(70));
		TradeOff figure = TradeOff.of(history.versions(), history.current());
		assertThat(figure.dots()).extracting(TradeOff.Dot::title).containsExactly("Original", "cut more");
		assertThat(figure.dots().getLast().parent()).isZero();
		assertThat(figure.dots().getFirst().macs()).isEqualTo(1);
		Rectangle2D area = Made.area(figure, 800);
		Marks marks = Made.drawn(figure, area, Ink.LIGHT);
		assertThat(marks.marks().getFirst().tip())
				.isEqualTo("Original: 100% of MACs, accuracy 90.0% (82.6–94.5), 100 images");
		assertThat(area.contains(marks.marks().getLast().shape().getBounds2D())).isTrue();
		assertThat(figure.table().rows().getLast().subList(4, 8)).isEqualTo(List.of(0.7,
				Interval.of(70, 100).low(), Interval.of(70, 100).high(), 100));
	}

	private static espalier.evaluate.Evaluation evaluation(int hits) {
		return new espalier.evaluate.Evaluation(100, hits, 100, 1, new int[][]{{100}}, List.of("a"), "hash", "");
	}

	@Test
	void numbersOfAxesHaveTheDecimalsOfTheirStep() throws IOException {
		assertThat(numbers(0.96, 1.06)).contains("0.98", "1.00", "1.02");
		assertThat(numbers(2e-7, 9e-7)).as("tiny ones are told apart").doesNotHaveDuplicates().contains("4E−7");
		assertThat(numbers(0, 400)).contains("0", "100", "200");
	}

	/** As they are written in an SVG. */
	private List<String> numbers(double low, double high) throws IOException {
		Path svg = folder.resolve("axis.svg");
		Format.SVG.write(new ImportanceHistogram("g", "c", List.of(low, high), new BitSet(), Double.NaN, List.of()),
				svg);
		return Pattern.compile(">([-−0-9.E]+)<").matcher(Files.readString(svg)).results().map(r -> r.group(1)).toList();
	}

	@Test
	void rowsThatScrollAreALineHigh() {
		for (Figure figure : List.of(ImportanceRidges.of(PIECE.coupling(), L2, 0.9),
				new CostBars(Spending.of(Spending.Kind.MACS, PIECE.cost(), Cuts.NONE)))) {
			double least = figure.least(900);
			Marks marks = Made.drawn(figure, new Rectangle2D.Double(0, 0, 900, least), Ink.LIGHT);
			assertThat(marks.marks()).allSatisfy(
					m -> assertThat(m.shape().getBounds2D().getHeight()).isGreaterThanOrEqualTo(11.999));
		}
	}

	@Test
	void marksOfAnEnlargedFigureLieWhereItIsSeen() {
		Marks.Plot plot = new Marks.Plot("p", new Rectangle2D.Double(10, 20, 100, 50), 0, 1, 0, 1);
		Marks large = new Marks(List.of(new Marks.Mark(new Rectangle2D.Double(10, 20, 5, 5), "tip", "what")),
				List.of(plot)).scaled(2);
		assertThat(large.marks().getFirst().shape().getBounds2D()).isEqualTo(new Rectangle2D.Double(20, 40, 10, 10));
		assertThat(large.plots().getFirst().at(0.5, 0.5)).isEqualTo(new Point2D.Double(120, 90));
		assertThat(large.at(new Point2D.Double(29, 49))).isNotNull();
	}
}
