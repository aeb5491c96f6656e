package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** GPT-2 (Radford et al. 2019): queries, keys and values from one layer, split; layers on tokens below each other. */
final class ZooGpt2 {
	private static final int BLOCKS = 12;
	private static final int HEADS = 12;

	private ZooGpt2() {}

	/** @param positions rows of the position embedding, at least as many as there are tokens */
	static Graph gpt2(Form form, int positions) {
		NetBuilder b = form.builder("gpt2");
		int width = form.width(768);
		int tokens = form.image();
		String ids = form.tokens(b, "input_ids");
		String table = b.weight("transformer.wte.weight", Shape.of(form.classes(), width),
				b.gaussian((long) form.classes() * width, 0.5));
		String x = b.module("transformer", () -> {
			String words = b.module("wte", () -> ZooText.embedding(b, table, ids));
			String where = b.module("wpe", () -> places(b, positions, width, tokens));
			String y = b.add(words, where);
			for (int i = 0; i < BLOCKS; i++) {
				String in = y;
				y = b.module("h." + i, () -> block(b, in));
			}
			return b.at("ln_f").layerNorm(y);
		});
		String flat = b.reshape(x, -1, width);
		String scores = b.module("lm_head", () -> b.emit("Gemm", Shape.of(b.dim(flat, 0), form.classes()),
				Emitter.attributes("transB", 1), flat, table));
		b.output(Traced.reshapeAs(b, scores, ids, tokens, form.classes()), "logits");
		return b.build();
	}

	private static String places(NetBuilder b, int positions, int width, int tokens) {
		long[] places = new long[tokens];
		java.util.Arrays.setAll(places, i -> i);
		String table = b.weight(b.parameter("weight"), Shape.of(positions, width),
				b.gaussian((long) positions * width, 0.2));
		return ZooText.embedding(b, table,
				b.constant("position_ids", Tensor.ofLongs("value", Shape.of(1, tokens), places)));
	}

	private static String block(NetBuilder b, String x) {
		int width = b.dim(x, -1);
		String y = b.at("ln_1").layerNorm(x);
		String z = b.add(b.module("attn", () -> {
			List<String> qkv = Traced.chunk(b, onRows(b, "c_attn", y, 3 * width), 2, 3);
			String q = Attention.heads(b, qkv.get(0), HEADS);
			String k = Attention.heads(b, qkv.get(1), HEADS);
			String v = Attention.heads(b, qkv.get(2), HEADS);
			String scores = b.binary("Div", Attention.products(b, q, k), b.number((float) Math.sqrt(b.dim(q, -1))));
			String masked = b.emit("Where", b.shape(scores), Emitter.attributes(), causal(b, b.dim(x, 1)), scores,
					b.number(-Float.MAX_VALUE));
			return onRows(b, "c_proj", Attention.mix(b, masked, v), width);
		}), x);
		String w = b.at("ln_2").layerNorm(z);
		return b.add(z, b.module("mlp", () -> {
			String hidden = onRows(b, "c_fc", w, 4 * width);
			return onRows(b, "c_proj", b.module("act", () -> geluByTanh(b, hidden)), width);
		}));
	}

	/** A layer on tokens that stand below each other: reshape, Gemm, reshape back. */
	private static String onRows(NetBuilder b, String name, String x, int out) {
		return b.module(name, () -> {
			int in = b.dim(x, -1);
			String rows = b.reshape(x, -1, in);
			String weight = b.weight(b.parameter("weight"), Shape.of(in, out),
					b.gaussian((long) in * out, Math.sqrt(1.0 / in)));
			String bias = b.weight(b.parameter("bias"), Shape.of(out), b.gaussian(out, 0.1));
			String y = b.emit("Gemm", Shape.of(b.dim(rows, 0), out), Emitter.attributes(), rows, weight, bias);
			return Traced.reshapeAs(b, y, x, b.dim(x, 1), out);
		});
	}

	private static String geluByTanh(NetBuilder b, String x) {
		String cube = b.binary("Pow", x, b.number(3));
		String inner = b.mul(b.add(x, b.mul(cube, b.number(0.044715f))), b.number((float) Math.sqrt(2 / Math.PI)));
		return b.mul(b.mul(x, b.number(0.5f)), b.add(b.unary("Tanh", inner), b.number(1)));
	}

	/** Whether a token may look at another: itself and those before it. */
	private static String causal(NetBuilder b, int tokens) {
		return b.emit("Cast", Shape.of(1, 1, tokens, tokens), Emitter.attributes("to", 9), lowerTriangle(b, tokens));
	}

	private static String lowerTriangle(NetBuilder b, int tokens) {
		float[] values = new float[tokens * tokens];
		for (int i = 0; i < values.length; i++)
			values[i] = i % tokens <= i / tokens ? 1 : 0;
		return b.constant("bias", Tensor.ofFloats("value", Shape.of(1, 1, tokens, tokens), values));
	}
}
