package espalier.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Runner;
import espalier.runtime.Value;

class ZooTest {
	private static final Set<String> LAYERS = Set.of("Conv", "MatMul", "Gemm", "LayerNormalization", "Softmax");

	@TempDir
	private Path folder = Path.of("");

	static List<String> all() {
		return List.copyOf(Zoo.all().keySet());
	}

	static List<String> varied() {
		return Zoo.variants().keySet().stream().map(ZooTest::network).distinct().toList();
	}

	@ParameterizedTest
	@MethodSource("all")
	void runsAndAnswersToItsInputs(String name) {
		Path file = folder.resolve("net.onnx");
		OnnxWriter.write(net(name), file);
		Graph graph = OnnxReader.read(file).graph();
		int batch = graph.inputs().stream().allMatch(i -> i.fixedShape() != null) ? 1 : 2;
		Map<String, Value> input = ZooInputs.random(graph, batch, 1);
		try (Runner runner = Runner.of(graph)) {
			Map<String, Value> first = runner.run(input);
			Map<String, Value> second = runner.run(ZooInputs.random(graph, batch, 2));
			for (ValueInfo output : graph.outputs()) {
				Value value = value(first, output.name());
				assertThat(value.toFloats()).as("%s: %s", name, summary(value)).doesNotContain(Float.NaN,
						Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
				assertThat(deviation(value.toFloats())).as("%s: %s", name, summary(value))
						.isBetween(1e-3, 1e3);
				assertThat(distance(value, value(second, output.name()))).as("answer of %s to another input",
						name).isGreaterThan(1e-2);
				assertThat(value.shape().toArray()).isEqualTo(declared(output, batch));
			}
			if (batch > 1)
				requireRowsAreApart(runner, input, first);
		}
	}

	/** The first of two images alone gives the first of two results. */
	private static void requireRowsAreApart(Runner runner, Map<String, Value> input, Map<String, Value> results) {
		Map<String, Value> alone = new LinkedHashMap<>();
		input.forEach((name, value) -> alone.put(name, firstRow(value)));
		runner.run(alone).forEach((name, row) -> assertThat(distance(row, firstRow(value(results, name)))).as(name)
				.isLessThan(1e-4));
	}

	@ParameterizedTest
	@MethodSource("all")
	void isTheSameEveryTime(String name) {
		Graph graph = net(name);
		assertThat(OnnxWriter.toBytes(net(name))).isEqualTo(OnnxWriter.toBytes(graph));
		assertThat(graph.nodes().stream().map(Node::name)).doesNotHaveDuplicates();
		assertThat(graph.name()).isEqualTo(name);
	}

	@ParameterizedTest
	@MethodSource("varied")
	void spellingsComputeTheSame(String name) {
		Map<String, Map<String, Value>> results = new LinkedHashMap<>();
		Map<String, Set<String>> layers = new LinkedHashMap<>();
		Zoo.variants().forEach((key, made) -> {
			if (!network(key).equals(name))
				return;
			Graph graph = made.get();
			layers.put(key, graph.nodes().stream().filter(n -> LAYERS.contains(n.op())).map(Node::name)
					.collect(Collectors.toSet()));
			try (Runner runner = Runner.of(graph)) {
				results.put(key, runner.run(ZooInputs.random(graph, 1, 3)));
			}
		});
		assertThat(results).hasSize(4);
		assertThat(Set.copyOf(layers.values())).as("layers' names").hasSize(1);
		Map<String, Value> plain = results.values().iterator().next();
		results.forEach((key, values) -> values.forEach((output, value) -> assertThat(
				distance(value(plain, output), value)).as(key).isLessThan(1e-4)));
	}

	@Test
	void spellingsDiffer() {
		Map<String, Supplier<Graph>> variants = Zoo.variants();
		for (String name : varied()) {
			Graph plain = variants.get(name + "/plain").get();
			Graph folded = variants.get(name + "/folded").get();
			Graph open = variants.get(name + "/open").get();
			Graph constants = variants.get(name + "/constants").get();
			assertThat(count(plain, "BatchNormalization")).isGreaterThan(2);
			assertThat(count(folded, "BatchNormalization")).isZero();
			assertThat(folded.nodes()).hasSize(plain.nodes().size() - count(plain, "BatchNormalization"));
			assertThat(open.inputs().getFirst().fixedShape()).isNull();
			assertThat(plain.inputs().getFirst().fixedShape()).isNotNull();
			assertThat(constants.initializers()).isEmpty();
			assertThat(count(constants, "Constant")).isEqualTo(plain.initializers().size());
		}
	}

	static Graph net(String name) {
		Supplier<Graph> made = Zoo.all().get(name);
		assertThat(made).as(name).isNotNull();
		return made.get();
	}

	private static String network(String variant) {
		return variant.substring(0, variant.indexOf('/'));
	}

	static int count(Graph graph, String op) {
		return (int) graph.nodes().stream().filter(n -> n.is(op)).count();
	}

	private static long[] declared(ValueInfo output, int batch) {
		assertThat(output.dims()).isNotNull();
		return output.dims().stream().mapToLong(d -> d.fixed() ? d.size() : batch).toArray();
	}

	private static Value value(Map<String, Value> values, String name) {
		Value value = values.get(name);
		assertThat(value).as(name).isNotNull();
		return value;
	}

	private static Value firstRow(Value value) {
		int size = value.size() / Math.toIntExact(value.shape().dim(0));
		Object row = value.data() instanceof long[] longs
				? Arrays.copyOf(longs, size)
				: Arrays.copyOf(value.toFloats(), size);
		return new Value(value.type(), value.shape().with(0, 1), row);
	}

	/** Largest difference, in deviations of the first. */
	private static double distance(Value left, Value right) {
		float[] a = left.toFloats();
		float[] b = right.toFloats();
		double most = 0;
		for (int i = 0; i < a.length; i++)
			most = Math.max(most, Math.abs(a[i] - b[i]));
		return most / deviation(a);
	}

	private static double deviation(float[] values) {
		double mean = 0;
		double square = 0;
		for (float value : values) {
			mean += value / (double) values.length;
			square += value * (double) value / values.length;
		}
		return Math.sqrt(Math.max(0, square - mean * mean));
	}

	private static String summary(Value value) {
		float[] values = value.toFloats();
		return value.shape() + ", deviation " + deviation(values) + ", first "
				+ Arrays.toString(Arrays.copyOf(values, 5));
	}
}
