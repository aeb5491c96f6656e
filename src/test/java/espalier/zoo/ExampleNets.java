package espalier.zoo;

import espalier.graph.Graph;

/** Forms of the networks in {@code example-models}: images of 32x32, ten classes, any batch. */
public final class ExampleNets {
	private static final int IMAGE = 32;
	private static final int CLASSES = 10;
	private static final int PATCH = 4;

	private ExampleNets() {}

	/** Residual network of 20 layers (He et al. 2016), with projections where the width changes. */
	public static Graph resNet20(String name) {
		NetBuilder b = new NetBuilder(name, 1);
		return Nets.resNet(b, input(b), 3, 16);
	}

	/** The same of 56 layers: nine blocks a stage. */
	public static Graph resNet56(String name) {
		NetBuilder b = new NetBuilder(name, 1);
		return Nets.resNet(b, input(b), 9, 16);
	}

	/** Inverted residuals (Sandler et al. 2018). */
	static Graph mobileNet(String name) {
		NetBuilder b = new NetBuilder(name, 1);
		return Nets.mobileNet(b, input(b), 16);
	}

	/**
	 * Vision transformer (Dosovitskiy et al. 2021) with the mean of all tokens for a class token. Its patches are made by two
	 * convolutions, with which it learns from few images (Xiao et al. 2021).
	 */
	public static Graph vit(String name, int width, int heads, int blocks) {
		NetBuilder b = new NetBuilder(name, 1);
		String x = b.as("stem.conv1").conv(input(b), ConvSpec.of(width / 2, 3).strided(2));
		x = b.as("stem.relu").relu(b.as("stem.bn1").batchNorm(x));
		x = b.as("stem.conv2").conv(x, ConvSpec.of(width, 3).strided(2).biased());
		int tokens = (IMAGE / PATCH) * (IMAGE / PATCH);
		x = b.transpose(b.reshape(x, 0, width, tokens), 0, 2, 1);
		x = b.position("pos_embed", x);
		for (int block = 0; block < blocks; block++)
			x = transformer(b, "blocks." + block, x, heads);
		x = b.meanOfTokens(b.as("norm").layerNorm(x));
		b.output(b.as("head").gemm(x, CLASSES, true, true), "logits");
		return b.build();
	}

	private static String transformer(NetBuilder b, String scope, String x, int heads) {
		return b.within("blocks", () -> b.within(scope, () -> {
			int width = b.dim(x, -1);
			String y = b.as("norm1").layerNorm(x);
			String z = b.add(x, attention(b, scope, y, heads));
			y = b.as("norm2").layerNorm(z);
			y = b.gelu(b.as("mlp.fc1").linear(y, 2 * width));
			return b.add(z, b.as("mlp.fc2").linear(y, width));
		}));
	}

	private static String attention(NetBuilder b, String scope, String x, int heads) {
		int width = b.dim(x, -1);
		int tokens = b.dim(x, 1);
		int dim = width / heads;
		return b.within(scope + ".attn", () -> {
			String q = b.transpose(b.reshape(b.as("q").linear(x, width), 0, tokens, heads, dim), 0, 2, 1, 3);
			String k = b.transpose(b.reshape(b.as("k").linear(x, width), 0, tokens, heads, dim), 0, 2, 3, 1);
			String v = b.transpose(b.reshape(b.as("v").linear(x, width), 0, tokens, heads, dim), 0, 2, 1, 3);
			String weights = b.softmax(b.mul(b.matMulOf(q, k), b.number((float) (1 / Math.sqrt(dim)))), -1);
			String y = b.transpose(b.matMulOf(weights, v), 0, 2, 1, 3);
			return b.as("proj").linear(b.reshape(y, 0, tokens, width), width);
		});
	}

	private static String input(NetBuilder b) {
		return b.openBatchInput("input", 1, 3, IMAGE, IMAGE);
	}
}
