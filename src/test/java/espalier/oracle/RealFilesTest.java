package espalier.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.onnx.OnnxReader;

/**
 * The oracle over networks as exporters write them: every group alone, then random plans. The light models carry constant fills
 * for weights, which would hide mistakes: those of moderate size are replaced by seeded random numbers.
 */
class RealFilesTest {
	private static final Path DATA = Path
			.of(System.getProperty("espalier.data", Path.of("..", "shared", "data").toString()));
	private static final int RANDOM_PLANS = 4;
	/** Larger fills stay fills, for the memory's sake; theirs are the widest linear layers. */
	private static final long LARGEST = 32 << 20;

	@ParameterizedTest
	@ValueSource(strings = {"cifar10-resnet20.onnx", "onnx-light/light_squeezenet.onnx",
			"onnx-light/light_inception_v1.onnx", "onnx-light/light_resnet50.onnx", "onnx-light/light_vgg19.onnx"})
	void prunedFileComputesWhatTheMaskedOneDoes(String file) {
		Path path = DATA.resolve(file);
		assumeTrue(Files.exists(path), () -> "no " + path);
		Graph graph = seeded(OnnxReader.read(path).graph());
		Tally tally = new Tally();
		Oracle oracle = new Oracle(graph, 1);
		oracle.checkIdentity();
		tally.graph(oracle.coupling());
		Random random = new Random(5);
		for (ChannelGroup group : oracle.coupling().prunable())
			if (group.units() > 1)
				tally.plan(oracle.check(Cuts.of(
						Map.of(group, Oracle.some(group, 1 + random.nextInt(group.units() / 2), random)))));
		for (int i = 0; i < RANDOM_PLANS; i++)
			tally.plan(oracle.check(oracle.randomCuts(random)));
		System.out.println("oracle: " + file + ": " + tally);
		tally.requireTeeth();
		assertThat(oracle.coupling().prunable()).isNotEmpty();
	}

	/**
	 * The same network, its fills replaced by numbers of a size that keeps signals alive, and its logits for outputs: a softmax
	 * of untrained numbers is all zeros but one.
	 */
	private static Graph seeded(Graph graph) {
		Random random = new Random(11);
		SequencedMap<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
		List<Node> nodes = new ArrayList<>();
		List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
		for (Node node : graph.nodes()) {
			String value = node.outputs().getFirst();
			Tensor fill = graph.constant(value);
			if (node.is("ConstantOfShape") && fill != null && fill.type().floating() && fill.elements() <= LARGEST)
				constants.put(value, random(graph, fill, random));
			else if (node.is("Softmax") && graph.isOutput(value))
				outputs.replaceAll(o -> o.name().equals(value)
						? new ValueInfo(node.inputs().getFirst(), o.type(), o.dims(), null)
						: o);
			else
				nodes.add(node);
		}
		return graph.with(nodes, constants).withOutputs(outputs);
	}

	private static Tensor random(Graph graph, Tensor fill, Random random) {
		Shape shape = fill.shape();
		float[] values = new float[Math.toIntExact(shape.elements())];
		boolean scale = shape.rank() == 1 && graph.uses(fill.name()).stream()
				.anyMatch(u -> u.node().is("BatchNormalization") && (u.slot() == 1 || u.slot() == 4));
		double deviation = shape.rank() > 1 ? Math.sqrt(2.0 * shape.dim(0) / shape.elements()) : 0.1;
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (scale ? 0.5 + random.nextDouble() : random.nextGaussian() * deviation);
		return Tensor.ofFloats(fill.name(), shape, values);
	}
}
