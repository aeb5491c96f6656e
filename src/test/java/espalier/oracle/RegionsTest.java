package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.RandomNet;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/** A network without a region computes what the original does where the region's exit counts for nothing. */
class RegionsTest {
	private static final boolean ALL = "all".equals(System.getProperty("oracle.zoo"));
	private static final int REGIONS = 3;

	@TestFactory
	Stream<DynamicTest> regionsOfPublishedArchitecturesGoAlone() {
		return Zoo.all().entrySet().stream().map(net -> DynamicTest.dynamicTest(net.getKey(),
				() -> alone(net.getKey(), net.getValue().get())));
	}

	private static void alone(String name, Graph graph) {
		Map<String, Value> inputs = ZooInputs.random(graph, 1, 3);
		List<Region> regions = new ArrayList<>(
				Regions.of(graph, Tracer.trace(graph)).all().filter(Region::removable).toList());
		Collections.shuffle(regions, new Random(name.hashCode()));
		double worst = 0;
		int effects = 0;
		int checked = 0;
		for (Region region : ALL ? regions : regions.subList(0, Math.min(REGIONS, regions.size()))) {
			Oracle oracle = new Oracle(graph, Choices.bypassing(List.of(bypass(region))), inputs);
			Oracle.Finding finding = oracle.check(Cuts.NONE);
			worst = Math.max(worst, finding.difference());
			effects += finding.effect() ? 1 : 0;
			checked++;
			assertThat(finding.pruned().nodes()).as("what is left of " + region.name() + " of " + name)
					.noneMatch(
							n -> n.name().endsWith("/removed") && !finding.pruned().isOutput(n.outputs().getFirst()));
		}
		System.out.printf("regions: %s, %d of %d that can go: %d change an output, worst difference %.2g%n", name,
				checked, regions.size(), effects, worst);
		assertThat(effects).as("regions that matter").isGreaterThan(checked / 2);
	}

	static Bypass bypass(Region region) {
		return ((Region.Leave.By) region.leave()).bypass();
	}

	@Test
	void regionsOfRandomNetworksGoAloneAndInPairsWithChannels() {
		int checked = 0;
		for (long seed = 0; seed < (ALL ? 400 : 25); seed++) {
			Graph graph = RandomNet.of(seed);
			Random random = new Random(seed);
			List<Bypass> regions = Regions.of(graph, Tracer.trace(graph)).all().filter(Region::removable)
					.map(RegionsTest::bypass).toList();
			for (Bypass region : regions) {
				List<Bypass> two = List.of(region, regions.get(random.nextInt(regions.size())));
				try {
					Oracle oracle = new Oracle(graph, Choices.bypassing(two), seed);
					oracle.check(oracle.randomCuts(random));
				} catch (OracleFailure | RefusedException e) {
					throw new AssertionError("seed " + seed + ", without " + two + ": " + e.getMessage(), e);
				}
				checked++;
			}
		}
		assertThat(checked).isGreaterThan(60);
	}

	@TestFactory
	Stream<DynamicTest> regionsGoInPairsWithChannels() {
		return Zoo.all().entrySet().stream().map(net -> DynamicTest.dynamicTest(net.getKey(),
				() -> pairs(net.getKey(), net.getValue().get())));
	}

	private static void pairs(String name, Graph graph) {
		Map<String, Value> inputs = ZooInputs.random(graph, 1, 3);
		List<Region> regions = Regions.of(graph, Tracer.trace(graph)).all().filter(Region::removable).toList();
		Random random = new Random(name.hashCode());
		for (int k = 0; k < (ALL ? 20 : 1) && regions.size() > 1; k++) {
			List<Bypass> two = List.of(bypass(regions.get(random.nextInt(regions.size()))),
					bypass(regions.get(random.nextInt(regions.size()))));
			Oracle oracle = new Oracle(graph, Choices.bypassing(two), inputs);
			oracle.check(oracle.randomCuts(random));
		}
	}
}
