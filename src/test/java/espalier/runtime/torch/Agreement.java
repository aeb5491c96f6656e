package espalier.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/** Compares what libtorch and ONNX Runtime make of a graph. */
final class Agreement {
	static final double TOLERANCE = 1e-4;

	private Agreement() {}

	/** The graph at its default sizes; returns the largest relative difference. */
	static double fixed(Graph graph) {
		Trace trace = Tracer.trace(graph);
		return compare(graph, TorchScript.of(graph, trace), inputs(graph, trace.inputs()));
	}

	/** The graph translated for any batch, at batches that the translation has not seen. */
	static double batched(Graph graph) {
		Map<String, Shape> sizes = Tracer.defaultInputs(graph);
		TorchScript script = TorchScript.batched(graph, sizes);
		double worst = 0;
		for (int batch : new int[]{1, 3}) {
			Map<String, Shape> batches = new LinkedHashMap<>(sizes);
			batches.replaceAll((_, shape) -> shape.with(0, batch));
			worst = Math.max(worst, compare(graph, script, inputs(graph, batches)));
		}
		return worst;
	}

	private static Map<String, Value> inputs(Graph graph, Map<String, Shape> sizes) {
		Random random = new Random(3);
		Map<String, Value> inputs = new LinkedHashMap<>();
		for (ValueInfo input : graph.inputs())
			inputs.put(input.name(), Value.random(
					input.type() == ElementType.UNDEFINED ? ElementType.FLOAT : input.type(),
					sizes.get(input.name()), random));
		return inputs;
	}

	private static double compare(Graph graph, TorchScript script, Map<String, Value> inputs) {
		List<Value> expected = new ArrayList<>();
		try (Runner runner = Runner.of(graph)) {
			expected.addAll(runner.run(inputs).values());
		}
		try (TorchModule module = TorchModule.load(script, 1)) {
			List<Value> actual = module.outputs(inputs.values().toArray(Value[]::new));
			assertThat(actual).hasSameSizeAs(expected);
			double worst = 0;
			for (int i = 0; i < actual.size(); i++) {
				assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
				worst = Math.max(worst, difference(expected.get(i).toFloats(), actual.get(i).toFloats()));
			}
			return worst;
		}
	}

	/** The largest difference as a share of the largest number (of one, where all are smaller). */
	static double difference(float[] expected, float[] actual) {
		double scale = 1;
		for (float e : expected)
			scale = Math.max(scale, Math.abs(e));
		double worst = 0;
		for (int i = 0; i < expected.length; i++) {
			boolean same = Float.compare(expected[i], actual[i]) == 0;
			double difference = same ? 0 : Math.abs((double) expected[i] - actual[i]) / scale;
			worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
		}
		return worst;
	}
}
