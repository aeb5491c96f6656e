package espalier.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import espalier.cost.CostModel;
import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.evaluate.Sensitivity;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.importance.Aggregation;
import espalier.importance.L2;
import espalier.importance.Scores;
import espalier.plan.Plan;
import espalier.plan.Surgeon;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.zoo.Nets;

class DepthAndWidthTest {
	private final Graph graph = Nets.resNet("net", 5, 2, 32, 16);
	private final Coupling coupling = Coupling.of(graph, Tracer.trace(graph));
	private final CostModel cost = CostModel.of(coupling);
	private final List<Region> blocks = Regions.of(graph, coupling.trace()).all()
			.filter(r -> r.kind() == Region.Kind.BLOCK && r.name().matches("layer\\d\\.\\d")).toList();

	private static DepthAndWidth.Result allocate(Request request, List<Region> blocks, Map<String, Double> drops) {
		return DepthAndWidth.allocate(request, blocks, drops, () -> false);
	}

	private Request request(Budget budget, ToDoubleFunction<String> pace) {
		return new Request(coupling, cost, Scores.of(coupling, new L2(), Aggregation.DEFAULT), budget, Cuts.NONE,
				Set.of(), 1, 1, curves(pace));
	}

	/** Accuracies that fall by this much for each tenth of a group that goes. */
	private Sensitivity curves(ToDoubleFunction<String> pace) {
		Sensitivity curves = new Sensitivity("", "l2", Sensitivity.Metric.ACCURACY, "", 512, point(0, 0, 0.9),
				List.of());
		for (ChannelGroup group : coupling.prunable())
			curves = curves.with(curve(group, pace.applyAsDouble(group.name())));
		return curves;
	}

	private static Sensitivity.Curve curve(ChannelGroup group, double pace) {
		return new Sensitivity.Curve(group.name(), group.units(), IntStream.rangeClosed(1, 9)
				.mapToObj(i -> point(i / 10.0, i * group.units() / 10, Math.max(0, 0.9 - pace * i))).toList());
	}

	private static Sensitivity.Point point(double ratio, int removed, double value) {
		return new Sensitivity.Point(ratio, removed, value, value, value, 512);
	}

	private Map<String, Double> drops(double each, String... useless) {
		Map<String, Double> drops = new HashMap<>();
		blocks.forEach(b -> drops.put(b.name(), each));
		for (String name : useless)
			drops.put(name, 0.0);
		return drops;
	}

	private static List<String> names(DepthAndWidth.Result result) {
		return result.removed().stream().map(Region::name).toList();
	}

	/** The result is what the program would write: counted on the pruned network, found again from its plan. */
	private void assertReal(DepthAndWidth.Result result) {
		Coupling thinned = result.coupling();
		Cuts cuts = result.allocation().cuts();
		Graph pruned = Surgeon.apply(thinned, cuts);
		Coupling after = Coupling.of(pruned, Tracer.trace(pruned), thinned.choices().left(pruned));
		assertThat(CostModel.of(after).original()).isEqualTo(result.allocation().cost());
		Plan plan = Plan.of(thinned, cuts, "", "");
		assertThat(plan.choices().bypasses()).hasSameSizeAs(result.removed());
		assertThat(plan.cuts(thinned)).isEqualTo(cuts);
	}

	@Test
	void aUselessBlockGoesFirst() {
		DepthAndWidth.Result result = allocate(request(new Budget.Macs(0.8), _ -> 0.05), blocks,
				drops(0.5, "layer2.1"));
		assertThat(names(result)).containsExactly("layer2.1");
		assertThat(result.allocation().shortfall()).isNull();
		assertThat(result.share()).isCloseTo(0.8, within(0.004));
		assertReal(result);
		Request alone = request(new Budget.Macs(0.8), _ -> 0.05);
		Cuts narrower = new Greedy().allocate(alone).cuts();
		assertThat(alone.free().stream().mapToInt(narrower::count).sum()).as("without the block less has to go")
				.isGreaterThan(result.request().free().stream().mapToInt(result.allocation().cuts()::count).sum());
	}

	@Test
	void aUselessPartOfAGroupGoesBeforeAUsefulBlock() {
		String useless = "layer2.1.conv1";
		DepthAndWidth.Result result = allocate(
				request(new Budget.Macs(0.93), name -> name.equals(useless) ? 0 : 0.05), blocks, drops(0.02));
		assertThat(names(result)).isEmpty();
		assertThat(result.allocation().cuts().groups()).extracting(ChannelGroup::name).containsExactly(useless);
		assertThat(result.drop()).isZero();
		assertThat(result.share()).isCloseTo(0.93, within(0.005));
		assertReal(result);
	}

	@Test
	void theBestBargainsAreFoundAmongBoth() {
		// the blocks of layer2 save the same; one costs less than any width, the other more than all
		Map<String, Double> drops = drops(0.9);
		drops.put("layer2.1", 0.01);
		DepthAndWidth.Result result = allocate(
				request(new Budget.Macs(0.5), name -> name.equals("layer3.1.conv1") ? 0.001 : 0.02), blocks, drops);
		assertThat(names(result)).containsExactly("layer2.1");
		ChannelGroup cheap = Objects.requireNonNull(result.coupling().group("layer3.1.conv1"));
		assertThat(result.allocation().cuts().count(cheap)).isEqualTo(cheap.units() * 9 / 10);
		assertThat(result.allocation().shortfall()).isNull();
		assertReal(result);
	}

	@Test
	void budgetsAreMetInTheUnitsTheyAreIn() {
		Map<String, Double> times = new HashMap<>();
		graph.nodes().forEach(n -> times.put(n.name(), 0.1 + n.name().length() % 7));
		for (double kept : new double[]{0.75, 0.6, 0.45})
			for (Budget budget : List.of(new Budget.Macs(kept), new Budget.Parameters(kept),
					new Budget.Latency(kept, LatencyEstimate.of(coupling, cost, times)))) {
				DepthAndWidth.Result result = allocate(request(budget, name -> name.length() / 500.0),
						blocks, drops(0.03, "layer1.1"));
				assertThat(result.removed()).isNotEmpty();
				assertThat(result.allocation().shortfall()).as(budget.describe()).isNull();
				assertThat(result.share()).isBetween(kept * 0.995, kept * 1.005);
				assertReal(result);
				DepthAndWidth.Result again = allocate(request(budget, name -> name.length() / 500.0),
						blocks, drops(0.03, "layer1.1"));
				assertThat(names(again)).isEqualTo(names(result));
				assertThat(again.drop()).isEqualTo(result.drop());
			}
	}

	/** Two blocks of the same size and drop: that which takes longer is worth more. */
	@Test
	void timeDecidesWhereItIsTheBudget() {
		for (String slow : List.of("layer1.0", "layer1.1")) {
			Map<String, Double> times = new HashMap<>();
			graph.nodes().forEach(n -> times.put(n.name(), n.name().contains(slow) ? 1.0 : 0.2));
			LatencyEstimate estimate = LatencyEstimate.of(coupling, cost, times);
			DepthAndWidth.Result result = allocate(
					request(new Budget.Latency(0.4, estimate), _ -> 0.09), blocks, drops(0.1));
			assertThat(names(result)).first().isEqualTo(slow);
			assertThat(result.share() * estimate.whole())
					.isCloseTo(((Budget.Latency) result.request().budget()).estimate()
							.millis(result.allocation().cuts()), within(1e-9));
			assertThat(result.share()).isCloseTo(0.4, within(0.002));
		}
	}

	@Test
	void estimatesFollowTheSharesOfEachNode() {
		Map<String, Double> times = Map.of("/layer1/layer1.0/conv1/Conv", 3.0, "/layer1/layer1.0/conv2/Conv", 2.0,
				"/layer1/layer1.0/bn1/BatchNormalization", 1.0, "/fc/Gemm", 4.0);
		LatencyEstimate estimate = LatencyEstimate.of(coupling, cost, times);
		ChannelGroup group = Objects.requireNonNull(coupling.group("layer1.0.conv1"));
		Cuts half = Cuts.NONE.with(group, Manual.lowest(new double[32], 16));
		assertThat(estimate.whole()).isEqualTo(10);
		assertThat(estimate.millis(Cuts.NONE)).isCloseTo(10, within(1e-9));
		assertThat(estimate.millis(half)).isCloseTo(4 + (3 + 2 + 1) / 2.0, within(1e-9));
		assertThatThrownBy(() -> LatencyEstimate.of(coupling, cost, Map.of("elsewhere", 1.0)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("No node");
		assertThatThrownBy(() -> LatencyEstimate.of(coupling, cost, Map.of("/fc/Gemm", Double.NaN)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("`/fc/Gemm`");
	}

	@Test
	void lockedGroupsStay() {
		ChannelGroup stream = Objects.requireNonNull(coupling.group("layer2.0.conv2"));
		ChannelGroup inside = Objects.requireNonNull(coupling.group("layer3.1.conv1"));
		ChannelGroup byHand = Objects.requireNonNull(coupling.group("conv1"));
		Cuts manual = Cuts.NONE.with(byHand, Manual.lowest(new double[32], 3));
		Request free = request(new Budget.Macs(0.5), _ -> 0.05);
		Request locked = new Request(coupling, cost, free.scores(), free.budget(), manual, Set.of(stream, inside), 1,
				1, free.sensitivity());
		DepthAndWidth.Result result = allocate(locked, blocks, drops(0, "layer2.0"));
		assertThat(names(result)).isNotEmpty().doesNotContain("layer3.1");
		assertThat(result.notes()).anyMatch(n -> n.contains("`layer3.1`") && n.contains("`layer3.1.conv1`"));
		Cuts cuts = result.allocation().cuts();
		for (ChannelGroup group : result.coupling().prunable()) {
			if (group.units() == 64 && group.maker().orElseThrow().layer().matches(".*layer2\\.\\d/conv2/Conv"))
				assertThat(cuts.count(group)).as(group.name()).isZero();
			if (group.name().equals("layer3.1.conv1"))
				assertThat(cuts.count(group)).isZero();
			if (group.name().equals("conv1"))
				assertThat(cuts.removed(group).stream().toArray()).containsExactly(0, 1, 2);
		}
		assertReal(result);
	}

	/** The first layer of a stream goes with its block, but the stream is still known by the others that make it. */
	@Test
	void streamsKeepTheirCurvesWhenTheirFirstLayerGoes() {
		Request request = request(new Budget.Macs(0.5), _ -> 0.05);
		Region first = blocks.stream().filter(b -> b.name().equals("layer2.0")).findFirst().orElseThrow();
		Request thinned = Thinned.of(request, List.of(first)).request();
		ChannelGroup before = Objects.requireNonNull(coupling.group("layer2.0.conv2"));
		ChannelGroup stream = thinned.coupling().prunable().stream()
				.filter(g -> g.members().stream().anyMatch(m -> m.layer().contains("layer2.1/conv2")
						&& m.role() == espalier.coupling.Role.OUT))
				.findFirst().orElseThrow();
		assertThat(stream.name()).isNotEqualTo(before.name());
		assertThat(thinned.scores().of(stream)).isEqualTo(request.scores().of(before));
		assertThat(Objects.requireNonNull(thinned.sensitivity()).of(stream.name())).isNotNull();
		assertThat(thinned.coupling().group("layer2.0.conv1")).isNull();
		assertThat(Objects.requireNonNull(thinned.sensitivity()).of("layer2.0.conv1")).isNull();
		assertThat(thinned.free()).contains(stream);
	}

	@Test
	void aBlockThatSavesTooMuchStays() {
		DepthAndWidth.Result result = allocate(request(new Budget.Macs(0.97), _ -> 0.01), blocks,
				drops(0));
		assertThat(names(result)).isEmpty();
		assertThat(result.notes()).anyMatch(n -> n.contains("less than the target would be left"));
		assertThat(result.share()).isCloseTo(0.97, within(0.005));
	}

	@Test
	void saysHowFarTheBudgetIsMissed() {
		DepthAndWidth.Result result = allocate(
				new Request(coupling, cost, Scores.of(coupling, new L2(), Aggregation.DEFAULT), new Budget.Macs(0.001),
						Cuts.NONE, Set.of(), 16, 1, curves(_ -> 0.05)),
				blocks, drops(0.1));
		assertThat(result.removed()).isNotEmpty();
		assertThat(result.allocation().shortfall()).contains("0.1% of MACs").contains("minimum width of 16");
		assertReal(result);
	}

	/** Narrow blocks save little, but whole they save the narrowing of others: the sum decides, as trying all sets tells. */
	@Test
	void noOtherSetOfBlocksIsBetterByFar() {
		Map<String, Double> drops = new HashMap<>();
		blocks.forEach(b -> drops.put(b.name(), 0.05 + 0.07 * blocks.indexOf(b)));
		Request request = request(new Budget.Macs(0.5), name -> name.endsWith("conv1") ? 0.02 : 0.04);
		DepthAndWidth.Result result = allocate(request, blocks, drops);
		double best = Double.POSITIVE_INFINITY;
		for (int set = 0; set < 1 << blocks.size(); set++) {
			int of = set;
			List<Region> out = blocks.stream().filter(b -> (of >> blocks.indexOf(b) & 1) > 0).toList();
			Request thinned = Thinned.of(request, out).request();
			Allocation width = new Greedy().allocate(thinned);
			if (width.shortfall() == null)
				best = Math.min(best, out.stream().mapToDouble(b -> drops.get(b.name())).sum()
						+ Steps.drop(thinned, Search.Ladder.of(thinned), width.cuts(), _ -> true));
		}
		assertThat(result.removed()).isNotEmpty();
		assertThat(result.drop()).isBetween(best - 1e-9, best * 1.1);
	}

	@Test
	void cancelledBeforeARegion() {
		assertThatThrownBy(() -> DepthAndWidth.allocate(request(new Budget.Macs(0.5), _ -> 0.1), blocks, drops(0),
				() -> true)).isInstanceOf(java.util.concurrent.CancellationException.class);
	}

	@Test
	void refusedWhereTheQuestionHasNoAnswer() {
		assertThatThrownBy(() -> allocate(request(new Budget.Ratio(0.5), _ -> 0.1), blocks, drops(0)))
				.isInstanceOf(RefusedException.class).hasMessageContaining("not a ratio");
		assertThatThrownBy(() -> allocate(request(new Budget.Macs(0.5), _ -> 0.1).with(null), blocks,
				drops(0))).isInstanceOf(RefusedException.class).hasMessageContaining("sensitivity");
		assertThatThrownBy(() -> allocate(request(new Budget.Macs(0.5), _ -> 0.1), blocks,
				drops(Double.NaN))).isInstanceOf(RefusedException.class).hasMessageContaining("no number");
	}
}
