package espalier.zoo;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;

/** After EfficientDet (Tan et al. 2020): levels summed by learned weights, one head for all levels. */
final class ZooBiFpn {
	private static final int LEVELS = 4;
	private static final int LAYERS = 3;

	private final NetBuilder b;
	private final int width;
	private final int classes;

	private ZooBiFpn(NetBuilder b, Form form) {
		this.b = b;
		this.width = form.width(64);
		this.classes = form.classes();
	}

	static Graph biFpn(Form form) {
		NetBuilder b = form.builder("bifpn");
		return new ZooBiFpn(b, form).graph(form.image(b));
	}

	private Graph graph(String image) {
		List<String> levels = new ArrayList<>();
		String x = b.relu(Parts.convBn(b, "stem", image, ConvSpec.of(width / 2, 3).strided(2)));
		for (int i = 0; i < LEVELS; i++) {
			x = b.relu(Parts.convBn(b, "backbone." + i, x, ConvSpec.of((width / 2) * (i + 1), 3).strided(2)));
			levels.add(Parts.convBn(b, "lateral." + i, x, ConvSpec.of(width, 1)));
		}
		List<String> fused = List.copyOf(levels);
		for (int i = 0; i < LAYERS; i++) {
			List<String> in = fused;
			fused = b.module("bifpn." + i, () -> layer(in));
		}
		head(fused);
		return b.build();
	}

	/** From coarse to fine, then back, each level a weighted sum of what comes in. */
	private List<String> layer(List<String> in) {
		List<String> down = new ArrayList<>(in);
		for (int i = LEVELS - 2; i >= 0; i--)
			down.set(i, node("up." + i, List.of(in.get(i), b.resizeTwice(down.get(i + 1)))));
		List<String> out = new ArrayList<>(down);
		for (int i = 1; i < LEVELS; i++) {
			String smaller = b.pool("MaxPool", out.get(i - 1), 3, 2, 1);
			out.set(i, node("down." + i, i < LEVELS - 1
					? List.of(in.get(i), down.get(i), smaller)
					: List.of(in.get(i), smaller)));
		}
		return out;
	}

	private String node(String name, List<String> in) {
		return b.module(name, () -> {
			int n = in.size();
			String weights = b.relu(b.weight(b.parameter("weight"), Shape.of(n), b.uniform(n, 0.5, 1.5)));
			String sum = b.emit("ReduceSum", Shape.of(1), Emitter.attributes("keepdims", 1), weights, b.longs(0));
			String shares = b.binary("Div", weights, b.add(sum, b.number(1e-4f)));
			String y = b.mul(Traced.pick(b, shares, 0, 0), in.getFirst());
			for (int i = 1; i < n; i++)
				y = b.add(y, b.mul(Traced.pick(b, shares, 0, i), in.get(i)));
			y = b.at("depthwise").depthwise(b.silu(y), ConvSpec.of(width, 3));
			return b.at("bn").batchNorm(b.at("pointwise").conv(y, ConvSpec.of(width, 1).biased()));
		});
	}

	/** The convolutions are the same for all levels, the normalisations are not. */
	private void head(List<String> levels) {
		ConvSpec deep = ConvSpec.of(width, 3).grouped(width);
		ConvSpec point = ConvSpec.of(width, 1).biased();
		ConvSpec last = ConvSpec.of(classes, 1).biased();
		String like = levels.getFirst();
		String first = b.convWeight("head.depthwise.weight", like, deep);
		String second = b.convWeight("head.pointwise.weight", like, point);
		String bias = b.bias("head.pointwise", width);
		String third = b.convWeight("head.predict.weight", like, last);
		String lastBias = b.bias("head.predict", classes);
		List<String> rows = new ArrayList<>();
		for (String level : levels) {
			String y = b.module("head", () -> {
				String z = b.at("depthwise").conv(level, deep, first, null);
				z = b.silu(b.at("bn").batchNorm(b.at("pointwise").conv(z, point, second, bias)));
				return b.at("predict").conv(z, last, third, lastBias);
			});
			rows.add(Traced.reshape(b, b.transpose(y, 0, 2, 3, 1), -1, classes));
		}
		b.output(b.sigmoid(b.concat(1, rows)), "scores");
	}
}
