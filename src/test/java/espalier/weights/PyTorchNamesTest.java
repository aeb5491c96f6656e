package espalier.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.zoo.Nets;

class PyTorchNamesTest {
	@ParameterizedTest
	@CsvSource({"/layer1/layer1.0/conv1/Conv, layer1.0.conv1", "/conv1/Conv, conv1", "/Add, ''", "Conv_12, ''",
			"/layer2/layer2.0/downsample/downsample.0/Conv, layer2.0.downsample.0",
			"/blocks/blocks.3/attn/qkv/MatMul, blocks.3.attn.qkv",
			"/features/features.1/conv/conv.0/conv.0.0/Conv, features.1.conv.0.0"})
	void scopesAreThoseOfTheModules(String node, String scope) {
		assertThat(PyTorchNames.scope(node)).isEqualTo(scope);
	}

	private static Node node(String name, String op, List<String> inputs, String output,
			Map<String, Attribute> attributes) {
		return new Node(name, "", op, inputs, List.of(output), attributes, null);
	}

	private static Tensor floats(String name, long... dims) {
		float[] numbers = new float[(int) Shape.of(dims).elements()];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = i;
		return Tensor.ofFloats(name, Shape.of(dims), numbers);
	}

	private static SequencedMap<String, Tensor> state(Node... nodes) {
		SequencedMap<String, Tensor> stored = new LinkedHashMap<>();
		for (Tensor tensor : List.of(floats("onnx::Conv_1", 2, 3, 1, 1), floats("onnx::Conv_2", 2),
				floats("layer1.0.conv2.weight", 2, 2, 1, 1), floats("a", 2), floats("onnx::b", 2), floats("onnx::c", 2),
				floats("onnx::d", 2), floats("onnx::e", 2), floats("onnx::MatMul_9", 2, 3), floats("half", 1),
				Tensor.ofFloats("onnx::scalar", Shape.of(), 0.5f), Tensor.ofLongs("onnx::sizes", Shape.of(2), 0, -1)))
			stored.put(tensor.name(), tensor);
		Graph graph = new Graph("net", List.of(nodes), stored,
				List.of(new ValueInfo("x", ElementType.FLOAT, null, null)),
				List.of(new ValueInfo("y", ElementType.FLOAT, null, null)), Map.of(), Map.of("", 17L), null);
		SequencedMap<String, Tensor> state = new LinkedHashMap<>();
		PyTorchNames.state(graph).forEach(tensor -> state.put(tensor.name(), tensor));
		return state;
	}

	@Test
	void namesComeFromTheNodesThatRead() {
		SequencedMap<String, Tensor> state = state(
				node("/layer1/layer1.0/conv1/Conv", "Conv", List.of("x", "onnx::Conv_1", "onnx::Conv_2"), "p",
						Map.of()),
				node("/layer1/layer1.0/bn1/BatchNormalization", "BatchNormalization",
						List.of("p", "onnx::b", "onnx::c", "onnx::d", "onnx::e"), "q", Map.of()),
				node("/layer1/layer1.0/conv2/Conv", "Conv", List.of("q", "layer1.0.conv2.weight"), "r", Map.of()),
				node("/Mul", "Mul", List.of("r", "onnx::scalar"), "s", Map.of()),
				node("/Reshape", "Reshape", List.of("s", "onnx::sizes"), "t", Map.of()),
				node("/fc/MatMul", "MatMul", List.of("t", "onnx::MatMul_9"), "y", Map.of()));
		assertThat(state.keySet()).containsExactly("layer1.0.conv1.weight", "layer1.0.conv1.bias",
				"layer1.0.bn1.weight", "layer1.0.bn1.bias", "layer1.0.bn1.running_mean", "layer1.0.bn1.running_var",
				"layer1.0.conv2.weight", "fc.weight");
		assertThat(state.get("layer1.0.conv1.weight").shape()).isEqualTo(Shape.of(2, 3, 1, 1));
		assertThat(state.get("fc.weight").shape()).isEqualTo(Shape.of(3, 2));
		assertThat(state.get("fc.weight").toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
	}

	@Test
	void namesStayApart() {
		SequencedMap<String, Tensor> state = state(
				node("/fc/Gemm", "Gemm", List.of("x", "onnx::MatMul_9"), "p", Map.of("transB", new Attribute.Int(1))),
				node("/fc/MatMul", "MatMul", List.of("p", "onnx::Conv_1"), "q", Map.of()),
				node("Add_7", "Add", List.of("q", "onnx::b"), "r", Map.of()),
				node("Add_8", "Add", List.of("r", "a"), "y", Map.of()));
		assertThat(state.keySet()).containsExactly("fc.weight", "fc.weight_2", "onnx::b", "a");
		assertThat(state.get("fc.weight").shape()).isEqualTo(Shape.of(2, 3));
	}

	@Test
	void wholeNetworksHaveDifferentNames() {
		Nets.all().forEach((name, net) -> assertThat(PyTorchNames.state(net.get())).as(name).isNotEmpty()
				.extracting(Tensor::name).doesNotHaveDuplicates());
	}
}
