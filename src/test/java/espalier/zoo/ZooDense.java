package espalier.zoo;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Graph;

/** Networks from images to images: U-Net, and super-resolution by rearranged channels. */
final class ZooDense {
	private ZooDense() {}

	/** U-Net (Ronneberger et al. 2015) with batch normalisation: down by pools, up by transposed convolutions. */
	static Graph uNet(Form form) {
		NetBuilder b = form.builder("unet");
		List<String> down = new ArrayList<>(List.of(twice(b, "inc", form.image(b), form.width(64))));
		for (int i = 1; i <= 4; i++) {
			String in = down.getLast();
			int width = form.width(64 << i);
			down.add(b.module("down" + i, () -> b.module("maxpool_conv", () -> {
				String small = b.at("0").pool("MaxPool", in, 2);
				return b.module("1", () -> twice(b, "double_conv", small, width));
			})));
		}
		String x = down.getLast();
		for (int i = 1; i <= 4; i++) {
			String in = x;
			String skip = down.get(4 - i);
			int width = b.dim(skip, 1);
			x = b.module("up" + i, () -> {
				String wide = b.at("up").convTranspose(in, new ConvSpec(width, 2, 2, 0, 1, 1, true));
				String joined = b.concat(skip, wide);
				return b.module("conv", () -> twice(b, "double_conv", joined, width));
			});
		}
		String last = x;
		b.output(b.module("outc", () -> b.at("conv").conv(last, ConvSpec.of(form.classes(), 1).biased())), "mask");
		return b.build();
	}

	private static String twice(NetBuilder b, String name, String x, int width) {
		return b.module(name, () -> {
			String y = b.at("2").relu(Parts.convBn(b, x, ConvSpec.of(width, 3)));
			return b.at("5").relu(b.at("4").batchNorm(b.at("3").conv(y, ConvSpec.of(width, 3))));
		});
	}

	/** EDSR baseline (Lim et al. 2017): residual blocks without normalisation, then twice the size by DepthToSpace. */
	static Graph edsr(Form form) {
		NetBuilder b = form.builder("edsr");
		int width = form.width(64);
		String head = conv(b, List.of("head", "0"), form.image(b), width);
		String body = b.module("body", () -> {
			String x = head;
			for (int i = 0; i < 16; i++) {
				String in = x;
				x = b.module("" + i, () -> {
					String y = b.module("body", () -> b.at("2").conv(
							b.at("1").relu(b.at("0").conv(in, ConvSpec.of(width, 3).biased())),
							ConvSpec.of(width, 3).biased()));
					return b.add(b.mul(y, b.number(0.3f)), in);
				});
			}
			return b.add(b.at("16").conv(x, ConvSpec.of(width, 3).biased()), head);
		});
		String large = b.module("tail", () -> b.module("0",
				() -> b.at("1").depthToSpace(b.at("0").conv(body, ConvSpec.of(4 * width, 3).biased()))));
		b.output(conv(b, List.of("tail", "1"), large, 3), "image");
		return b.build();
	}

	/** ESPCN (Shi et al. 2016): three times the size by reshape, transpose, reshape. */
	static Graph espcn(Form form) {
		NetBuilder b = form.builder("espcn");
		String image = form.image(b);
		String features = b.module("feature_maps", () -> {
			String x = b.at("1").unary("Tanh", b.at("0").conv(image, ConvSpec.of(form.width(64), 5).biased()));
			return b.at("3").unary("Tanh", b.at("2").conv(x, ConvSpec.of(form.width(32), 3).biased()));
		});
		int times = 3;
		String large = b.module("sub_pixel", () -> {
			String x = b.at("0").conv(features, ConvSpec.of(3 * times * times, 3).biased());
			return b.module("1", () -> shuffle(b, x, times));
		});
		b.output(large, "image");
		return b.build();
	}

	private static String shuffle(NetBuilder b, String x, int times) {
		int colours = b.dim(x, 1) / (times * times);
		int high = b.dim(x, 2);
		int wide = b.dim(x, 3);
		String apart = b.transpose(Traced.reshape(b, x, colours, times, times, high, wide), 0, 1, 4, 2, 5, 3);
		return Traced.reshape(b, apart, colours, (long) high * times, (long) wide * times);
	}

	private static String conv(NetBuilder b, List<String> path, String x, int width) {
		return b.module(path.getFirst(), () -> b.at(path.getLast()).conv(x, ConvSpec.of(width, 3).biased()));
	}
}
