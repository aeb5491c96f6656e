package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.image;
import static espalier.zoo.RuleNet.steps;

import java.util.Map;
import java.util.stream.Stream;

import espalier.graph.Attribute;
import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Tiny networks for the rarer operators of families that others stand for too. */
final class FurtherRuleNets {
	private FurtherRuleNets() {}

	static Stream<RuleNet> all() {
		return Stream.of(reductions(), softmaxes(), pools(), regions(), quantised(), fused()).flatMap(s -> s);
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 15);
	}

	private static Stream<RuleNet> reductions() {
		Stream<RuleNet> reduced = Stream.of("ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceMin", "ReduceProd")
				.map(op -> {
					NetBuilder b = net();
					return image(op, "a(6)", x -> b.mul(x, b.reduceChannels(op, b.sigmoid(x))), b);
				});
		NetBuilder arg = net();
		NetBuilder all = net();
		return Stream.concat(reduced, Stream.of(steps("ArgMin over steps", "a(6)", 6, x -> {
			String at = arg.emit("ArgMin", Shape.of(2, 6), attributes("axis", 1, "keepdims", 0), arg.sigmoid(x));
			return arg.add(x,
					arg.emit("Unsqueeze", Shape.of(2, 1, 6), attributes(), arg.castToFloat(at), arg.longs(1)));
		}, arg), image("ReduceSum of everything", "a(6)", x -> {
			String sum = all.emit("ReduceSum", Shape.of(1, 1, 1, 1), attributes("keepdims", 1), all.sigmoid(x));
			return all.mul(x, sum);
		}, all)));
	}

	private static Stream<RuleNet> softmaxes() {
		return Stream.of("LogSoftmax", "Hardmax").map(op -> {
			NetBuilder b = net();
			return image(op, "a(6)", x -> b.add(x, b.emit(op, b.shape(x), attributes("axis", 1), x)), b);
		});
	}

	private static Stream<RuleNet> pools() {
		NetBuilder lp = net();
		NetBuilder global = net();
		NetBuilder peak = net();
		return Stream.of(image("LpPool", "a(6)",
				x -> lp.emit("LpPool", Shape.of(1, 6, 2, 2),
						attributes("kernel_shape", new long[]{2, 2}, "strides", new long[]{2, 2}), x),
				lp),
				image("GlobalLpPool", "a(6)",
						x -> global.mul(x, global.emit("GlobalLpPool", Shape.of(1, 6, 1, 1), attributes(), x)), global),
				image("GlobalMaxPool", "a(6)",
						x -> peak.mul(x, peak.emit("GlobalMaxPool", Shape.of(1, 6, 1, 1), attributes(), x)), peak));
	}

	private static Stream<RuleNet> regions() {
		NetBuilder align = net();
		NetBuilder roi = net();
		NetBuilder scatter = net();
		return Stream.of(image("RoiAlign", "a(6)",
				x -> align.emit("RoiAlign", Shape.of(2, 6, 2, 2), attributes("output_height", 2, "output_width", 2), x,
						align.weight("rois", Shape.of(2, 4), 0, 0, 2, 2, 1, 1, 3, 3), align.longs(0, 0)),
				align),
				image("MaxRoiPool", "a(6)",
						x -> roi.emit("MaxRoiPool", Shape.of(2, 6, 2, 2), attributes("pooled_shape", new long[]{2, 2}),
								x,
								roi.weight("rois", Shape.of(2, 5), 0, 0, 0, 2, 2, 0, 1, 1, 3, 3)),
						roi),
				steps("ScatterElements over steps", "a(6)", 6,
						x -> scatter.emit("ScatterElements", scatter.shape(x), attributes("axis", 1), x,
								scatter.constant("at",
										Tensor.ofLongs("at", Shape.of(2, 2, 6), new long[24])),
								scatter.slice(scatter.sigmoid(x), 1, 0, 2)),
						scatter));
	}

	private static String zero(NetBuilder b, ElementType type, int value) {
		return b.constant("zero", LayerRuleNets.bytes(type, Shape.of(), value, value + 1));
	}

	private static Stream<RuleNet> quantised() {
		NetBuilder dynamic = net();
		NetBuilder rows = net();
		NetBuilder toFloat = net();
		Stream<RuleNet> single = Stream.of("QLinearLeakyRelu", "QLinearSigmoid", "QLinearMul").map(op -> {
			NetBuilder b = net();
			return image(op, "a(6)", x -> {
				String zero = zero(b, ElementType.UINT8, 120);
				String q = b.emit("QuantizeLinear", b.shape(x), attributes(), x, b.number(0.05f), zero);
				String scale = b.number(0.05f);
				String[] in = op.equals("QLinearMul")
						? new String[]{q, scale, zero, q, scale, zero, b.number(0.1f), zero}
						: new String[]{q, scale, zero, b.number(0.02f), zero};
				String y = b.emit(op, b.shape(x), attributes(), in);
				return b.emit("DequantizeLinear", b.shape(x), attributes(), y, in[in.length - 2], zero);
			}, b);
		});
		return Stream.concat(single, Stream.of(steps("DynamicQuantizeMatMul", "a(6) DynamicQuantizeMatMul(4)", 6, x -> {
			String w = LayerRuleNets.bytes(dynamic, "w", ElementType.INT8, -90, 90, 6, 4);
			return dynamic.emit("DynamicQuantizeMatMul", Shape.of(2, 5, 4), attributes(), x, w, dynamic.number(0.01f),
					zero(dynamic, ElementType.INT8, 0), dynamic.bias("q", 4));
		}, dynamic), steps("DynamicQuantizeMatMul with channels as rows", "a(6)", 6, x -> {
			String w = LayerRuleNets.bytes(rows, "w", ElementType.INT8, -90, 90, 5, 4);
			String y = rows.emit("DynamicQuantizeMatMul", Shape.of(2, 6, 4), attributes(), rows.transpose(x, 0, 2, 1),
					w, rows.number(0.01f), zero(rows, ElementType.INT8, 0), rows.bias("q", 4));
			return rows.transpose(y, 0, 2, 1);
		}, rows), steps("MatMulIntegerToFloat", "a(6) MatMulIntegerToFloat(4)", 6, x -> {
			String zero = zero(toFloat, ElementType.UINT8, 120);
			String q = toFloat.emit("QuantizeLinear", toFloat.shape(x), attributes(), x, toFloat.number(0.05f), zero);
			String w = LayerRuleNets.bytes(toFloat, "w", ElementType.INT8, -90, 90, 6, 4);
			return toFloat.emit("MatMulIntegerToFloat", Shape.of(2, 5, 4), attributes(), q, w, toFloat.number(0.05f),
					toFloat.weight("scales", Shape.of(4), 0.01f, 0.02f, 0.015f, 0.012f), zero,
					LayerRuleNets.bytes(toFloat, "zeros", ElementType.INT8, 0, 1, 4), toFloat.bias("q", 4));
		}, toFloat), RuleNet.free("QGemm", "q(4) a(6)", (b, x) -> {
			String flat = b.reshape(x, 10, 4);
			String a = b.as("a").gemm(flat, 6, true, true);
			String zero = zero(b, ElementType.UINT8, 120);
			String q = b.emit("QuantizeLinear", b.shape(a), attributes(), a, b.number(0.05f), zero);
			String w = LayerRuleNets.bytes(b, "w", ElementType.INT8, -90, 90, 6, 4);
			String scale = b.weight("scales", Shape.of(4), 0.01f, 0.02f, 0.015f, 0.012f);
			String zeros = LayerRuleNets.bytes(b, "zeros", ElementType.INT8, 0, 1, 4);
			String[] in = {q, b.number(0.05f), zero, w, scale, zeros,
					b.constant("bias", Tensor.ofInts("bias", Shape.of(4), 100, -300, 70, 20)), b.number(0.1f), zero};
			String y = b.as("q").emit("QGemm", Shape.of(10, 4), attributes(), in);
			return b.as("last").gemm(b.emit("DequantizeLinear", Shape.of(10, 4), attributes(), y, b.number(0.1f), zero),
					2, true, true);
		})));
	}

	private static Stream<RuleNet> fused() {
		NetBuilder fast = net();
		NetBuilder swish = net();
		Map<String, Attribute> plain = attributes();
		return Stream.of(steps("FastGelu", "a(6)", 6,
				x -> fast.emit("FastGelu", fast.shape(x), plain, x, fast.bias("g", 6)), fast),
				image("Swish", "a(6)", x -> swish.emit("Swish", swish.shape(x), plain, x), swish).at(24),
				RuleNet.free("FusedGemm", "f(6)", (b, x) -> {
					String flat = b.reshape(x, 10, 4);
					String y = b.as("f").emit("FusedGemm", Shape.of(10, 6),
							attributes("transB", 1, "activation", "Relu"),
							flat, b.weight("w", Shape.of(6, 4), b.gaussian(24, 0.4)), b.bias("f", 6));
					return b.as("last").gemm(y, 2, true, true);
				}));
	}
}
