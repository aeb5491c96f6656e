package espalier.zoo;

import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;

/** Transformers and mixers over patches of an image: ViT, DeiT, MLP-Mixer. */
final class ZooVision {
	private static final int WIDTH = 192;
	private static final int HEADS = 3;
	private static final int BLOCKS = 12;

	private ZooVision() {}

	/** ViT-Ti (Dosovitskiy et al. 2021): class token, one layer for queries, keys and values. */
	static Graph vit(Form form, int patch) {
		NetBuilder b = form.builder("vit");
		String x = b.module("patch_embed", () -> patches(b, "proj", form.image(b), form.width(WIDTH), patch));
		return vit(b, x, form);
	}

	/** The same behind a stem of convolutions with batch normalisation (Xiao et al. 2021) in place of the patches. */
	static Graph convStemVit(Form form) {
		NetBuilder b = form.builder("convstemvit");
		String image = form.image(b);
		int width = form.width(WIDTH);
		String x = b.module("patch_embed", () -> {
			String y = image;
			for (int i = 0; i < 3; i++) {
				y = b.at("" + 3 * i).conv(y, ConvSpec.of(width >> (2 - i), 3).strided(i < 2 ? 2 : 1));
				y = b.at("" + (3 * i + 2)).relu(b.at("" + (3 * i + 1)).batchNorm(y));
			}
			return tokens(b, b.at("9").conv(y, ConvSpec.of(width, 1).biased()));
		});
		return vit(b, x, form);
	}

	private static Graph vit(NetBuilder b, String patches, Form form) {
		String x = b.concat(1, List.of(token(b, "cls_token", patches), patches));
		x = b.position("pos_embed", x);
		for (int i = 0; i < BLOCKS; i++) {
			String in = x;
			String child = "" + i;
			x = b.module("blocks", () -> b.module(child, () -> block(b, in)));
		}
		x = Traced.pick(b, b.at("norm").layerNorm(x), 1, 0);
		return Parts.classify(b, x, List.of("head"), form.classes());
	}

	private static String block(NetBuilder b, String x) {
		String y = b.at("norm1").layerNorm(x);
		String z = b.add(x, b.module("attn", () -> {
			List<String> qkv = Attention.fused(b, y, HEADS);
			String q = b.mul(qkv.get(0), Attention.scale(b, b.dim(qkv.get(0), -1)));
			String mixed = Attention.mix(b, Attention.products(b, q, qkv.get(1)), qkv.get(2));
			return Parts.linear(b, "proj", mixed, b.dim(x, -1));
		}));
		return b.add(z, Parts.mlp(b, "mlp", b.at("norm2").layerNorm(z), 4 * b.dim(x, -1)));
	}

	/** DeiT-Ti, distilled (Touvron et al. 2021): two tokens, separate layers, norms spelled out, two heads. */
	static Graph deit(Form form, int patch) {
		NetBuilder b = form.builder("deit");
		int width = form.width(WIDTH);
		String image = form.image(b);
		String embedded = b.module("embeddings", () -> {
			String x = b.module("patch_embeddings", () -> patches(b, "projection", image, width, patch));
			x = b.concat(1, List.of(token(b, "cls_token", x), token(b, "distillation_token", x), x));
			return b.position(b.parameter("position_embeddings"), x);
		});
		String encoded = b.module("encoder", () -> {
			String x = embedded;
			for (int i = 0; i < BLOCKS; i++) {
				String in = x;
				x = b.module("layer." + i, () -> separateBlock(b, in));
			}
			return x;
		});
		String x = Norms.layer(b, "layernorm", encoded);
		String first = b.at("cls_classifier").gemm(Traced.pick(b, x, 1, 0), form.classes(), true, true);
		String second = b.at("distillation_classifier").gemm(Traced.pick(b, x, 1, 1), form.classes(), true, true);
		b.output(b.binary("Div", b.add(first, second), b.number(2)), "logits");
		return b.build();
	}

	private static String separateBlock(NetBuilder b, String x) {
		int width = b.dim(x, -1);
		String y = Norms.layer(b, "layernorm_before", x);
		String z = b.add(b.module("attention", () -> {
			String mixed = b.module("attention", () -> {
				String k = Attention.heads(b, Parts.linear(b, "key", y, width), HEADS);
				String v = Attention.heads(b, Parts.linear(b, "value", y, width), HEADS);
				String q = Attention.heads(b, Parts.linear(b, "query", y, width), HEADS);
				String root = b.number((float) Math.sqrt(b.dim(q, -1)));
				return Attention.mix(b, b.binary("Div", Attention.products(b, q, k), root), v);
			});
			return b.module("output", () -> Parts.linear(b, "dense", mixed, width));
		}), x);
		String w = Norms.layer(b, "layernorm_after", z);
		String hidden = b.module("intermediate",
				() -> Parts.gelu(b, "intermediate_act_fn", Parts.linear(b, "dense", w, 4 * width)));
		return b.module("output", () -> b.add(Parts.linear(b, "dense", hidden, width), z));
	}

	/** MLP-Mixer S (Tolstikhin et al. 2021): linear layers over the channels and, transposed, over the tokens. */
	static Graph mixer(Form form, int patch) {
		NetBuilder b = form.builder("mixer");
		int width = form.width(512);
		String x = b.module("stem", () -> patches(b, "proj", form.image(b), width, patch));
		for (int i = 0; i < 8; i++) {
			String in = x;
			String child = "" + i;
			x = b.module("blocks", () -> b.module(child, () -> {
				String turned = b.transpose(b.at("norm1").layerNorm(in), 0, 2, 1);
				String y = b.transpose(Parts.mlp(b, "mlp_tokens", turned, width / 2), 0, 2, 1);
				String z = b.add(in, y);
				return b.add(z, Parts.mlp(b, "mlp_channels", b.at("norm2").layerNorm(z), 4 * width));
			}));
		}
		x = b.meanOfTokens(b.at("norm").layerNorm(x));
		return Parts.classify(b, x, List.of("head"), form.classes());
	}

	/** A token of every patch: a convolution as wide as its stride, flattened and turned. */
	static String patches(NetBuilder b, String name, String image, int width, int patch) {
		return tokens(b, b.at(name).conv(image, new ConvSpec(width, patch, patch, 0, 1, 1, true)));
	}

	private static String tokens(NetBuilder b, String x) {
		return b.transpose(Traced.reshape(b, x, b.dim(x, 1), -1), 0, 2, 1);
	}

	private static String token(NetBuilder b, String name, String like) {
		int width = b.dim(like, -1);
		String row = b.weight(b.parameter(name), Shape.of(1, 1, width), b.gaussian(width, 0.5));
		return Traced.expand(b, row, like);
	}
}
