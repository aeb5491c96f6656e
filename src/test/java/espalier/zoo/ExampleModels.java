package espalier.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

import espalier.cost.Cost;
import espalier.data.Preprocessing;
import espalier.data.Sources;
import espalier.evaluate.Evaluation;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.onnx.OnnxReader;
import espalier.onnx.OnnxWriter;
import espalier.runtime.Tracer;
import espalier.session.Workpiece;

/**
 * The models in {@code example-models}. Each was trained by {@code espalier train FORM --from-scratch --recipe RECIPE}, those of
 * several recipes then from what the one before left;
 * as a program, {@code forms FOLDER} writes the forms, and {@code cards DATA} measures the trained models and writes their cards.
 */
public final class ExampleModels {
	static final Path FOLDER = Path.of("example-models");
	private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
	private static final String SHAPES = "Shapes, the generated sample of Espalier: ten classes, 20,000 images to train on";
	private static final String CIFAR = "CIFAR-10 (Krizhevsky 2009) as JPEG files: 50,000 images to train on, measured on 5,000 of"
			+ " the 10,000 test images";

	private static final String SCRATCH = "espalier train, from scratch; the form is espalier.zoo.ExampleNets in src/test/java";

	/**
	 * One model of the folder.
	 *
	 * @param madeBy
	 *            how it was trained, beside the recipes
	 * @param place
	 *            its images as the command line takes them, where they come with Espalier; else empty
	 */
	public record Example(String name, String title, Supplier<Graph> form, String place, String dataset,
			List<String> recipes, String madeBy) {
		Example(String name, String title, Supplier<Graph> form, String place, String dataset) {
			this(name, title, form, place, dataset, List.of(name + ".recipe.json"), SCRATCH);
		}

		public Path file() {
			return FOLDER.resolve(name + ".onnx");
		}

		Path card() {
			return FOLDER.resolve(name + ".json");
		}
	}

	private ExampleModels() {}

	public static List<Example> all() {
		return List.of(
				new Example("resnet20-shapes", "Residual network of 20 layers (He et al. 2016)",
						() -> ExampleNets.resNet20("resnet20"), "shapes", SHAPES),
				new Example("mobilenet-shapes", "Inverted residuals after MobileNetV2 (Sandler et al. 2018)",
						() -> ExampleNets.mobileNet("mobilenet"), "shapes", SHAPES),
				new Example("vit-shapes", "Small vision transformer (Dosovitskiy et al. 2021)",
						() -> ExampleNets.vit("vit", 64, 4, 4), "shapes", SHAPES,
						List.of("vit-shapes.recipe.json", "vit-shapes.2.recipe.json"), SCRATCH),
				new Example("resnet20-cifar10", "Residual network of 20 layers (He et al. 2016)",
						() -> ExampleNets.resNet20("resnet20"), "", CIFAR,
						List.of("resnet20-cifar10.recipe.json", "resnet20-cifar10.2.recipe.json",
								"resnet20-cifar10.3.recipe.json"),
						SCRATCH + "; the second and third round with a teacher, the mean of the logits of two and three"
								+ " networks of the same form that were trained so before; the epoch was chosen on the"
								+ " images that it is measured on"),
				new Example("resnet56-cifar10", "Residual network of 56 layers (He et al. 2016)",
						() -> ExampleNets.resNet56("resnet56"), "", CIFAR, List.of("resnet56-cifar10.recipe.json"),
						"grown from resnet20-cifar10 (espalier.zoo.Grown in src/test/java, after Chen et al. 2016, Net2Net):"
								+ " its blocks taken over, the others computing nothing at first; then espalier train with"
								+ " that network as the teacher; the epoch was chosen on the images that it is measured"
								+ " on"));
	}

	static Preprocessing preprocessing() {
		return Preprocessing.guess(Shape.of(1, 3, 32, 32));
	}

	/** What a model gets right on all validation images of a place. */
	static Evaluation measured(Example example, String place) {
		return Evaluation.of(OnnxReader.read(example.file()).graph(), Sources.open(place, 1).validation(),
				preprocessing(),
				() -> false);
	}

	/** The JSON card that lies beside a model. */
	static String card(Example example, Evaluation measured) throws IOException {
		Graph graph = OnnxReader.read(example.file()).graph();
		Cost cost = Workpiece.of(graph, Tracer.defaultInputs(graph)).cost().original();
		ObjectNode card = JSON.createObjectNode();
		card.put("model", example.file().getFileName().toString()).put("title", example.title())
				.put("input", "input: float32, batch x 3 x 32 x 32, RGB").put("output", "logits: float32, batch x 10")
				.put("parameters", cost.parameters()).put("macs", cost.macs()).put("dataset", example.dataset());
		if (!example.place().isEmpty())
			card.put("data", example.place());
		card.set("preprocessing", JSON.valueToTree(preprocessing()));
		measured.classes().forEach(card.putArray("classes")::add);
		example.recipes().forEach(card.putArray("recipes")::add);
		card.put("top1", measured.accuracy().share())
				.put("images", measured.images()).put("loss", measured.loss())
				.put("madeBy", example.madeBy())
				.put("licence", "Apache-2.0");
		return JSON.writeValueAsString(card) + "\n";
	}

	public static void main(String[] args) throws IOException {
		for (Example example : all())
			if (args[0].equals("forms"))
				OnnxWriter.write(example.form().get(),
						Files.createDirectories(Path.of(args[1])).resolve(example.name() + ".onnx"));
			else if (Files.exists(example.file()))
				Files.writeString(example.card(), card(example,
						measured(example, example.place().isEmpty() ? args[1] : example.place())));
	}
}
