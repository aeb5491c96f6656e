package espalier.zoo;

import java.util.List;

/** Attention of several heads (Vaswani et al. 2017) in the spellings that are met. */
final class Attention {
	private Attention() {}

	/** Queries, keys, values from one layer: reshape to [batch, tokens, 3, heads, dim], transpose, gather 0, 1, 2. */
	static List<String> fused(NetBuilder b, String x, int heads) {
		int width = b.dim(x, -1);
		int tokens = b.dim(x, 1);
		String qkv = Parts.linear(b, "qkv", x, 3 * width);
		qkv = b.transpose(Traced.reshape(b, qkv, tokens, 3, heads, width / heads), 2, 0, 3, 1, 4);
		return List.of(Traced.pick(b, qkv, 0, 0), Traced.pick(b, qkv, 0, 1), Traced.pick(b, qkv, 0, 2));
	}

	/** A layer's result as [batch, heads, tokens, dim]. */
	static String heads(NetBuilder b, String x, int heads) {
		return b.transpose(Traced.reshape(b, x, b.dim(x, 1), heads, b.dim(x, -1) / heads), 0, 2, 1, 3);
	}

	/** Products of every query with every key. */
	static String products(NetBuilder b, String q, String k) {
		return b.matMulOf(q, b.transpose(k, 0, 1, 3, 2));
	}

	/** The values weighted by the softmax of scores, heads side by side again: [batch, tokens, width]. */
	static String mix(NetBuilder b, String scores, String v) {
		String y = b.transpose(b.matMulOf(b.softmax(scores, -1), v), 0, 2, 1, 3);
		return Traced.reshape(b, y, b.dim(y, 1), (long) b.dim(y, 2) * b.dim(y, 3));
	}

	static String scale(NetBuilder b, int dim) {
		return b.number((float) (1 / Math.sqrt(dim)));
	}
}
