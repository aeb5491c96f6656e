package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Swin-T (Liu et al. 2021): attention in windows that are shifted every other block, and patches merged by fours. */
final class ZooSwin {
	private final NetBuilder b;
	private final Form form;
	private final int window;

	private ZooSwin(NetBuilder b, Form form, int window) {
		this.b = b;
		this.form = form;
		this.window = window;
	}

	static Graph swin(Form form, int patch, int window) {
		return new ZooSwin(form.builder("swin"), form, window).graph(patch);
	}

	private Graph graph(int patch) {
		String x = b.module("patch_embed", () -> {
			String y = ZooVision.patches(b, "proj", form.image(b), form.width(96), patch);
			return b.at("norm").layerNorm(y);
		});
		int[] depths = {2, 2, 6, 2};
		int side = form.image() / patch;
		for (int stage = 0; stage < 4; stage++, side /= 2) {
			String in = x;
			int[] s = {side, depths[stage], 3 << stage, stage};
			x = b.module("layers." + stage, () -> stage(in, s[0], s[1], s[2], s[3] < 3));
		}
		x = b.transpose(b.at("norm").layerNorm(x), 0, 2, 1);
		x = b.flatten(b.at("avgpool").globalPool(x));
		return Parts.classify(b, x, List.of("head"), form.classes());
	}

	private String stage(String x, int side, int depth, int heads, boolean merge) {
		String y = x;
		for (int i = 0; i < depth; i++) {
			String in = y;
			int shift = i % 2 == 1 && side > window ? window / 2 : 0;
			y = b.module("blocks." + i, () -> block(in, side, heads, shift));
		}
		String last = y;
		return merge ? b.module("downsample", () -> merge(last, side)) : y;
	}

	private String block(String x, int side, int heads, int shift) {
		int width = b.dim(x, -1);
		int across = side / window;
		String y = Traced.reshape(b, b.at("norm1").layerNorm(x), side, side, width);
		y = roll(roll(y, 1, shift), 2, shift);
		y = b.transpose(Traced.reshape(b, y, across, window, across, window, width), 0, 1, 3, 2, 4, 5);
		String windows = b.reshape(b.reshape(y, -1, window, window, width), -1, window * window, width);
		y = b.module("attn", () -> attention(windows, heads, side, shift));
		y = Traced.unstack(b, b.reshape(y, -1, window, window, width), across * across, across, across, window, window,
				-1);
		y = b.transpose(y, 0, 1, 3, 2, 4, 5);
		y = Traced.reshape(b, y, side, side, -1);
		y = roll(roll(y, 1, side - shift), 2, side - shift);
		String z = b.add(x, Traced.reshape(b, y, side * side, width));
		return b.add(z, Parts.mlp(b, "mlp", b.at("norm2").layerNorm(z), 4 * width));
	}

	/** Moves the first places of an axis behind its last. */
	private String roll(String x, int axis, int by) {
		int size = b.dim(x, axis);
		return by % size == 0
				? x
				: b.concat(axis, List.of(b.slice(x, axis, by, Long.MAX_VALUE), b.slice(x, axis, 0, by)));
	}

	private String attention(String x, int heads, int side, int shift) {
		int tokens = window * window;
		List<String> qkv = Attention.fused(b, x, heads);
		String q = b.mul(qkv.get(0), Attention.scale(b, b.dim(qkv.get(0), -1)));
		String scores = Attention.products(b, q, qkv.get(1));
		long places = (long) tokens * tokens;
		String bias = b.constant(b.parameter("relative_position_bias"), Tensor.ofFloats("value",
				Shape.of(1, heads, tokens, tokens), b.gaussian(heads * places, 0.5)));
		scores = b.add(scores, bias);
		if (shift > 0) {
			int windows = (side / window) * (side / window);
			String apart = Traced.unstack(b, scores, windows, windows, heads, tokens, tokens);
			scores = b.reshape(b.add(apart, mask(side, shift)), -1, heads, tokens, tokens);
		}
		return Parts.linear(b, "proj", Attention.mix(b, scores, qkv.get(2)), b.dim(x, -1));
	}

	/** Keeps apart what lay at opposite edges before the shift: [1, windows, 1, tokens, tokens]. */
	private String mask(int side, int shift) {
		int across = side / window;
		int tokens = window * window;
		float[] values = new float[across * across * tokens * tokens];
		int i = 0;
		for (int w = 0; w < across * across; w++)
			for (int p = 0; p < tokens; p++)
				for (int q = 0; q < tokens; q++)
					values[i++] = region(w, p, side, shift) == region(w, q, side, shift) ? 0 : -100;
		return b.constant("attn_mask",
				Tensor.ofFloats("value", Shape.of(1, across * across, 1, tokens, tokens), values));
	}

	private int region(int w, int place, int side, int shift) {
		int across = side / window;
		int row = w / across * window + place / window;
		int column = w % across * window + place % window;
		return 3 * band(row, side, shift) + band(column, side, shift);
	}

	private int band(int at, int side, int shift) {
		return at < side - window ? 0 : at < side - shift ? 1 : 2;
	}

	private String merge(String x, int side) {
		int width = b.dim(x, -1);
		String image = Traced.reshape(b, x, side, side, width);
		String merged = b.concat(3, List.of(quarter(image, 0, 0), quarter(image, 1, 0), quarter(image, 0, 1),
				quarter(image, 1, 1)));
		String flat = Traced.reshape(b, merged, -1, 4L * width);
		return Parts.linear(b, "reduction", b.at("norm").layerNorm(flat), 2 * width, false);
	}

	private String quarter(String image, int row, int column) {
		return Traced.everySecond(b, Traced.everySecond(b, image, 1, row), 2, column);
	}
}
