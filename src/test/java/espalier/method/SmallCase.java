package espalier.method;

import java.util.List;

import espalier.data.Preprocessing;
import espalier.data.Shapes;
import espalier.data.Splits;
import espalier.data.Subset;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;

/** A network and images on which methods run in seconds. */
final class SmallCase {
	static final Preprocessing PREPROCESSING = Preprocessing.guess(Shape.of(1, 3, 32, 32));
	static final Splits DATA = data();
	static final Graph NET = net();

	private SmallCase() {}

	private static Splits data() {
		Splits all = Shapes.splits(3);
		return new Splits(Subset.stratified(all.train(), 64, 1), Subset.stratified(all.validation(), 40, 1), false);
	}

	/** Three residual blocks behind a convolution; ten classes. */
	private static Graph net() {
		NetBuilder b = new NetBuilder("blocks", 1);
		String x = b.input("input", 1, 3, 32, 32);
		x = b.as("conv1").conv(x, ConvSpec.of(12, 3).strided(4));
		x = b.relu(b.as("bn1").batchNorm(x));
		for (String block : List.of("a", "b", "c")) {
			String y = b.as(block + ".conv1").conv(x, ConvSpec.of(16, 3));
			y = b.relu(b.as(block + ".bn1").batchNorm(y));
			y = b.as(block + ".conv2").conv(y, ConvSpec.of(12, 3));
			x = b.as(block + ".out").relu(b.add(b.as(block + ".bn2").batchNorm(y), x));
		}
		b.output(b.as("fc").gemm(b.flatten(b.globalPool(x)), 10, true, true), "logits");
		return b.build();
	}

	/** Four epochs of small batches. */
	static MethodRecipe small(MethodRecipe recipe) {
		return new MethodRecipe(recipe.id(), recipe.title(), recipe.paper(), recipe.notes(), recipe.residual(),
				recipe.seed(), recipe.training().withBatch(16), recipe.steps()).withEpochs(4);
	}
}
