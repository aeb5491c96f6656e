package espalier.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import espalier.data.Preprocessing;
import espalier.data.Sources;
import espalier.data.Subset;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** What layers read and make, as they are taken apart here, against the engine. */
class LayerTest {
	private static final Calibration IMAGES = Calibration.of(
			Subset.stratified(Sources.open("shapes", 1).train(), 12, 1), Preprocessing.guess(Shape.of(1, 3, 32, 32)));

	/** Networks that end in a layer and in what may stand behind it, by name. */
	private static Map<String, BiFunction<NetBuilder, String, String>> nets() {
		Map<String, BiFunction<NetBuilder, String, String>> nets = new LinkedHashMap<>();
		nets.put("convolution", (b, x) -> b.as("layer").conv(x, ConvSpec.of(5, 3)));
		nets.put("strided", (b, x) -> b.as("layer").conv(x, ConvSpec.of(5, 3).strided(2).biased()));
		nets.put("large kernel", (b, x) -> b.as("layer").conv(x, ConvSpec.of(4, 7).strided(4).biased()));
		nets.put("line", (b, x) -> b.as("layer").conv(b.reshape(x, 0, 6, 512), ConvSpec.of(4, 5).biased()));
		nets.put("volume", (b, x) -> b.as("layer").conv(b.reshape(x, 0, 3, 4, 8, 32), ConvSpec.of(4, 3).strided(2)));
		nets.put("normalised", (b, x) -> b.as("norm").batchNorm(b.as("layer").conv(x, ConvSpec.of(5, 3))));
		nets.put("twice read", (b, x) -> {
			String y = b.as("layer").conv(x, ConvSpec.of(3, 3));
			return b.add(b.as("norm").batchNorm(y), y);
		});
		nets.put("matrix", (b, x) -> b.as("layer").gemm(b.flatten(b.globalPool(x)), 4, true, true));
		nets.put("turned matrix", (b, x) -> b.as("layer").gemm(b.flatten(b.globalPool(x)), 4, false, false));
		nets.put("tokens", (b, x) -> b.as("layer").linear(b.reshape(x, 0, 32, 96), 7));
		nets.put("product", (b, x) -> b.relu(b.as("layer").matMul(b.reshape(x, 0, 32, 96), 7)));
		return nets;
	}

	private static Graph graph(BiFunction<NetBuilder, String, String> net) {
		NetBuilder b = new NetBuilder("net", 3);
		b.output(net.apply(b, b.openBatchInput("input", 1, 3, 32, 32)), "out");
		return b.build();
	}

	private static Node node(Graph graph) {
		return graph.nodes().stream()
				.filter(n -> n.is("Conv") || n.is("Gemm") || n.is("MatMul")).findFirst().orElseThrow();
	}

	private static Layer layer(Layerwise both, Graph graph) {
		return (Layer) both.consumer(node(graph).name(), 1);
	}

	private static Layerwise layerwise(Graph graph) {
		return new Layerwise(graph, Tracer.trace(graph), graph, IMAGES, () -> false);
	}

	@TestFactory
	List<DynamicTest> weightsTimesWhatIsReadIsWhatIsMade() {
		return nets().entrySet().stream()
				.map(e -> DynamicTest.dynamicTest(e.getKey(), () -> exact(graph(e.getValue()))))
				.toList();
	}

	@Test
	void dilationsAndPaddingByTheEngine() {
		Graph plain = graph((b, x) -> b.as("layer").conv(x, ConvSpec.of(5, 3).strided(2)));
		for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"))
			for (int dilation : pad.startsWith("SAME") ? new int[]{1} : new int[]{1, 2}) {
				Node conv = node(plain);
				Map<String, Attribute> attributes = new LinkedHashMap<>(conv.attributes());
				attributes.remove("pads");
				attributes.put("auto_pad", new Attribute.Text(pad));
				if (pad.equals("NOTSET")) {
					attributes.remove("auto_pad");
					attributes.put("pads", new Attribute.Ints(List.of(0L, 3L, 2L, 1L)));
				}
				attributes.put("dilations", new Attribute.Ints(List.of((long) dilation, 1L)));
				List<Node> nodes = new java.util.ArrayList<>(plain.nodes());
				nodes.set(nodes.indexOf(conv), new Node(conv.name(), "", "Conv", conv.inputs(), conv.outputs(),
						attributes, null));
				exact(plain.with(nodes, plain.initializers()));
			}
	}

	@Test
	void factorsOfAMatrix() {
		Graph plain = graph((b, x) -> b.as("layer").gemm(b.flatten(b.globalPool(x)), 4, true, true));
		Node node = node(plain);
		List<Node> nodes = new java.util.ArrayList<>(plain.nodes());
		nodes.set(nodes.indexOf(node), node.withAttribute("alpha", new Attribute.Real(0.5f)).withAttribute("beta",
				new Attribute.Real(3)));
		Graph graph = plain.with(nodes, plain.initializers());
		exact(graph);
		try (Layerwise both = layerwise(graph)) {
			Layer layer = layer(both, graph);
			double[] constants = layer.intercept().now().clone();
			for (int o = 0; o < constants.length; o++)
				constants[o] += o + 1;
			assertThat(shifted(graph, layer.into(graph, layer.weights(), constants), layer.made()))
					.isCloseTo(1, within(1e-3));
		}
	}

	private static void exact(Graph graph) {
		try (Layerwise both = layerwise(graph)) {
			Layer layer = layer(both, graph);
			Moments moments = both.reach(Aim.whole(layer, null), List.of());
			assertThat(moments.missed(layer.weights(), layer.intercept().now()))
					.isLessThan(1e-9 * moments.spread());
			double[] other = layer.weights();
			other[other.length / 2] += 1;
			assertThat(moments.missed(other, layer.intercept().now())).isGreaterThan(1e-6 * moments.spread());
		}
	}

	/** Constants go where the layer can take them up, and weights come back as they were. */
	@TestFactory
	List<DynamicTest> constantsAreTakenUp() {
		return nets().entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
			Graph graph = graph(e.getValue());
			try (Layerwise both = layerwise(graph)) {
				Layer layer = layer(both, graph);
				double[] constants = layer.intercept().now().clone();
				for (int o = 0; o < constants.length; o++)
					constants[o] += o + 1;
				assertThat(shifted(graph, layer.into(graph, layer.weights(), constants), layer.made()))
						.isCloseTo(e.getKey().equals("product") ? 0 : 1, within(1e-3));
			}
		})).toList();
	}

	/** By how many times 1, 2, 3... the outputs moved, where those of a layer moved so far. */
	private static double shifted(Graph before, Graph after, String made) {
		Node norm = before.nodes().stream().filter(n -> n.is("BatchNormalization")).findFirst().orElse(null);
		boolean twice = before.uses(made).size() > 1;
		Value fed = Value.random(espalier.graph.ElementType.FLOAT, Shape.of(2, 3, 32, 32), new java.util.Random(1));
		try (Runner a = Runner.of(before); Runner b = Runner.of(after)) {
			Value was = Objects.requireNonNull(a.run(Map.of("input", fed)).get("out"));
			float[] old = was.toFloats();
			float[] now = Objects.requireNonNull(b.run(Map.of("input", fed)).get("out")).toFloats();
			int axis = was.shape().rank() == 3 && before.nodes().stream().noneMatch(n -> n.is("Conv")) ? 2 : 1;
			int width = (int) was.shape().dim(axis);
			int inner = axis == 2 ? 1 : (int) (was.shape().elements() / was.shape().dim(0)) / width;
			double[] scale = new double[width];
			Arrays.fill(scale, 1);
			for (int o = 0; norm != null && o < width; o++)
				scale[o] = Objects.requireNonNull(before.constant(norm.inputs().get(1))).at(o) / Math
						.sqrt(Objects.requireNonNull(before.constant(norm.inputs().get(4))).at(o) + 1e-5)
						+ (twice ? 1 : 0);
			double sum = 0;
			for (int i = 0; i < old.length; i++)
				sum += (now[i] - old[i]) / scale[i / inner % width] / (i / inner % width + 1);
			return sum / old.length;
		}
	}

	/** Exporters store vectors that happen to be equal once: the others keep theirs. */
	@Test
	void aSharedConstantStaysForTheOthers() {
		NetBuilder b = new NetBuilder("shared", 3);
		String x = b.openBatchInput("input", 1, 3, 32, 32);
		String bias = b.bias("both", 4);
		ConvSpec spec = ConvSpec.of(4, 3);
		String y = b.as("one").conv(x, spec, b.convWeight("one.weight", x, spec), bias);
		b.output(b.as("two").conv(y, spec, b.convWeight("two.weight", y, spec), bias), "out");
		Graph graph = b.build();
		try (Layerwise both = layerwise(graph)) {
			Layer layer = layer(both, graph);
			Graph changed = layer.into(graph, layer.weights(), new double[]{1, 2, 3, 4});
			assertThat(Objects.requireNonNull(changed.constant(bias)).toFloats())
					.isEqualTo(Objects.requireNonNull(graph.constant(bias)).toFloats());
			String own = Objects.requireNonNull(changed.node(layer.node())).inputs().get(2);
			assertThat(own).isNotEqualTo(bias);
			assertThat(Objects.requireNonNull(changed.constant(own)).toFloats()).containsExactly(1, 2, 3, 4);
		}
	}
}
