package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.onnx.OnnxReader;
import espalier.runtime.Tracer;

class FilterScoresTest {
	private static final Graph GRAPH = OnnxReader.read(Path.of("example-models", "resnet20-shapes.onnx")).graph();
	private static final Coupling COUPLING = Coupling.of(GRAPH, Tracer.trace(GRAPH));

	private static Set<Node> nodes(String scope) {
		return GRAPH.nodes().stream().filter(n -> n.layer().startsWith(scope + "."))
				.collect(java.util.stream.Collectors.toUnmodifiableSet());
	}

	private static double[] filters(Criterion criterion, String scope) {
		return FilterScores.of(COUPLING, criterion, nodes(scope)) instanceof Criterion.Ranking(double[] scores)
				? scores
				: new double[0];
	}

	@Test
	void everyFilterOfEveryLayerCountsOnce() {
		assertThat(filters(new L2(), "layer2.0")).hasSize(3 * 32);
		assertThat(filters(new Fpgm(), "layer1.1")).hasSize(2 * 16);
		float[] weights = java.util.Objects.requireNonNull(GRAPH.constant(
				java.util.Objects.requireNonNull(GRAPH.nodes().stream().filter(n -> n.layer().equals("layer1.1.conv1"))
						.findFirst().orElseThrow().input(1))))
				.toFloats();
		double sum = 0;
		for (int i = 0; i < 144; i++)
			sum += (double) weights[i] * weights[i];
		assertThat(filters(new L2(), "layer1.1")).contains(new double[]{Math.sqrt(sum)},
				org.assertj.core.api.Assertions.within(1e-9));
	}

	@Test
	void activationsOfAStreamTellNothingOfOneOfItsLayers() {
		Map<String, ActivationStatistics.Maps> maps = new HashMap<>();
		for (ChannelGroup group : COUPLING.prunable()) {
			double[] all = new double[group.units()];
			Arrays.fill(all, group.id());
			maps.put(group.name(), new ActivationStatistics.Maps("x", all, all, all, ""));
		}
		MeanActivation criterion = new MeanActivation(new ActivationStatistics(1, true, maps));
		double inner = java.util.Objects.requireNonNull(COUPLING.group("layer1.1.conv1")).id();
		assertThat(filters(criterion, "layer1.1")).hasSize(16).containsOnly(inner);
	}

	@Test
	void layersWithoutFiltersAreSaidToHaveNone() {
		Set<Node> relu = Set
				.copyOf(List.of(GRAPH.nodes().stream().filter(n -> n.is("Relu")).findFirst().orElseThrow()));
		assertThat(FilterScores.of(COUPLING, new L2(), relu)).isInstanceOfSatisfying(Criterion.NotApplicable.class,
				n -> assertThat(n.sentence()).contains("L2 norm"));
		assertThat(filters(new BatchNormGamma(), "fc")).isEmpty();
	}
}
