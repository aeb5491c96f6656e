package espalier.bench;

import espalier.graph.Graph;
import espalier.zoo.ConvSpec;
import espalier.zoo.NetBuilder;
import espalier.zoo.Nets;
import espalier.zoo.Zoo;

/** Networks to measure with; random weights. */
final class Networks {
	private static final int[] BLOCKS = {3, 4, 6, 3};

	private Networks() {
	}

	static Graph of(String name) {
		return switch (name) {
			case "resnet50" -> resNet50();
			case "densenet121", "bert" -> Zoo.fullSize(name);
			case "nodes10000" -> Nets.resNet(name, 1, 476, 8, 8);
			default -> throw new IllegalArgumentException(name);
		};
	}

	/** The layers of ResNet-50: 53 convolutions, 25.5 million parameters. */
	private static Graph resNet50() {
		NetBuilder b = new NetBuilder("resnet50", 1);
		String x = norm(b, "conv1", b.input("input", 1, 3, 224, 224), ConvSpec.of(64, 7).strided(4));
		for (int stage = 0; stage < BLOCKS.length; stage++)
			for (int block = 0; block < BLOCKS[stage]; block++)
				x = bottleneck(b, "layer" + (stage + 1) + "." + block, x, 64 << stage, block == 0 && stage > 0 ? 2 : 1);
		b.output(b.as("head").conv(x, ConvSpec.of(1000, 1)));
		return b.build();
	}

	private static String bottleneck(NetBuilder b, String name, String x, int width, int stride) {
		String y = b.relu(norm(b, name + ".conv1", x, ConvSpec.of(width, 1)));
		y = b.relu(norm(b, name + ".conv2", y, ConvSpec.of(width, 3).strided(stride)));
		y = norm(b, name + ".conv3", y, ConvSpec.of(width * 4, 1));
		String skip = b.dim(x, 1) == width * 4 ? x : norm(b, name + ".down", x, ConvSpec.of(width * 4, 1).strided(stride));
		return b.relu(b.binary("Add", y, skip));
	}

	private static String norm(NetBuilder b, String name, String x, ConvSpec spec) {
		return b.as(name + ".bn").batchNorm(b.as(name).conv(x, spec));
	}
}
