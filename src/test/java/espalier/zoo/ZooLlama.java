package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/**
 * A decoder after Llama (Touvron et al. 2023) in the sizes of SmolLM-135M: keys and values shared by three query heads,
 * rotated positions, gated layers, and one table for the tokens that go in and come out.
 */
final class ZooLlama {
	private static final int HEADS = 9;
	private static final int SHARED = 3;
	private static final float NEVER = -3.4e38f;

	private final NetBuilder b;
	private final Form form;
	private final int width;
	private final int dim;

	private ZooLlama(NetBuilder b, Form form) {
		this.b = b;
		this.form = form;
		this.width = form.width(576);
		this.dim = width / HEADS;
	}

	static Graph llama(Form form, int blocks) {
		return new ZooLlama(form.builder("llama"), form).graph(blocks);
	}

	private Graph graph(int blocks) {
		int tokens = form.image();
		String ids = form.tokens(b, "input_ids");
		String table = b.weight("model.embed_tokens.weight", Shape.of(form.classes(), width),
				b.gaussian((long) form.classes() * width, 0.5));
		String mask = b.constant("model.causal_mask",
				Tensor.ofFloats("value", Shape.of(1, 1, tokens, tokens), causal(tokens)));
		String cos = angles("model.rotary_emb.cos", true);
		String sin = angles("model.rotary_emb.sin", false);
		String x = b.module("model", () -> {
			String y = b.module("embed_tokens", () -> ZooText.embedding(b, table, ids));
			for (int i = 0; i < blocks; i++) {
				String in = y;
				y = b.module("layers." + i, () -> block(in, cos, sin, mask));
			}
			return Norms.rms(b, "norm", y);
		});
		b.output(b.module("lm_head", () -> b.matMulOf(x, b.transpose(table, 1, 0))), "logits");
		return b.build();
	}

	private String block(String x, String cos, String sin, String mask) {
		String y = Norms.rms(b, "input_layernorm", x);
		String z = b.add(x, b.module("self_attn", () -> attention(y, cos, sin, mask)));
		String w = Norms.rms(b, "post_attention_layernorm", z);
		return b.add(z, b.module("mlp", () -> {
			String gate = Parts.silu(b, "act_fn", Parts.linear(b, "gate_proj", w, form.width(1536), false));
			String up = Parts.linear(b, "up_proj", w, form.width(1536), false);
			return Parts.linear(b, "down_proj", b.mul(gate, up), width, false);
		}));
	}

	private String attention(String x, String cos, String sin, String mask) {
		int groups = HEADS / SHARED;
		String q = Attention.heads(b, Parts.linear(b, "q_proj", x, width, false), HEADS);
		String k = Attention.heads(b, Parts.linear(b, "k_proj", x, groups * dim, false), groups);
		String v = Attention.heads(b, Parts.linear(b, "v_proj", x, groups * dim, false), groups);
		q = rotate(q, cos, sin);
		k = repeat(rotate(k, cos, sin));
		String scores = b.mul(Attention.products(b, q, k), Attention.scale(b, dim));
		return Parts.linear(b, "o_proj", Attention.mix(b, b.add(scores, mask), repeat(v)), width, false);
	}

	/** Rotary position embedding (Su et al. 2021): x cos + (-second half, first half) sin. */
	private String rotate(String x, String cos, String sin) {
		String first = b.slice(x, 3, 0, dim / 2);
		String second = b.slice(x, 3, dim / 2, Long.MAX_VALUE);
		String turned = b.concat(3, List.of(b.unary("Neg", second), first));
		return b.add(b.mul(x, cos), b.mul(turned, sin));
	}

	/** Every head of keys or values as often as query heads share it: unsqueeze, expand, reshape. */
	private String repeat(String x) {
		int groups = b.dim(x, 1);
		int tokens = b.dim(x, 2);
		String apart = Traced.unsqueeze(b, x, 2);
		Shape out = b.shape(apart).with(2, SHARED);
		String many = b.open()
				? Traced.expandTo(b, apart, b.concat(0, List.of(b.size(x, 0), b.longs(groups), b.longs(SHARED),
						b.size(x, 2), b.longs(dim))), out)
				: b.emit("Expand", out, Emitter.attributes(), apart, b.longs(out.toArray()));
		return Traced.reshapeAs(b, many, x, (long) groups * SHARED, tokens, dim);
	}

	private String angles(String name, boolean cosine) {
		int tokens = form.image();
		float[] values = new float[tokens * dim];
		for (int i = 0; i < values.length; i++) {
			double angle = i / dim * Math.pow(10000, -2.0 * (i % dim % (dim / 2)) / dim);
			values[i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
		}
		return b.constant(name, Tensor.ofFloats("value", Shape.of(1, 1, tokens, dim), values));
	}

	private static float[] causal(int tokens) {
		float[] values = new float[tokens * tokens];
		for (int i = 0; i < values.length; i++)
			values[i] = i % tokens <= i / tokens ? 0 : NEVER;
		return values;
	}
}
