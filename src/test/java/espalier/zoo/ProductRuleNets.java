package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.free;
import static espalier.zoo.RuleNet.image;

import java.util.stream.Stream;

import espalier.graph.Shape;

/** Tiny networks in which an axis is the product of others: groups of convolutions, heads of attention. */
final class ProductRuleNets {
	private ProductRuleNets() {}

	static Stream<RuleNet> all() {
		NetBuilder grouped = new NetBuilder("rule", 7);
		NetBuilder wide = new NetBuilder("rule", 7);
		return Stream.of(
				image("grouped convolution", "a(4) a.groups(2) g(3)", 8,
						x -> grouped.as("g").conv(x, ConvSpec.of(6, 3).grouped(2)), grouped),
				image("depthwise with two filters a channel", "a(6) dw(2)", 6,
						x -> wide.as("dw").conv(x, ConvSpec.of(12, 3).grouped(6)), wide),
				free("Einsum attention", "q.heads(2) q.head_dim(4) v(4)", ProductRuleNets::einsumAttention),
				free("Einsum with dots", "a(6) mix(5)", (b, x) -> {
					String a = b.as("a").linear(x, 6);
					String y = b.as("mix").emit("Einsum", Shape.of(2, 5, 5), attributes("equation", "...i,oi->...o"), a,
							b.weight("w", Shape.of(5, 6), b.gaussian(30, 0.4)));
					return b.as("last").linear(y, 2);
				}), free("attention, MatMul by MatMul", "q.head_dim(4) q.heads(2) v.head_dim(4)", (b, x) -> {
					String y = attend(b, heads(b, "q", x, 2, 4), heads(b, "k", x, 2, 4), heads(b, "v", x, 2, 4));
					return b.as("o").linear(b.reshape(b.transpose(y, 0, 2, 1, 3), 0, 0, -1), 3);
				}), free("attention over fused projections", "qkv.head_dim(4) qkv.heads(2)",
						ProductRuleNets::fusedAttention),
				free("attention with more heads than values are wide", "q.head_dim(6) q.heads(4) v.head_dim(2)",
						(b, x) -> {
							String y = attend(b, heads(b, "q", x, 4, 6), heads(b, "k", x, 4, 6),
									heads(b, "v", x, 4, 2));
							return b.as("o").linear(b.reshape(b.transpose(y, 0, 2, 1, 3), 0, 0, -1), 3);
						}),
				free("Einsum with letters of size one", "a(6)", (b, x) -> {
					String one = b.weight("one", Shape.of(1, 1), 0.7f);
					String a = b.as("a").linear(x, 6);
					String c = b.as("c").linear(x, 6);
					String y = b.emit("Einsum", Shape.of(2, 5), attributes("equation", "zi,bsi,bsi->bs"), one, a, c);
					return b.as("o").linear(b.emit("Unsqueeze", Shape.of(2, 5, 1), attributes(), y, b.longs(2)), 2);
				}),
				free("attention whose keys are shared", "q.head_dim(4) q.heads(2) q.copies(2) v.head_dim(4)",
						ProductRuleNets::sharedKeys));
	}

	private static String heads(NetBuilder b, String name, String x, int heads, int dim) {
		return b.transpose(b.reshape(b.as(name).linear(x, heads * dim), 0, 0, heads, dim), 0, 2, 1, 3);
	}

	private static String attend(NetBuilder b, String q, String k, String v) {
		String scores = b.mul(b.matMulOf(q, b.transpose(k, 0, 1, 3, 2)), b.number(0.5f));
		return b.matMulOf(b.softmax(scores, 3), v);
	}

	private static String einsumAttention(NetBuilder b, String x) {
		String q = b.reshape(b.as("q").linear(x, 8), 0, 0, 2, 4);
		String k = b.reshape(b.as("k").linear(x, 8), 0, 0, 2, 4);
		String v = b.reshape(b.as("v").linear(x, 8), 0, 0, 2, 4);
		String scores = b.emit("Einsum", Shape.of(2, 2, 5, 5), attributes("equation", "bqhd,bkhd->bhqk"), q, k);
		String y = b.emit("Einsum", Shape.of(2, 5, 2, 4), attributes("equation", "bhqk,bkhd->bqhd"),
				b.softmax(scores, 3), v);
		return b.as("o").linear(b.reshape(y, 0, 0, -1), 3);
	}

	private static String fusedAttention(NetBuilder b, String x) {
		String all = b.transpose(b.reshape(b.as("qkv").linear(x, 24), 2, 5, 3, 2, 4), 2, 0, 3, 1, 4);
		String[] parts = new String[3];
		for (int i = 0; i < 3; i++)
			parts[i] = b.emit("Gather", Shape.of(2, 2, 5, 4), attributes("axis", 0), all, b.scalar(i));
		String y = attend(b, parts[0], parts[1], parts[2]);
		return b.as("o").linear(b.reshape(b.transpose(y, 0, 2, 1, 3), 0, 0, -1), 3);
	}

	/** Four query heads over two key heads. */
	private static String sharedKeys(NetBuilder b, String x) {
		String q = heads(b, "q", x, 4, 4);
		String k = doubled(b, heads(b, "k", x, 2, 4));
		String v = doubled(b, heads(b, "v", x, 2, 4));
		return b.as("o").linear(b.reshape(b.transpose(attend(b, q, k, v), 0, 2, 1, 3), 0, 0, -1), 3);
	}

	private static String doubled(NetBuilder b, String x) {
		String one = b.emit("Unsqueeze", Shape.of(2, 2, 1, 5, 4), attributes(), x, b.longs(2));
		String two = b.emit("Expand", Shape.of(2, 2, 2, 5, 4), attributes(), one, b.longs(2, 2, 2, 5, 4));
		return b.reshape(two, 2, 4, 5, 4);
	}
}
