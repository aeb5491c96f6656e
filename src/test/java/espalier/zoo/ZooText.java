package espalier.zoo;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** An encoder of text: BERT (Devlin et al. 2019), embeddings from token ids and an attention mask that is an input. */
final class ZooText {
	private static final int BLOCKS = 12;
	private static final int HEADS = 12;

	private final NetBuilder b;
	private final int width;

	private ZooText(NetBuilder b, int width) {
		this.b = b;
		this.width = width;
	}

	/** @param positions rows of the position embedding, at least as many as there are tokens */
	static Graph bert(Form form, int positions) {
		return new ZooText(form.builder("bert"), form.width(768)).graph(form, positions);
	}

	private Graph graph(Form form, int positions) {
		String ids = form.tokens(b, "input_ids");
		String given = form.tokens(b, "attention_mask");
		String mask = b.castToFloat(Traced.unsqueeze(b, Traced.unsqueeze(b, given, 1), 2));
		mask = b.mul(b.binary("Sub", b.number(1), mask), b.number(-10000));
		String apart = mask;
		String embedded = b.module("embeddings", () -> embeddings(ids, form, positions));
		String encoded = b.module("encoder", () -> {
			String x = embedded;
			for (int i = 0; i < BLOCKS; i++) {
				String in = x;
				x = b.module("layer." + i, () -> layer(in, apart));
			}
			return x;
		});
		String pooled = b.module("pooler", () -> b.at("activation").unary("Tanh",
				b.at("dense").gemm(Traced.pick(b, encoded, 1, 0), width, true, true)));
		b.output(encoded, "last_hidden_state");
		b.output(pooled, "pooler_output");
		return b.build();
	}

	private String embeddings(String ids, Form form, int positions) {
		long[] places = new long[form.image()];
		java.util.Arrays.setAll(places, i -> i);
		String words = embedding("word_embeddings", form.classes(), ids);
		String types = embedding("token_type_embeddings", 2, b.constant("token_type_ids",
				Tensor.ofLongs("value", Shape.of(1, places.length), new long[places.length])));
		String where = embedding("position_embeddings", positions,
				b.constant("position_ids", Tensor.ofLongs("value", Shape.of(1, places.length), places)));
		return Norms.layer(b, "LayerNorm", b.add(b.add(words, types), where));
	}

	private String embedding(String name, int rows, String ids) {
		return b.module(name, () -> embedding(b, b.weight(b.parameter("weight"), Shape.of(rows, width),
				b.gaussian((long) rows * width, 0.7)), ids));
	}

	/** Rows of a table by whole numbers: [batch, tokens] to [batch, tokens, width]. */
	static String embedding(NetBuilder b, String table, String ids) {
		return b.emit("Gather", Shape.of(b.dim(ids, 0), b.dim(ids, 1), b.dim(table, 1)), Emitter.attributes(), table,
				ids);
	}

	private String layer(String x, String mask) {
		String attended = b.module("attention", () -> {
			String mixed = b.module("self", () -> attention(x, mask));
			return b.module("output", () -> addAndNorm(mixed, x));
		});
		String hidden = b.module("intermediate", () -> Parts.gelu(b, "intermediate_act_fn",
				Parts.linear(b, "dense", attended, 4 * width)));
		return b.module("output", () -> addAndNorm(hidden, attended));
	}

	private String attention(String x, String mask) {
		String q = Parts.linear(b, "query", x, width);
		String k = Attention.heads(b, Parts.linear(b, "key", x, width), HEADS);
		String v = Attention.heads(b, Parts.linear(b, "value", x, width), HEADS);
		q = Attention.heads(b, q, HEADS);
		String scores = b.binary("Div", Attention.products(b, q, k), b.number((float) Math.sqrt(b.dim(q, -1))));
		return Attention.mix(b, b.add(scores, mask), v);
	}

	private String addAndNorm(String x, String skip) {
		return Norms.layer(b, "LayerNorm", b.add(Parts.linear(b, "dense", x, width), skip));
	}
}
