package espalier.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxReader;
import espalier.oracle.SeededFills;
import espalier.zoo.ExampleNets;
import espalier.zoo.Nets;
import espalier.zoo.RandomNet;

/** Whole networks: libtorch computes what ONNX Runtime does. */
class AgreementTest {
	private static final Path DATA = Path
			.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()));
	private static final int RANDOM_NETS = 60;

	@TestFactory
	Stream<DynamicTest> networksOfTheZoo() {
		return Nets.all().entrySet().stream().map(net -> DynamicTest.dynamicTest(net.getKey(),
				() -> assertThat(Agreement.fixed(net.getValue().get())).isLessThan(Agreement.TOLERANCE)));
	}

	@Test
	void transformerAtBatchesNotSeen() {
		assertThat(Agreement.batched(ExampleNets.vit("vit", 16, 2, 2))).isLessThan(Agreement.TOLERANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = {"resnet20-shapes", "mobilenet-shapes", "vit-shapes", "resnet20-cifar10"})
	void exampleModels(String name) {
		Graph graph = OnnxReader.read(Path.of("example-models", name + ".onnx")).graph();
		assertThat(Agreement.fixed(graph)).isLessThan(Agreement.TOLERANCE);
	}

	@Test
	void randomNetworks() {
		for (long seed = 0; seed < RANDOM_NETS; seed++)
			assertThat(Agreement.fixed(RandomNet.of(seed))).as("seed %d", seed).isLessThan(Agreement.TOLERANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = {"cifar10-resnet20.onnx", "onnx-light/light_squeezenet.onnx",
			"onnx-light/light_inception_v1.onnx", "onnx-light/light_resnet50.onnx", "onnx-light/light_vgg19.onnx"})
	void realFiles(String file) {
		Path path = DATA.resolve(file);
		assumeTrue(Files.exists(path), () -> "no " + path);
		Graph graph = OnnxReader.read(path).graph();
		double asIs = Agreement.fixed(beforeSoftmax(graph));
		double seeded = Agreement.fixed(SeededFills.in(graph));
		System.out.println("agreement: " + file + ": " + asIs + ", with numbers for fills " + seeded);
		assertThat(asIs).isLessThan(Agreement.TOLERANCE);
		assertThat(seeded).isLessThan(Agreement.TOLERANCE);
	}

	/** Without the last Softmax: of logits that are all alike and large it shows nothing but which of them was rounded up. */
	private static Graph beforeSoftmax(Graph graph) {
		String output = graph.outputs().getFirst().name();
		return graph.producer(output) instanceof Node last && last.is("Softmax")
				? graph.withOutputs(
						List.of(new ValueInfo(Objects.requireNonNull(last.input(0)), ElementType.FLOAT, null, null)))
				: graph;
	}
}
