package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;

/** Networks without skips: AlexNet, VGG, SqueezeNet. */
final class ZooPlain {
	private static final int POOL = 0;

	private ZooPlain() {}

	/** Krizhevsky 2014, as torchvision has it. */
	static Graph alexNet(Form form) {
		NetBuilder b = form.builder("alexnet");
		String image = form.image(b);
		String x = b.module("features", () -> {
			String y = relu(b, "1", b.at("0").conv(image, new ConvSpec(form.width(64), 11, 4, 2, 1, 1, true)));
			y = relu(b, "4", b.at("3").conv(b.at("2").pool("MaxPool", y, 3, 2, 0),
					ConvSpec.of(form.width(192), 5).biased()));
			y = b.at("5").pool("MaxPool", y, 3, 2, 0);
			y = relu(b, "7", b.at("6").conv(y, ConvSpec.of(form.width(384), 3).biased()));
			y = relu(b, "9", b.at("8").conv(y, ConvSpec.of(form.width(256), 3).biased()));
			y = relu(b, "11", b.at("10").conv(y, ConvSpec.of(form.width(256), 3).biased()));
			return b.at("12").pool("MaxPool", y, 3, 2, 0);
		});
		return classify(b, x, form, List.of("1", "4", "6"));
	}

	/** Eleven layers with batch normalisation (Simonyan and Zisserman 2015). */
	static Graph vgg11(Form form) {
		return vgg("vgg11", form, 64, POOL, 128, POOL, 256, 256, POOL, 512, 512, POOL, 512, 512, POOL);
	}

	/** Sixteen layers with batch normalisation. */
	static Graph vgg16(Form form) {
		return vgg("vgg16", form, 64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL, 512, 512, 512, POOL, 512, 512,
				512, POOL);
	}

	private static Graph vgg(String name, Form form, int... widths) {
		NetBuilder b = form.builder(name);
		String image = form.image(b);
		String features = b.module("features", () -> {
			String x = image;
			int child = 0;
			for (int width : widths) {
				if (width == POOL) {
					x = b.at("" + child++).pool("MaxPool", x, 2);
					continue;
				}
				x = b.at("" + child++).conv(x, ConvSpec.of(form.width(width), 3).biased());
				x = b.at("" + child++).batchNorm(x);
				x = relu(b, "" + child++, x);
			}
			return x;
		});
		return classify(b, features, form, List.of("0", "3", "6"));
	}

	/** A pool to the size that is there already, flatten with space left over, three fully connected layers. */
	private static Graph classify(NetBuilder b, String features, Form form, List<String> layers) {
		String x = b.flatten(b.at("avgpool").pool("AveragePool", features, 1));
		String logits = b.module("classifier", () -> {
			int wide = form.width(4096);
			String y = relu(b, "2", b.at(layers.get(0)).gemm(x, wide, true, true));
			y = relu(b, "5", b.at(layers.get(1)).gemm(y, wide, true, true));
			return b.at(layers.get(2)).gemm(y, form.classes(), true, true);
		});
		b.output(logits, "logits");
		return b.build();
	}

	/** SqueezeNet 1.1 (Iandola et al. 2016): squeeze, then 1x1 and 3x3 side by side; a convolution classifies. */
	static Graph squeezeNet(Form form) {
		NetBuilder b = form.builder("squeezenet");
		String image = form.image(b);
		String features = b.module("features", () -> {
			String x = b.at("0").conv(image, new ConvSpec(form.width(64), 3, 2, 0, 1, 1, true));
			x = b.module("2", pool(b, relu(b, "1", x)));
			x = fire(b, form, "3", x, 16, 64);
			x = b.module("5", pool(b, fire(b, form, "4", x, 16, 64)));
			x = fire(b, form, "6", x, 32, 128);
			x = b.module("8", pool(b, fire(b, form, "7", x, 32, 128)));
			x = fire(b, form, "9", x, 48, 192);
			x = fire(b, form, "10", x, 48, 192);
			x = fire(b, form, "11", x, 64, 256);
			return fire(b, form, "12", x, 64, 256);
		});
		String scores = b.module("classifier", () -> b.at("3").globalPool(
				relu(b, "2", b.at("1").conv(features, ConvSpec.of(form.classes(), 1).biased()))));
		b.output(b.flatten(scores), "logits");
		return b.build();
	}

	private static java.util.function.Supplier<String> pool(NetBuilder b, String x) {
		return () -> Parts.maxPoolCeil(b, x, 3, 2);
	}

	private static String fire(NetBuilder b, Form form, String name, String x, int squeeze, int expand) {
		return b.module(name, () -> {
			String y = b.at("squeeze").conv(x, ConvSpec.of(form.width(squeeze), 1).biased());
			String narrow = relu(b, "squeeze_activation", y);
			ConvSpec one = ConvSpec.of(form.width(expand), 1).biased();
			String left = relu(b, "expand1x1_activation", b.at("expand1x1").conv(narrow, one));
			ConvSpec three = ConvSpec.of(form.width(expand), 3).biased();
			String right = relu(b, "expand3x3_activation", b.at("expand3x3").conv(narrow, three));
			return b.concat(left, right);
		});
	}

	private static String relu(NetBuilder b, String name, String x) {
		return b.at(name).relu(x);
	}
}
