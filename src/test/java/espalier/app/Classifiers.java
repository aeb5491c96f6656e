package espalier.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import espalier.graph.Graph;
import espalier.onnx.OnnxWriter;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;

/** Small networks in files, each with the card that names its images. */
final class Classifiers {
	private Classifiers() {}

	/** A residual network for the generated sample images. */
	static Path ofShapes(Path folder) throws IOException {
		return withCard(write(Nets.resNet("resnet", 1, 1, 8, 32), folder.resolve("small.onnx")));
	}

	/** The same without a card. */
	static Path withoutImages(Path folder) throws IOException {
		return write(Nets.resNet("resnet", 1, 1, 8, 32), folder.resolve("bare.onnx"));
	}

	/** One that takes long enough to be cancelled. */
	static Path slow(Path folder) throws IOException {
		return withCard(write(Nets.resNet("resnet", 1, 2, 48, 32), folder.resolve("slow.onnx")));
	}

	/** One without convolutions. */
	static Path linear(Path folder) throws IOException {
		NetBuilder b = new NetBuilder("linear", 1);
		String pixels = b.flatten(b.input("input", 1, 3, 32, 32));
		String x = b.relu(b.as("fc1").gemm(pixels, 24, true, true));
		b.output(b.as("fc2").gemm(x, 10, true, true), "logits");
		return withCard(write(b.build(), folder.resolve("linear.onnx")));
	}

	/** Two residual blocks behind a convolution, for ten classes: small enough to be trained in a test. */
	static Graph blocks() {
		NetBuilder b = new NetBuilder("blocks", 1);
		String x = b.input("input", 1, 3, 32, 32);
		x = b.as("conv1").conv(x, ConvSpec.of(12, 3).strided(4));
		x = b.relu(b.as("bn1").batchNorm(x));
		for (String block : List.of("a", "b")) {
			String y = b.as(block + ".conv1").conv(x, ConvSpec.of(16, 3));
			y = b.relu(b.as(block + ".bn1").batchNorm(y));
			y = b.as(block + ".conv2").conv(y, ConvSpec.of(12, 3));
			x = b.as(block + ".out").relu(b.add(b.as(block + ".bn2").batchNorm(y), x));
		}
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 10, true, true), "logits");
		return b.build();
	}

	private static Path write(Graph graph, Path model) {
		OnnxWriter.write(graph, model);
		return model;
	}

	private static Path withCard(Path model) throws IOException {
		Path card = model.resolveSibling(model.getFileName().toString().replace(".onnx", ".json"));
		Files.writeString(card, "{\"data\":\"shapes\"}");
		return model;
	}
}
