package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import espalier.data.Augmentation;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.graph.ValueInfo.Dim;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** Networks and images small enough to train in a moment. */
final class SmallNets {
	static final Preprocessing PREPROCESSING = Preprocessing.guess(Shape.of(1, 3, 32, 32));

	private SmallNets() {}

	/** Two convolutions with norms, dropout at the end; ten classes. */
	static Graph convolutional(long seed) {
		NetBuilder b = new NetBuilder("small", seed);
		String x = b.input("input", 1, 3, 32, 32);
		x = b.as("conv1").conv(x, ConvSpec.of(16, 3).strided(2));
		x = b.relu(b.as("bn1").batchNorm(x));
		x = b.as("conv2").conv(x, ConvSpec.of(24, 3).strided(2));
		x = b.relu(b.as("bn2").batchNorm(x));
		x = b.dropout(b.flatten(b.globalPool(x)));
		b.output(b.as("fc").gemm(x, 10, true, true), "logits");
		return b.build();
	}

	/** One convolution, and every place of its maps of its own weight: learns few images by heart in a few epochs. */
	static Graph memorising() {
		NetBuilder b = new NetBuilder("memorising", 1);
		String x = b.as("conv1").conv(b.input("input", 1, 3, 32, 32), ConvSpec.of(16, 3).strided(4));
		x = b.relu(b.as("bn1").batchNorm(x));
		b.output(b.as("fc").gemm(b.flatten(x), 10, true, true), "logits");
		return b.build();
	}

	/** One linear layer over the pixels; ten classes. */
	static Graph linearClassifier() {
		NetBuilder b = new NetBuilder("linear", 1);
		b.output(b.as("fc").gemm(b.flatten(b.input("input", 1, 3, 32, 32)), 10, true, true), "logits");
		return b.build();
	}

	/** {@code logits = x W' + b} of stored numbers, x being [batch, features]. */
	static Graph linear(float[][] weights, float[] biases) {
		int features = weights[0].length;
		float[] flat = new float[weights.length * features];
		for (int k = 0; k < weights.length; k++)
			System.arraycopy(weights[k], 0, flat, k * features, features);
		return graph(new Dim[]{new Dim(features, null)},
				List.of(Tensor.ofFloats("fc.weight", Shape.of(weights.length, features), flat),
						Tensor.ofFloats("fc.bias", Shape.of(biases.length), biases)),
				new Node("fc", "", "Gemm", List.of("input", "fc.weight", "fc.bias"), List.of("logits"),
						Map.of("transB", new Attribute.Int(1)), null));
	}

	/** A graph of nodes in a row, from {@code input} [batch, dims] to {@code logits}. */
	static Graph graph(Dim[] dims, List<Tensor> stored, Node... nodes) {
		List<Dim> all = new ArrayList<>(List.of(new Dim(Dim.OPEN, "n")));
		all.addAll(List.of(dims));
		SequencedMap<String, Tensor> initializers = new LinkedHashMap<>();
		stored.forEach(tensor -> initializers.put(tensor.name(), tensor));
		return new Graph("small", List.of(nodes), initializers,
				List.of(new ValueInfo("input", ElementType.FLOAT, all, null)),
				List.of(new ValueInfo("logits", ElementType.FLOAT, null, null)), Map.of(), Map.of("", 17L), null);
	}

	/** Drawn shapes, so many to train on and so many to measure on. */
	static Splits shapes(int train, int validation) {
		Splits all = Shapes.splits(3);
		return new Splits(Subset.stratified(all.train(), train, 1), Subset.stratified(all.validation(), validation, 1),
				false);
	}

	/** The same images to train and to measure on. */
	static Splits same(int images) {
		Dataset some = Subset.stratified(Shapes.splits(3).train(), images, 1);
		return new Splits(some, some, false);
	}

	static Recipe recipe(int epochs) {
		return new Recipe(epochs, 16, 5, Recipe.Optimiser.sgd(5e-4), new Schedule(Schedule.Kind.COSINE, 0.05, 0.1, 0),
				Recipe.Loss.PLAIN, Recipe.Care.NONE, new Augmentation(true, 2, 0, 0));
	}

	static Trainer.Job job(Splits data, Recipe recipe) {
		return new Trainer.Job(convolutional(1), data, PREPROCESSING, recipe, null, null, 1);
	}
}
