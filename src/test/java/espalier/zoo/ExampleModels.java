package espalier.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import espalier.graph.Graph;
import espalier.graph.Tensor;
import espalier.onnx.OnnxWriter;

/** Recipes of the models in {@code example-models}; run as a program it writes them there. */
public final class ExampleModels {
	/** One model of the folder with what its card says. */
	public record Example(String file, String title, long seed, Graph graph) {
		public long parameters() {
			return graph.initializers().values().stream().mapToLong(Tensor::elements).sum();
		}

		/** The JSON card that lies beside the model. */
		public String card() {
			return String.format(Locale.ROOT, """
					{
					  "model": "%s.onnx",
					  "title": "%s",
					  "trained": false,
					  "weights": "Seeded random numbers (He-scaled, seed %d). The network was never trained: its outputs mean nothing, and no accuracy can be given.",
					  "input": "input: float32, 1 x 3 x 32 x 32",
					  "output": "logits: float32, 1 x 10",
					  "storedNumbers": %d,
					  "madeBy": "espalier.zoo.ExampleModels in src/test/java",
					  "licence": "Apache-2.0"
					}
					""", file, title, seed, parameters());
		}
	}

	private ExampleModels() {}

	public static List<Example> all() {
		return List.of(
				new Example("resnet14", "Residual network of 14 layers for 32x32 images, untrained", 20160627,
						Nets.resNet("resnet14", 20160627, 2, 16, 32)),
				new Example("mobilenet", "Network of inverted residuals after MobileNetV2 for 32x32 images, untrained",
						20180618, Nets.mobileNet("mobilenet", 20180618, 16, 32)));
	}

	/** Writes the forms, weights not trained yet, for {@code espalier train --from-scratch}. */
	static void forms(Path folder) throws IOException {
		Files.createDirectories(folder);
		OnnxWriter.write(ExampleNets.resNet20("resnet20"), folder.resolve("resnet20.onnx"));
		OnnxWriter.write(ExampleNets.mobileNet("mobilenet"), folder.resolve("mobilenet.onnx"));
		OnnxWriter.write(ExampleNets.vit("vit", 96, 4, 5), folder.resolve("vit.onnx"));
	}

	/** Writes models and cards into the folder given, {@code example-models} when none is. */
	public static void main(String[] args) throws IOException {
		Path folder = Path.of(args.length > 0 ? args[0] : "example-models");
		if (args.length > 1)
			forms(Path.of(args[1]));
		Files.createDirectories(folder);
		for (Example example : all()) {
			OnnxWriter.write(example.graph(), folder.resolve(example.file() + ".onnx"));
			Files.writeString(folder.resolve(example.file() + ".json"), example.card());
		}
	}
}
