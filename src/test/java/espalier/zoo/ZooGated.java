package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;

/** Networks that scale one half of their channels by the other: gated linear units, and NAFNet. */
final class ZooGated {
	private ZooGated() {}

	/** Residual blocks of a gated linear unit and attention over channels (Woo et al. 2018: by mean and by maximum). */
	static Graph gluNet(Form form) {
		NetBuilder b = form.builder("glunet");
		int width = form.width(64);
		String x = b.relu(Parts.convBn(b, "stem", form.image(b), ConvSpec.of(width, 3).strided(2)));
		for (int i = 0; i < 4; i++) {
			String in = x;
			x = b.module("blocks." + i, () -> {
				String y = b.at("bn").batchNorm(b.at("conv").conv(in, ConvSpec.of(2 * width, 3)));
				String gated = b.module("glu", () -> Parts.glu(b, y, 1));
				return b.add(in, b.module("attention", () -> attend(b, gated, width / 4)));
			});
		}
		return Parts.classify(b, x, "fc", form.classes());
	}

	/** The same two layers for the mean and the maximum of each channel. */
	private static String attend(NetBuilder b, String x, int narrow) {
		ConvSpec in = ConvSpec.of(narrow, 1);
		ConvSpec out = ConvSpec.of(b.dim(x, 1), 1);
		String mean = b.at("avg_pool").globalPool(x);
		String most = b.at("max_pool").emit("GlobalMaxPool", b.shape(mean), Emitter.attributes(), x);
		String first = b.convWeight(b.parameter("fc.0.weight"), mean, in);
		String left = b.at("relu").relu(b.at("fc.0").conv(mean, in, first, null));
		String right = b.at("relu").relu(b.at("fc.0").conv(most, in, first, null));
		String second = b.convWeight(b.parameter("fc.2.weight"), left, out);
		left = b.at("fc.2").conv(left, out, second, null);
		right = b.at("fc.2").conv(right, out, second, null);
		return b.mul(x, b.sigmoid(b.add(left, right)));
	}

	/** After NAFNet (Chen et al. 2022): a gate is nothing but the product of two halves; up by DepthToSpace. */
	static Graph nafNet(Form form) {
		NetBuilder b = form.builder("nafnet");
		String image = form.image(b);
		String x = b.at("intro").conv(image, ConvSpec.of(form.width(32), 3).biased());
		String wide = simple(b, "encoders.0", x);
		x = b.at("downs.0").conv(wide, new ConvSpec(2 * b.dim(wide, 1), 2, 2, 0, 1, 1, true));
		x = simple(b, "middle_blks.1", simple(b, "middle_blks.0", x));
		String deep = x;
		x = b.module("ups.0", () -> b.at("1").depthToSpace(b.at("0").conv(deep, ConvSpec.of(2 * b.dim(deep, 1), 1))));
		x = simple(b, "decoders.0", b.add(x, wide));
		b.output(b.add(b.at("ending").conv(x, ConvSpec.of(3, 3).biased()), image), "image");
		return b.build();
	}

	private static String simple(NetBuilder b, String name, String x) {
		return b.module(name, () -> {
			int width = b.dim(x, 1);
			String y = b.at("conv1").conv(Norms.channels(b, "norm1", x), ConvSpec.of(2 * width, 1).biased());
			y = gate(b, b.at("conv2").conv(y, ConvSpec.of(2 * width, 3).grouped(2 * width).biased()));
			String scale = b.at("sca.1").conv(b.at("sca.0").globalPool(y), ConvSpec.of(width, 1).biased());
			y = b.at("conv3").conv(b.mul(y, scale), ConvSpec.of(width, 1).biased());
			String z = b.add(x, b.mul(y, perChannel(b, "beta", width)));
			String w = b.at("conv4").conv(Norms.channels(b, "norm2", z), ConvSpec.of(2 * width, 1).biased());
			w = b.at("conv5").conv(b.module("sg", gateOf(b, w)), ConvSpec.of(width, 1).biased());
			return b.add(z, b.mul(w, perChannel(b, "gamma", width)));
		});
	}

	private static java.util.function.Supplier<String> gateOf(NetBuilder b, String x) {
		return () -> gate(b, x);
	}

	private static String gate(NetBuilder b, String x) {
		List<String> halves = Traced.chunk(b, x, 1, 2);
		return b.mul(halves.getFirst(), halves.getLast());
	}

	private static String perChannel(NetBuilder b, String name, int width) {
		return b.weight(b.parameter(name), Shape.of(1, width, 1, 1), b.uniform(width, 0.3, 0.8));
	}
}
