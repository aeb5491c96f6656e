package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.coupling.Choices;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.onnx.OnnxReader;
import espalier.plan.Bypasses;
import espalier.plan.Surgeon;
import espalier.region.Bypass;
import espalier.region.Region;
import espalier.region.Regions;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.train.Control;
import espalier.train.Fading;
import espalier.train.Metrics;
import espalier.train.Outcome;
import espalier.train.Progress;
import espalier.train.Recipe;
import espalier.train.Trainer;
import espalier.train.Weights;

/** Gates of 1 leave a network as it is, gates of 0 are the network without the regions, and training leads from one to the other. */
class GatedTest {
	private static Graph read(String model) {
		return OnnxReader.read(Path.of("example-models", model)).graph();
	}

	private static List<Bypass> bypasses(Graph graph, String names) {
		Regions regions = Regions.of(graph, Tracer.trace(graph));
		return Arrays.stream(names.split(", ")).map(n -> ((Region.Leave.By) regions.named(n).leave()).bypass())
				.toList();
	}

	private static Graph without(Graph graph, List<Bypass> bypasses) {
		var left = Bypasses.applied(graph, Tracer.trace(graph), bypasses);
		return Surgeon.apply(Coupling.of(left.graph(), left.trace(), Choices.bypassing(bypasses)), Cuts.NONE);
	}

	private static Graph gatesAt(float value, Gated gated) {
		return Weights.into(gated.graph(), gated.gates().stream()
				.collect(Collectors.toMap(g -> g, g -> Tensor.ofFloats(g, Shape.of(), value))));
	}

	private static float[] run(Graph graph) {
		Value images = Value.random(graph.inputs().getFirst().type(), Shape.of(2, 3, 32, 32), new Random(4));
		try (Runner runner = Runner.of(graph)) {
			return runner.run(Map.of(graph.inputs().getFirst().name(), images)).values().iterator().next().toFloats();
		}
	}

	private static double difference(Graph a, Graph b) {
		float[] x = run(a);
		float[] y = run(b);
		double most = 0;
		for (int i = 0; i < x.length; i++)
			most = Math.max(most, Math.abs(x[i] - y[i]));
		return most;
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = {"resnet20-shapes.onnx; layer1.1, layer1.2, layer2.0 branch",
			"resnet20-shapes.onnx; layer3.2", "vit-shapes.onnx; blocks.1, blocks.2.attn, blocks.3.mlp"})
	void gatesLeadFromTheWholeNetworkToThatWithoutTheRegions(String model, String names) {
		Graph graph = read(model);
		List<Bypass> bypasses = bypasses(graph, names);
		Gated gated = Gated.of(graph, Tracer.trace(graph), bypasses);
		Graph without = without(graph, bypasses);
		assertThat(difference(graph, without)).isGreaterThan(0.01);
		assertThat(difference(gated.graph(), graph)).isLessThan(1e-4);
		assertThat(difference(gatesAt(0, gated), without)).isLessThan(1e-6);
		assertThat(difference(gatesAt(0.5f, gated), without)).isGreaterThan(0.001);
		assertThat(difference(gated.closed(gated.graph(), Tracer.defaultInputs(graph)), without)).isZero();
	}

	@Test
	void trainingClosesThemAndOnlyThenCounts() {
		Graph graph = read("resnet20-shapes.onnx");
		List<Bypass> bypasses = bypasses(graph, "layer1.1, layer2.2");
		Gated gated = Gated.of(graph, Tracer.trace(graph), bypasses);
		Splits all = Shapes.splits(3);
		Splits few = new Splits(Subset.stratified(all.train(), 160, 1), Subset.stratified(all.validation(), 100, 1),
				false);
		Preprocessing preprocessing = Preprocessing.guess(Shape.of(1, 3, 32, 32));
		List<Metrics> epochs = new ArrayList<>();
		Outcome outcome = Trainer.run(new Trainer.Job(gated.graph(), few, preprocessing,
				Recipe.quick().withEpochs(4).withBatch(32), null, null, 1)
				.with(new Fading(gated.gates(), 0.5)),
				new Control(), new Progress() {
					@Override
					public void epoch(Metrics metrics) {
						epochs.add(metrics);
					}
				});
		assertThat(epochs).hasSize(4);
		assertThat(outcome.best()).isBetween(2, 4);
		for (String gate : gated.gates())
			assertThat(outcome.graph().initializers().get(gate).at(0)).isZero();
		Graph closed = gated.closed(outcome.graph(), Tracer.defaultInputs(graph));
		assertThat(difference(closed, outcome.graph())).isLessThan(1e-5);
		assertThat(difference(closed, without(graph, bypasses))).as("weights moved").isGreaterThan(1e-3);
		assertThat(closed.nodes().size()).isEqualTo(without(graph, bypasses).nodes().size());
		assertThat(Evaluation.of(closed, few.validation(), preprocessing, () -> false).accuracy().share())
				.isEqualTo(epochs.get(outcome.best() - 1).accuracy());
	}

	@Test
	void whatCantFadeIsRefused() {
		Graph graph = read("resnet20-shapes.onnx");
		Trace trace = Tracer.trace(graph);
		assertThatThrownBy(() -> Gated.of(graph, trace, bypasses(graph, "layer2.0")))
				.isInstanceOf(RefusedException.class)
				.hasMessageContaining("adapter");
		assertThatThrownBy(() -> new Fading(List.of(), 0)).isInstanceOf(RefusedException.class);
	}
}
