package espalier.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import espalier.graph.Graph;

/** Networks that put branches side by side: DenseNet and GoogLeNet. */
final class ZooConcats {
	private ZooConcats() {}

	/** DenseNet-121 (Huang et al. 2017): every layer reads one concatenation of all before it in its block. */
	static Graph denseNet121(Form form) {
		NetBuilder b = form.builder("densenet121");
		String image = form.image(b);
		String features = b.module("features", () -> {
			String x = b.at("conv0").conv(image, ConvSpec.of(form.width(64), 7).strided(2));
			x = b.at("relu0").relu(b.at("norm0").batchNorm(x));
			x = b.at("pool0").pool("MaxPool", x, 3, 2, 1);
			int[] depths = {6, 12, 24, 16};
			for (int block = 0; block < depths.length; block++) {
				x = denseBlock(b, form, "denseblock" + (block + 1), x, depths[block]);
				if (block < depths.length - 1)
					x = transition(b, "transition" + (block + 1), x);
			}
			return b.at("norm5").batchNorm(x);
		});
		return Parts.classify(b, b.relu(features), "classifier", form.classes());
	}

	private static String denseBlock(NetBuilder b, Form form, String name, String x, int depth) {
		return b.module(name, () -> {
			List<String> all = new ArrayList<>(List.of(x));
			for (int i = 1; i <= depth; i++)
				all.add(b.module("denselayer" + i, () -> denseLayer(b, form.width(32), all)));
			return b.concat(1, all);
		});
	}

	private static String denseLayer(NetBuilder b, int growth, List<String> all) {
		String y = b.at("relu1").relu(b.at("norm1").batchNorm(b.concat(1, all)));
		y = b.at("conv1").conv(y, ConvSpec.of(4 * growth, 1));
		y = b.at("relu2").relu(b.at("norm2").batchNorm(y));
		return b.at("conv2").conv(y, ConvSpec.of(growth, 3));
	}

	private static String transition(NetBuilder b, String name, String x) {
		return b.module(name, () -> {
			String y = b.at("relu").relu(b.at("norm").batchNorm(x));
			y = b.at("conv").conv(y, ConvSpec.of(b.dim(x, 1) / 2, 1));
			return b.at("pool").pool("AveragePool", y, 2);
		});
	}

	/** GoogLeNet (Szegedy et al. 2015) as torchvision has it: batch normalised, 3x3 where 5x5 was. */
	static Graph googLeNet(Form form) {
		NetBuilder b = form.builder("googlenet");
		String x = unit(b, "conv1", form.image(b), ConvSpec.of(form.width(64), 7).strided(2));
		x = b.module("maxpool1", pool(b, x, 3));
		x = unit(b, "conv2", x, ConvSpec.of(form.width(64), 1));
		x = unit(b, "conv3", x, ConvSpec.of(form.width(192), 3));
		x = b.module("maxpool2", pool(b, x, 3));
		x = inception(b, form, "3a", x, 64, 96, 128, 16, 32, 32);
		x = inception(b, form, "3b", x, 128, 128, 192, 32, 96, 64);
		x = b.module("maxpool3", pool(b, x, 3));
		x = inception(b, form, "4a", x, 192, 96, 208, 16, 48, 64);
		x = inception(b, form, "4b", x, 160, 112, 224, 24, 64, 64);
		x = inception(b, form, "4c", x, 128, 128, 256, 24, 64, 64);
		x = inception(b, form, "4d", x, 112, 144, 288, 32, 64, 64);
		x = inception(b, form, "4e", x, 256, 160, 320, 32, 128, 128);
		x = b.module("maxpool4", pool(b, x, 2));
		x = inception(b, form, "5a", x, 256, 160, 320, 32, 128, 128);
		x = inception(b, form, "5b", x, 384, 192, 384, 48, 128, 128);
		return Parts.classify(b, x, "fc", form.classes());
	}

	private static Supplier<String> pool(NetBuilder b, String x, int kernel) {
		return () -> Parts.maxPoolCeil(b, x, kernel, 2);
	}

	private static String inception(NetBuilder b, Form form, String name, String x, int one, int threeIn, int three,
			int fiveIn, int five, int pooled) {
		return b.module("inception" + name, () -> {
			String first = unit(b, "branch1", x, ConvSpec.of(form.width(one), 1));
			String second = b.module("branch2", () -> twice(b, x, form.width(threeIn), form.width(three)));
			String third = b.module("branch3", () -> twice(b, x, form.width(fiveIn), form.width(five)));
			String fourth = b.module("branch4", () -> unit(b, "1", b.at("0").pool("MaxPool", x, 3, 1, 1),
					ConvSpec.of(form.width(pooled), 1)));
			return b.concat(first, second, third, fourth);
		});
	}

	private static String twice(NetBuilder b, String x, int narrow, int wide) {
		return unit(b, "1", unit(b, "0", x, ConvSpec.of(narrow, 1)), ConvSpec.of(wide, 3));
	}

	private static String unit(NetBuilder b, String name, String x, ConvSpec spec) {
		return b.module(name, () -> b.relu(b.at("bn").batchNorm(b.at("conv").conv(x, spec))));
	}
}
