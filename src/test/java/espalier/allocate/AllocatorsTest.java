package espalier.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.cost.CostModel;
import espalier.cost.Small;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
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
			for (Budget budget : List.of(new Budget.Macs(kept), new Budget.Parameters(kept))) {
				Request request = request(coupling, new L2(), budget);
				Allocation allocation = allocator.allocate(request);
				assertThat(allocation.shortfall()).isNull();
				assertThat(allocation.cost()).isEqualTo(request.cost().preview(allocation.cuts()));
				assertThat(budget.share(allocation.cost(), request.cost().original())).isBetween(kept * 0.995,
						kept * 1.005);
				assertThat(allocator.allocate(request).cuts()).isEqualTo(allocation.cuts());
			}
	}

	@ParameterizedTest
	@MethodSource("allocators")
	void respectsMinimumRoundingAndWhatIsFixed(Allocator allocator) {
		Coupling coupling = deep(6, 40);
		CostModel cost = CostModel.of(coupling);
		List<ChannelGroup> groups = coupling.prunable();
		Cuts manual = Cuts.NONE.with(groups.get(1), units(3, 5, 7));
		Request request = new Request(coupling, cost, Scores.of(coupling, new RandomScore(3), Aggregation.DEFAULT),
				new Budget.Macs(0.5), manual, Set.of(groups.get(2)), 12, 8);
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
				new Budget.Macs(0.05), Cuts.NONE, Set.of(coupling.prunable().getFirst()), 8, 1);
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
				Scores.of(coupling, new L2(), Aggregation.DEFAULT), new Budget.Macs(0.9), manual, Set.of(), 1, 1);
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
		assertThatThrownBy(() -> Allocators.byId("greedy")).isInstanceOf(RefusedException.class)
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
		return Request.of(coupling, CostModel.of(coupling), Scores.of(coupling, criterion, Aggregation.DEFAULT),
				budget);
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
