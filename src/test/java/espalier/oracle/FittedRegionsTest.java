package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import espalier.coupling.Choices;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Subset;
import espalier.evaluate.AdapterFit;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.plan.Plan;
import espalier.plan.PlanJson;
import espalier.region.Bypass;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.zoo.Zoo;
import espalier.zoo.ZooInputs;

/** Networks without regions whose adapters were fitted compute what the masked original does, with channels cut or not. */
class FittedRegionsTest {
	@TestFactory
	Stream<DynamicTest> fittedRegionsOfPublishedArchitecturesGo() {
		return Stream.of("vgg11", "resnet18", "swin", "convnext").map(name -> DynamicTest.dynamicTest(name,
				() -> go(Objects.requireNonNull(Zoo.all().get(name)).get())));
	}

	private static void go(Graph graph) {
		Trace trace = Tracer.trace(graph);
		Preprocessing usual = Preprocessing.guess(trace.inputs().values().iterator().next());
		Preprocessing repeating = new Preprocessing(usual.height(), usual.width(), usual.channels(),
				usual.height(), false, usual.channelsLast(), usual.scale(), usual.mean(), usual.std(), true);
		List<Bypass> adapting = Regions.of(graph, trace).all().filter(r -> r.removable())
				.map(RegionsTest::bypass).filter(Bypass::adapts).toList();
		List<AdapterFit> fits = AdapterFit.of(graph, trace, adapting, AdapterFit.Which.CHANGING,
				Subset.stratified(Shapes.splits(1).train(), 40, 1), repeating, () -> false, (step, share) -> {
				});
		assertThat(fits).isNotEmpty();
		Random random = new Random(7);
		int better = 0;
		for (AdapterFit fit : fits) {
			assertThat(fit.error()).as(fit.bypass().region()).isLessThanOrEqualTo(fit.before());
			better += fit.error() < 0.9 * fit.before() ? 1 : 0;
		}
		assertThat(better).as("fits that are worth it").isGreaterThan(fits.size() / 2);
		List<AdapterFit> some = new ArrayList<>(fits);
		java.util.Collections.shuffle(some, random);
		for (AdapterFit fit : some.subList(0, Math.min(2, some.size()))) {
			Oracle oracle = new Oracle(graph, Choices.bypassing(List.of(fit.bypass())),
					ZooInputs.random(graph, 1, 3));
			oracle.check(Cuts.NONE);
			Cuts cuts = oracle.randomCuts(random);
			oracle.check(cuts);
			Plan plan = Plan.of(oracle.coupling(), cuts, "0".repeat(64), "fitted");
			Plan read = PlanJson.parse(PlanJson.toJson(plan), "plan");
			assertThat(read.choices().bypasses()).singleElement().extracting(Bypass::fit)
					.isEqualTo(fit.bypass().fit()).isNotNull();
		}
	}
}
