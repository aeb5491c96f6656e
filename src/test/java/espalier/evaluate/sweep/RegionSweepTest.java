package espalier.evaluate.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.coupling.Coupling;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.plan.Bypasses;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Tracer;
import espalier.zoo.Zoo;

/** A sweep over regions finds what running each thinned network from the start finds. */
class RegionSweepTest {
	private static final int REGIONS = 5;

	@ParameterizedTest
	@CsvSource({"resnet20, SQUARE", "densenet121, COSINE", "mobilenetv3large, SQUARE", "convnext, COSINE",
			"vit, SQUARE",
			"swin, COSINE", "unet, SQUARE"})
	void distancesAreThoseOfTheNaiveLoop(String name, Metric metric) {
		Graph graph = Zoo.all().get(name).get();
		Trace trace = Tracer.trace(graph);
		Preprocessing usual = Preprocessing.guess(
				java.util.Objects.requireNonNull(trace.inputs().get(graph.inputs().getFirst().name())));
		Preprocessing plain = new Preprocessing(usual.height(), usual.width(), usual.channels(), 0, false,
				usual.channelsLast(), usual.scale(), usual.mean(), usual.std());
		Dataset data = new Noise(3, plain.channels(), plain.height(), plain.width(), 1);
		List<Region> all = new ArrayList<>(Regions.of(graph, trace).all().filter(Region::removable).toList());
		Collections.shuffle(all, new Random(name.hashCode()));
		SequencedMap<String, Bypass> some = new LinkedHashMap<>();
		for (Region region : all.subList(0, Math.min(REGIONS, all.size())))
			if (region.leave() instanceof Region.Leave.By(Bypass bypass))
				some.put(region.name(), bypass);
		RegionSweep.Found found = RegionSweep.run(new RegionJob(graph, trace, some, metric, data, plain,
				new SweepJob.Effort(2, 64 << 20, null)), Journal.NONE, new RegionSweep.Listener() {
					@Override
					public void grown(RegionSweep.Found now, int of) {}

					@Override
					public void noted(String sentence) {}
				}, () -> false);
		assertThat(found.without().keySet()).isEqualTo(some.keySet());
		SweepJob whole = new SweepJob(Coupling.of(graph, trace), "a".repeat(64), "l2", java.util.Map.of(), metric,
				List.of(0.5), data, plain, new SweepJob.Effort(1, 0, null));
		some.forEach((region, bypass) -> {
			double value = Naive.value(whole, Bypasses.applied(graph, trace, List.of(bypass)).graph());
			assertThat(java.util.Objects.requireNonNull(found.without().get(region)).value())
					.as("%s of %s", region, name)
					.isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
		});
	}
}
