package espalier.zoo;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** After DDPM (Ho et al. 2020): a U-Net with group normalisation, a time added by channel, attention in space. */
final class ZooDiffusion {
	private static final int[] MULTIPLES = {1, 2, 2};
	private static final int GROUPS = 4;

	private final NetBuilder b;
	private final int width;
	private String time = "";

	private ZooDiffusion(NetBuilder b, int width) {
		this.b = b;
		this.width = width;
	}

	static Graph diffusion(Form form) {
		NetBuilder b = form.builder("diffusion");
		return new ZooDiffusion(b, form.width(128)).graph(form);
	}

	private Graph graph(Form form) {
		String noisy = form.floats(b, "sample", 1, 3, form.image(), form.image());
		time = embedding(b.wholeInput("timestep", form.open(), 1));
		String x = b.at("conv_in").conv(noisy, ConvSpec.of(width, 3).biased());
		List<String> skips = new ArrayList<>(List.of(x));
		for (int level = 0; level < MULTIPLES.length; level++) {
			int index = level;
			String in = x;
			x = b.module("down_blocks." + level, () -> down(in, index, skips));
		}
		String middle = x;
		x = b.module("mid_block", () -> {
			String y = residual("resnets.0", middle, b.dim(middle, 1));
			return residual("resnets.1", attention("attentions.0", y), b.dim(middle, 1));
		});
		for (int level = MULTIPLES.length - 1; level >= 0; level--) {
			int index = level;
			String in = x;
			x = b.module("up_blocks." + (MULTIPLES.length - 1 - level), () -> up(in, index, skips));
		}
		x = Parts.silu(b, "conv_act", Norms.group(b, "conv_norm_out", x, GROUPS));
		b.output(b.at("conv_out").conv(x, ConvSpec.of(3, 3).biased()), "noise");
		return b.build();
	}

	/** Sines and cosines of a time, then two layers. */
	private String embedding(String timestep) {
		int half = width / 2;
		float[] rates = new float[half];
		for (int i = 0; i < half; i++)
			rates[i] = (float) Math.exp(-Math.log(10000) * i / half);
		String angles = b.module("time_proj", () -> b.mul(b.castToFloat(Traced.unsqueeze(b, timestep, 1)),
				b.constant("rates", Tensor.ofFloats("value", Shape.of(1, half), rates))));
		String waves = b.module("time_proj", () -> b.concat(b.unary("Sin", angles), b.unary("Cos", angles)));
		return b.module("time_embedding", () -> {
			String y = b.at("linear_1").gemm(waves, 4 * width, true, true);
			return b.at("linear_2").gemm(Parts.silu(b, "act", y), 4 * width, true, true);
		});
	}

	private String down(String x, int level, List<String> skips) {
		String y = x;
		for (int i = 0; i < 2; i++) {
			y = residual("resnets." + i, y, width * MULTIPLES[level]);
			if (level == 1)
				y = attention("attentions." + i, y);
			skips.add(y);
		}
		if (level == MULTIPLES.length - 1)
			return y;
		String last = y;
		String small = b.module("downsamplers.0",
				() -> b.at("conv").conv(last, ConvSpec.of(b.dim(last, 1), 3).strided(2).biased()));
		skips.add(small);
		return small;
	}

	private String up(String x, int level, List<String> skips) {
		String y = x;
		for (int i = 0; i < 3; i++) {
			y = residual("resnets." + i, b.concat(y, skips.removeLast()), width * MULTIPLES[level]);
			if (level == 1)
				y = attention("attentions." + i, y);
		}
		if (level == 0)
			return y;
		String last = y;
		return b.module("upsamplers.0",
				() -> b.at("conv").conv(b.resizeTwice(last), ConvSpec.of(b.dim(last, 1), 3).biased()));
	}

	private String residual(String name, String x, int out) {
		return b.module(name, () -> {
			String y = Parts.silu(b, "nonlinearity", Norms.group(b, "norm1", x, GROUPS));
			y = b.at("conv1").conv(y, ConvSpec.of(out, 3).biased());
			String shift = b.at("time_emb_proj").gemm(Parts.silu(b, "nonlinearity", time), out, true, true);
			y = b.add(y, Traced.unsqueeze(b, Traced.unsqueeze(b, shift, 2), 3));
			y = Parts.silu(b, "nonlinearity", Norms.group(b, "norm2", y, GROUPS));
			y = b.at("conv2").conv(y, ConvSpec.of(out, 3).biased());
			return b.add(b.dim(x, 1) == out ? x : b.at("conv_shortcut").conv(x, ConvSpec.of(out, 1).biased()), y);
		});
	}

	/** Of one head, over all places of the image. */
	private String attention(String name, String x) {
		return b.module(name, () -> {
			int channels = b.dim(x, 1);
			String y = Norms.group(b, "group_norm", x, GROUPS);
			y = b.transpose(Traced.reshape(b, y, channels, -1), 0, 2, 1);
			String q = Parts.linear(b, "to_q", y, channels);
			String k = Parts.linear(b, "to_k", y, channels);
			String v = Parts.linear(b, "to_v", y, channels);
			String scores = b.mul(b.matMulOf(q, b.transpose(k, 0, 2, 1)), Attention.scale(b, channels));
			y = Parts.linear(b, "to_out.0", b.matMulOf(b.softmax(scores, -1), v), channels);
			y = Traced.reshape(b, b.transpose(y, 0, 2, 1), channels, b.dim(x, 2), b.dim(x, 3));
			return b.add(y, x);
		});
	}
}
