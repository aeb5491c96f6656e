package espalier.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.cost.CostModel;
import espalier.cost.Small;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.importance.Aggregation;
import espalier.importance.BatchNormGamma;
import espalier.importance.Criterion;
import espalier.importance.L2;
import espalier.importance.RandomScore;
import espalier.importance.Scores;

class AllocatorsTest {
	@Test
	void slimmingRemovesTheSmallestScalesOverall() {
		// gamma .9 .05 .4 .1 and .02 .3 .8: of seven, the two smallest
		Request request = request(slim(), new BatchNormGamma(), new Budget.Ratio(0.4));
		Allocation allocation = new Global(Global.Scale.NONE).allocate(request);
		assertThat(allocation.cuts().removed(request.free().get(0))).isEqualTo(units(1));
		assertThat(allocation.cuts().removed(request.free().get(1))).isEqualTo(units(0));
		assertThat(allocation.shortfall()).isNull();
	}

	@Test
	void softFilterPruningRemovesTheSmallestOfEachLayer() {
		// the reference's filters: norms 2.236, .707, 3, 1
		assertThat(Manual.lowest(new double[]{2.236068, 0.707107, 3, 1}, 2)).isEqualTo(units(1, 3));
		assertThat(Manual.lowest(new double[]{1, 0, 0, 0}, 2)).as("ties by index").isEqualTo(units(1, 2));
		assertThat(Manual.below(new double[]{2, 1, 3, 0}, 2.5, new Limit(4, 2, 1))).isEqualTo(units(1, 3));
	}

	@Test
	void uniformTakesTheWholePartOfTheRatioFromEveryGroup() {
		Request request = request(slim(), new L2(), new Budget.Ratio(0.5));
		Allocation allocation = new Uniform().allocate(request);
		assertThat(request.free()).extracting(allocation.cuts()::count).containsExactly(2, 1);
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void meetsEveryBudgetOfADeepNetwork(Allocator allocator) {
		Coupling coupling = deep(12, 48);
		for (double kept : new double[]{0.9, 0.75, 0.5, 0.31, 0.1})
			for (Budget budget : List.of(new Budget.Macs(kept), new Budget.Parameters(kept),
					new Budget.Latency(kept, timed(coupling)))) {
				Request request = request(coupling, new L2(), budget);
				Allocation allocation = allocator.allocate(request);
				// time goes with the widths and not with their squares, and curves end at nine tenths
				if (budget instanceof Budget.Latency && kept < 0.3)
					continue;
				assertThat(allocation.shortfall()).isNull();
				assertThat(allocation.cost()).isEqualTo(request.cost().preview(allocation.cuts()));
				assertThat(request.share(allocation.cuts())).isBetween(kept * 0.995,
						kept * 1.005);
				assertThat(allocator.allocate(request).cuts()).isEqualTo(allocation.cuts());
			}
	}

	/** Every node of so many milliseconds as its name is long. */
	private static LatencyEstimate timed(Coupling coupling) {
		Map<String, Double> times = new java.util.HashMap<>();
		coupling.graph().nodes().forEach(n -> times.put(n.name(), (double) n.name().length()));
		return LatencyEstimate.of(coupling, CostModel.of(coupling), times);
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void respectsMinimumRoundingAndWhatIsFixed(Allocator allocator) {
		Coupling coupling = deep(6, 40);
		CostModel cost = CostModel.of(coupling);
		List<ChannelGroup> groups = coupling.prunable();
		Cuts manual = Cuts.NONE.with(groups.get(1), units(3, 5, 7));
		Request request = new Request(coupling, cost, Scores.of(coupling, new RandomScore(3), Aggregation.DEFAULT),
				new Budget.Macs(0.5), manual, Set.of(groups.get(2)), 12, 8, curves(coupling));
		Cuts cuts = allocator.allocate(request).cuts();
		assertThat(cuts.removed(groups.get(1))).isEqualTo(units(3, 5, 7));
		assertThat(cuts.count(groups.get(2))).isZero();
		for (ChannelGroup group : request.free())
			assertThat(cuts.kept(group)).isGreaterThanOrEqualTo(12).matches(kept -> kept % 8 == 0, "multiple of 8");
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void removesTheLowestOfEachGroup(Allocator allocator) {
		Coupling coupling = deep(5, 20);
		Request request = request(coupling, new L2(), new Budget.Macs(0.6));
		Cuts cuts = allocator.allocate(request).cuts();
		for (ChannelGroup group : request.free())
			assertThat(cuts.removed(group))
					.isEqualTo(Manual.lowest(java.util.Objects.requireNonNull(request.scores().of(group)),
							cuts.count(group)));
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void saysWhyABudgetIsOutOfReach(Allocator allocator) {
		Coupling coupling = deep(3, 16);
		CostModel cost = CostModel.of(coupling);
		Request request = new Request(coupling, cost, Scores.of(coupling, new L2(), Aggregation.DEFAULT),
				new Budget.Macs(0.05), Cuts.NONE, Set.of(coupling.prunable().getFirst()), 8, 1, curves(coupling));
		Allocation allocation = allocator.allocate(request);
		assertThat(allocation.shortfall()).contains("5.0% of MACs").contains("pinned").contains("fixed by hand")
				.contains("minimum width of 8");
		assertThat(request.free()).allMatch(g -> allocation.cuts().kept(g) == 8);
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void saysWhenHandWorkAloneTakesMore(Allocator allocator) {
		Coupling coupling = deep(3, 16);
		BitSet most = new BitSet();
		most.set(0, 15);
		Cuts manual = Cuts.of(Map.of(coupling.prunable().get(0), most, coupling.prunable().get(1), most));
		Request request = new Request(coupling, CostModel.of(coupling),
				Scores.of(coupling, new L2(), Aggregation.DEFAULT), new Budget.Macs(0.9), manual, Set.of(), 1, 1,
				curves(coupling));
		Allocation allocation = allocator.allocate(request);
		assertThat(allocation.cuts()).isEqualTo(manual);
		assertThat(allocation.shortfall()).contains("fixed by hand alone");
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void saysWhenTheCriterionFitsNothing(Allocator allocator) {
		Request request = request(deep(3, 16), new BatchNormGamma(), new Budget.Ratio(0.5));
		Allocation allocation = allocator.allocate(request);
		assertThat(allocation.cuts().isEmpty()).isTrue();
		assertThat(allocation.shortfall()).contains("without a score under Batch-norm scale");
	}

	@Test
	void sensitivityTakesWhatADropTolerates() {
		// the reference's two groups: a drop of 0.03 tolerates a third of the one and all that was measured of the other
		Sensitivity.Point whole = point(0, 0, 0.9);
		Envelope a = envelope(whole, 0.89, 0.86, 0.7);
		Envelope b = envelope(whole, 0.9, 0.89, 0.88);
		assertThat(a.share(0.03)).isCloseTo(0.333333, offset(1e-5));
		assertThat(b.share(0.03)).isEqualTo(0.6);
		assertThat(a.drop(0.333333)).isCloseTo(0.03, offset(1e-5));
		assertThat(b.drop(0.61)).as("nothing was measured there").isInfinite();
		assertThat(envelope(whole, 0.8, 0.88, 0.7).share(0.05)).as("a better one behind a bad one is luck")
				.isCloseTo(0.1, offset(1e-9));
		assertThat(envelope(whole, 0.95).drop(0.2)).as("better than whole").isZero();
	}

	private static Envelope envelope(Sensitivity.Point whole, double... values) {
		List<Sensitivity.Point> points = IntStream.range(0, values.length)
				.mapToObj(i -> point((i + 1) / 5.0, 200 * (i + 1), values[i])).toList();
		return Envelope.of(new Sensitivity.Curve("a", 1000, points), whole, Sensitivity.Metric.ACCURACY);
	}

	@Test
	void sensitivityGivesEveryGroupTheSameDrop() {
		Coupling coupling = deep(4, 200);
		for (double kept : new double[]{0.8, 0.5, 0.3}) {
			Request request = request(coupling, new L2(), new Budget.Macs(kept));
			Allocation allocation = new BySensitivity().allocate(request);
			double[] drops = drops(request, allocation.cuts(), 0);
			double[] further = drops(request, allocation.cuts(), 1);
			// one unit more of any group would cost more than any group has given
			assertThat(Arrays.stream(further).min().orElseThrow()).isGreaterThanOrEqualTo(
					Arrays.stream(drops).max().orElseThrow());
		}
	}

	/** The drop that each free group's curve tells when so many more units go than the cuts say. */
	private static double[] drops(Request request, Cuts cuts, int more) {
		Sensitivity measured = Objects.requireNonNull(request.sensitivity());
		return request.free().stream()
				.mapToDouble(g -> Envelope
						.of(Objects.requireNonNull(measured.of(g.name())), measured.whole(), measured.metric())
						.drop((double) (cuts.count(g) + more) / g.units()))
				.toArray();
	}

	@Test
	void lossIsBadWhereItRises() {
		Coupling coupling = deep(2, 40);
		List<ChannelGroup> free = coupling.prunable();
		Sensitivity loss = sensitivity(Sensitivity.Metric.LOSS, 0.3)
				.with(curve(free.get(0).name(), 40, 0.3, 0.3, 0.3, 0.3, 0.3))
				.with(curve(free.get(1).name(), 41, 0.5, 0.9, 1.4, 2, 3));
		for (Allocator allocator : List.of(new BySensitivity(), new Greedy())) {
			Cuts cuts = allocator.allocate(request(coupling, new L2(), new Budget.Ratio(0.2)).with(loss)).cuts();
			assertThat(cuts.count(free.get(0))).as(allocator.id()).isEqualTo(16);
			assertThat(cuts.count(free.get(1))).as(allocator.id()).isZero();
		}
	}

	@Test
	void greedyPaysTheLeastForWhatItSaves() {
		// both curves alike, but the second layer of each pair multiplies more: it goes first
		Shape wide = Shape.of(1, 20, 16, 16);
		Shape narrow = Shape.of(1, 20, 2, 2);
		Coupling coupling = new Small().input("x", 1, 3, 16, 16).weight("a", 20, 3, 3, 3).weight("b", 20, 20, 1, 1)
				.weight("c", 4, 20, 1, 1).node("Conv", "y", wide, "x", "a").node("Conv", "z", wide, "y", "b")
				.node("AveragePool", "p", narrow, "z").node("Conv", "out", Shape.of(1, 4, 2, 2), "p", "c")
				.output("out").coupling();
		List<ChannelGroup> free = coupling.prunable();
		Sensitivity alike = sensitivity(Sensitivity.Metric.ACCURACY, 0.9)
				.with(curve(free.get(0).name(), 20, 0.88, 0.86, 0.84, 0.82, 0.8))
				.with(curve(free.get(1).name(), 20, 0.88, 0.86, 0.84, 0.82, 0.8));
		Request request = request(coupling, new L2(), new Budget.Ratio(0.2)).with(alike);
		Cuts cuts = new Greedy().allocate(request).cuts();
		UnitCost cost = new UnitCost(request);
		int dear = cost.of(free.get(0))[0] > cost.of(free.get(1))[0] ? 0 : 1;
		assertThat(cuts.count(free.get(dear))).isEqualTo(8);
		assertThat(cuts.count(free.get(1 - dear))).isZero();
	}

	@Test
	void beyondTheMeasuredNothingGoes() {
		Coupling coupling = deep(3, 40);
		Sensitivity some = sensitivity(Sensitivity.Metric.ACCURACY, 0.9)
				.with(curve(coupling.prunable().get(0).name(), 40, 0.9, 0.8));
		for (Allocator allocator : List.of(new BySensitivity(), new Greedy())) {
			Allocation allocation = allocator.allocate(request(coupling, new L2(), new Budget.Macs(0.3)).with(some));
			assertThat(coupling.prunable()).extracting(allocation.cuts()::count).containsExactly(8, 0, 0);
			assertThat(allocation.shortfall()).contains("2 groups are without a sensitivity curve")
					.contains("1 group is at the end of what was measured");
		}
	}

	@Test
	void curvesAreAskedForAndHaveToFit() {
		Coupling coupling = deep(2, 40);
		Request bare = request(coupling, new L2(), new Budget.Macs(0.5)).with(null);
		Sensitivity other = sensitivity(Sensitivity.Metric.ACCURACY, 0.9)
				.with(curve(coupling.prunable().getFirst().name(), 30, 0.9));
		for (Allocator allocator : List.of(new BySensitivity(), new Greedy())) {
			assertThatThrownBy(() -> allocator.allocate(bare)).isInstanceOf(RefusedException.class)
					.hasMessageContaining("measure it first");
			assertThatThrownBy(() -> allocator.allocate(bare.with(other))).isInstanceOf(RefusedException.class)
					.hasMessageContaining("30 units instead of 40");
		}
	}

	@Test
	void structuresAreRankedApart() {
		// pointwise layers in a row and one 3x3 layer: the same share goes of both sets, whatever their scores
		Shape eight = Shape.of(1, 8, 8, 8);
		Coupling coupling = new Small().input("x", 1, 8, 8, 8).weight("a", 8, 8, 1, 1).weight("b", 8, 8, 1, 1)
				.weight("c", 8, 8, 1, 1).weight("d", 8, 8, 3, 3).weight("e", 8, 8, 1, 1)
				.node("Conv", "ya", eight, "x", "a").node("Conv", "yb", eight, "ya", "b")
				.node("Conv", "yc", eight, "yb", "c").node("Conv", "yd", Shape.of(1, 8, 6, 6), "yc", "d")
				.node("Conv", "ye", Shape.of(1, 8, 6, 6), "yd", "e").output("ye").coupling();
		List<ChannelGroup> free = coupling.prunable();
		assertThat(free).extracting(Isomorphic::structure).containsExactly(
				List.of("Conv in 1x1", "Conv out 1x1"), List.of("Conv in 1x1", "Conv out 1x1"),
				List.of("Conv in 3x3", "Conv out 1x1"), List.of("Conv in 1x1", "Conv out 3x3"));
		Request request = request(coupling, new RandomScore(2), new Budget.Ratio(0.5));
		Cuts cuts = new Isomorphic().allocate(request).cuts();
		assertThat(cuts.count(free.get(2))).isEqualTo(4);
		assertThat(cuts.count(free.get(3))).isEqualTo(4);
		double[] together = free.subList(0, 2).stream()
				.flatMapToDouble(g -> Arrays.stream(Objects.requireNonNull(request.scores().of(g)))).sorted().toArray();
		for (ChannelGroup group : free.subList(0, 2))
			for (int unit = 0; unit < 8; unit++)
				assertThat(cuts.isRemoved(group, unit))
						.isEqualTo(Objects.requireNonNull(request.scores().of(group))[unit] <= together[7]);
	}

	@Test
	void lampIsTheReferences() {
		double[] lamp = Global.lamp(new double[]{2.236068, 0.707107, 3, 1});
		assertThat(lamp).containsExactly(new double[]{0.357143, 0.032258, 1, 0.066667}, offset(1e-5));
	}

	@Test
	void scoresBelowZeroAreNeitherDividedNorSquared() {
		Coupling coupling = deep(3, 12);
		Aggregation gaussian = new Aggregation(Aggregation.Normalise.GAUSSIAN, Aggregation.Reduce.MEAN,
				Aggregation.MemberChoice.OUTPUTS);
		Request request = Request.of(coupling, CostModel.of(coupling), Scores.of(coupling, new L2(), gaussian),
				new Budget.Ratio(0.3));
		for (Global.Scale scale : List.of(Global.Scale.MEAN, Global.Scale.LAMP, Global.Scale.COST))
			assertThatThrownBy(() -> new Global(scale).allocate(request)).as("%s", scale)
					.isInstanceOf(RefusedException.class).hasMessageContaining("below zero");
		assertThat(new Global(Global.Scale.NONE).allocate(request).shortfall()).isNull();
		assertThat(new Global(Global.Scale.L2).allocate(request).shortfall()).isNull();
	}

	@Test
	void byCostTheDearUnitsGoFirst() {
		Request request = request(deep(4, 30), new RandomScore(1), new Budget.Ratio(0.3));
		UnitCost cost = new UnitCost(request);
		Cuts cuts = new Global(Global.Scale.COST).allocate(request).cuts();
		double highestGone = 0;
		double lowestKept = Double.POSITIVE_INFINITY;
		for (ChannelGroup group : request.free())
			for (int unit = 0; unit < group.units(); unit++) {
				double value = Objects.requireNonNull(request.scores().of(group))[unit] / cost.of(group)[unit];
				if (cuts.isRemoved(group, unit))
					highestGone = Math.max(highestGone, value);
				else
					lowestKept = Math.min(lowestKept, value);
			}
		assertThat(highestGone).isLessThanOrEqualTo(lowestKept);
		BitSet first = units(0);
		ChannelGroup group = request.free().getFirst();
		assertThat(cost.of(group)[0]).isEqualTo(request.cost().original().macs()
				- request.cost().preview(Cuts.NONE.with(group, first)).macs());
	}

	@Test
	void coarseRoundingIsToldApart() {
		Request fine = request(deep(1, 16), new L2(), new Budget.Macs(0.6));
		Request coarse = new Request(fine.coupling(), fine.cost(), fine.scores(), fine.budget(), Cuts.NONE, Set.of(), 1,
				8);
		assertThat(new Uniform().allocate(fine).shortfall()).contains("single units");
		assertThat(new Uniform().allocate(coarse).shortfall()).contains("multiples of 8");
	}

	@Test
	void impossibleBudgetsAreRefused() {
		assertThatThrownBy(() -> new Budget.Ratio(1)).isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> new Budget.Ratio(Double.NaN)).isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> new Budget.Macs(0)).isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> new Budget.Parameters(1.2)).isInstanceOf(RefusedException.class);
		assertThatThrownBy(() -> Allocators.byId("lottery")).isInstanceOf(RefusedException.class)
				.hasMessageContaining("uniform");
	}

	@Test
	void aRatioByHandNeedsScores() {
		Coupling coupling = deep(2, 10);
		ChannelGroup group = coupling.prunable().getFirst();
		Limit limit = Limit.of(group, 1, 1);
		assertThat(Manual.ratio(group, Scores.of(coupling, new L2(), Aggregation.DEFAULT), 0.3, limit).cardinality())
				.isEqualTo(3);
		Scores none = Scores.of(coupling, new BatchNormGamma(), Aggregation.DEFAULT);
		assertThatThrownBy(() -> Manual.ratio(group, none, 0.3, limit)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("no batch normalisation");
	}

	static Stream<Allocator> allocators() {
		return Allocators.all().stream();
	}

	private static Request request(Coupling coupling, Criterion criterion, Budget budget) {
		return Request.of(coupling, CostModel.of(coupling), Scores.of(coupling, criterion, Aggregation.DEFAULT), budget)
				.with(curves(coupling));
	}

	/** Made-up accuracies that fall, each group's at its own pace. */
	private static Sensitivity curves(Coupling coupling) {
		SplittableRandom random = new SplittableRandom(5);
		Sensitivity curves = sensitivity(Sensitivity.Metric.ACCURACY, 0.9);
		for (ChannelGroup group : coupling.prunable()) {
			double pace = random.nextDouble(0.2, 0.9);
			double[] values = new double[9];
			for (int i = 0; i < values.length; i++)
				values[i] = 0.9 - pace * Math.pow((i + 1) / 10.0, 2) + random.nextDouble(-0.01, 0.01);
			curves = curves.with(curve(group.name(), group.units(), values));
		}
		return curves;
	}

	private static Sensitivity sensitivity(Sensitivity.Metric metric, double whole) {
		return new Sensitivity("", "l2", metric, "", 512, point(0, 0, whole), List.of());
	}

	/** Values at 10%, 20%, and so on. */
	private static Sensitivity.Curve curve(String group, int units, double... values) {
		return new Sensitivity.Curve(group, units, IntStream.rangeClosed(1, values.length)
				.mapToObj(i -> point(i / 10.0, i * units / 10, values[i - 1])).toList());
	}

	private static Sensitivity.Point point(double ratio, int removed, double value) {
		return new Sensitivity.Point(ratio, removed, value, value, value, 512);
	}

	/** The reference's scales on two layers. */
	private static Coupling slim() {
		Shape four = Shape.of(1, 4, 1, 1);
		Shape three = Shape.of(1, 3, 1, 1);
		return new Small().input("x", 1, 2, 1, 1).weight("w1", 4, 2, 1, 1).weight("w2", 3, 4, 1, 1)
				.weight("w3", 1, 3, 1, 1).floats("g1", Shape.of(4), 0.9f, 0.05f, 0.4f, 0.1f)
				.floats("g2", Shape.of(3), 0.02f, 0.3f, 0.8f).weight("s1", 4).weight("s2", 3)
				.node("Conv", "a", four, "x", "w1").node("BatchNormalization", "an", four, "a", "g1", "s1", "s1", "s1")
				.node("Conv", "b", three, "an", "w2")
				.node("BatchNormalization", "bn", three, "b", "g2", "s2", "s2", "s2")
				.node("Conv", "c", Shape.of(1, 1, 1, 1), "bn", "w3").output("c").coupling();
	}

	/** Convolutions in a row, each of this many channels. */
	private static Coupling deep(int layers, int width) {
		Small small = new Small().input("x", 1, 3, 8, 8);
		String value = "x";
		int in = 3;
		for (int layer = 0; layer <= layers; layer++) {
			int out = layer == layers ? 10 : width + layer;
			small.weight("w" + layer, out, in, 1, 1)
					.node("Conv", "y" + layer, Shape.of(1, out, 8, 8), value, "w" + layer)
					.node("Relu", "r" + layer, Shape.of(1, out, 8, 8), "y" + layer);
			value = "r" + layer;
			in = out;
		}
		return small.output(value).coupling();
	}

	private static BitSet units(int... indices) {
		BitSet units = new BitSet();
		for (int i : indices)
			units.set(i);
		return units;
	}
}
