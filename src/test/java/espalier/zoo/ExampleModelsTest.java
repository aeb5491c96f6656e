package espalier.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.onnx.OnnxReader;
import espalier.train.Recipe;
import espalier.zoo.ExampleModels.Example;

class ExampleModelsTest {
	static List<Example> examples() {
		return ExampleModels.all();
	}

	static List<Example> withData() {
		return examples().stream().filter(e -> !e.place().isEmpty()).toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void theFileHasTheFormThatItsCardNames(Example example) {
		Graph committed = OnnxReader.read(example.file()).graph();
		Graph made = example.form().get();
		assertThat(committed.nodes().stream().map(ExampleModelsTest::bare).toList())
				.isEqualTo(made.nodes().stream().map(ExampleModelsTest::bare).toList());
		made.initializers().forEach((name, tensor) -> assertThat(committed.initializers().get(name)).isNotNull()
				.satisfies(t -> assertThat(t.shape()).isEqualTo(tensor.shape())));
		assertThat(committed.inputs().getFirst().dims().getFirst().fixed()).as("the batch is open").isFalse();
	}

	@ParameterizedTest
	@MethodSource("withData")
	void theCardTellsTheAccuracyThatIsMeasured(Example example) throws IOException {
		JsonNode card = new ObjectMapper().readTree(Files.readString(example.card()));
		Evaluation measured = ExampleModels.measured(example, example.place());
		assertThat(card.path("images").asInt()).isEqualTo(measured.images());
		assertThat(card.path("top1").asDouble()).isCloseTo(measured.accuracy().share(), within(0.002));
		assertThat(card.path("data").asText()).isEqualTo("shapes");
	}

	@ParameterizedTest
	@MethodSource("examples")
	void theRecipesLieBesideTheModel(Example example) throws IOException {
		JsonNode card = new ObjectMapper().readTree(Files.readString(example.card()));
		assertThat(card.path("recipes").valueStream().map(JsonNode::asText).toList()).isEqualTo(example.recipes());
		for (String recipe : example.recipes())
			assertThat(Recipe.read(ExampleModels.FOLDER.resolve(recipe)).epochs()).isPositive();
	}

	private static Node bare(Node node) {
		return new Node(node.name(), node.domain(), node.op(), node.inputs(), node.outputs(), node.attributes(), null);
	}
}
