package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;

/** ConvNeXt-T (Liu et al. 2022): normalises channels that are turned to the end, scales blocks by channel. */
final class ZooConvNext {
	private ZooConvNext() {}

	static Graph convNext(Form form) {
		NetBuilder b = form.builder("convnext");
		String image = form.image(b);
		int[] depths = {3, 3, 9, 3};
		String features = b.module("features", () -> {
			String x = b.module("0", () -> Norms.channels(b, "1",
					b.at("0").conv(image, new ConvSpec(form.width(96), 4, 4, 0, 1, 1, true))));
			for (int stage = 0; stage < 4; stage++) {
				if (stage > 0)
					x = downsample(b, "" + 2 * stage, x, form.width(96 << stage));
				for (int i = 0; i < depths[stage]; i++) {
					String in = x;
					String child = "" + i;
					x = b.module("" + (2 * stage + 1), () -> b.module(child, () -> block(b, in)));
				}
			}
			return x;
		});
		String pooled = b.at("avgpool").globalPool(features);
		String vector = b.module("classifier", () -> b.at("1").flatten(Norms.channels(b, "0", pooled)));
		return Parts.classify(b, vector, List.of("classifier", "2"), form.classes());
	}

	private static String downsample(NetBuilder b, String name, String x, int width) {
		return b.module(name,
				() -> b.at("1").conv(Norms.channels(b, "0", x), new ConvSpec(width, 2, 2, 0, 1, 1, true)));
	}

	private static String block(NetBuilder b, String x) {
		int width = b.dim(x, 1);
		String y = b.module("block", () -> {
			String z = b.at("0").conv(x, ConvSpec.of(width, 7).grouped(width).biased());
			z = b.at("1").transpose(z, 0, 2, 3, 1);
			String turned = z;
			z = b.module("2", () -> Norms.last(b, turned));
			z = Parts.gelu(b, "4", Parts.linear(b, "3", z, 4 * width));
			return b.at("6").transpose(Parts.linear(b, "5", z, width), 0, 3, 1, 2);
		});
		String gamma = b.weight(b.parameter("layer_scale"), Shape.of(width, 1, 1), b.uniform(width, 0.5, 1));
		return b.add(b.mul(gamma, y), x);
	}
}
