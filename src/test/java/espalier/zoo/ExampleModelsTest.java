package espalier.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.onnx.OnnxReader;

class ExampleModelsTest {
	static List<ExampleModels.Example> examples() {
		return ExampleModels.all();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void theFileIsWhatTheRecipeMakes(ExampleModels.Example example) throws IOException {
		Path file = Path.of("example-models", example.file() + ".onnx");
		Graph committed = OnnxReader.read(file).graph();
		Graph made = example.graph();
		assertThat(committed.nodes().stream().map(ExampleModelsTest::bare).toList())
				.isEqualTo(made.nodes().stream().map(ExampleModelsTest::bare).toList());
		assertThat(committed.initializers().keySet()).containsExactlyElementsOf(made.initializers().keySet());
		made.initializers().forEach((name, tensor) -> assertThat(committed.initializers().get(name)).isNotNull()
				.satisfies(t -> assertThat(t.shape()).isEqualTo(tensor.shape()))
				.satisfies(t -> assertThat(t.toFloats()).containsExactly(tensor.toFloats())));
		assertThat(Files.size(file)).isLessThan(1 << 20);
	}

	@ParameterizedTest
	@MethodSource("examples")
	void theCardSaysThatNothingWasTrained(ExampleModels.Example example) throws IOException {
		String card = Files.readString(Path.of("example-models", example.file() + ".json"));
		assertThat(card).isEqualTo(example.card()).contains("\"trained\": false", "never trained");
	}

	private static Node bare(Node node) {
		return new Node(node.name(), node.domain(), node.op(), node.inputs(), node.outputs(), node.attributes(), null);
	}
}
