package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.free;
import static espalier.zoo.RuleNet.image;
import static espalier.zoo.RuleNet.steps;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Tiny networks for operators with weights: recurrent, quantised, fused, attending, and weights that nodes make. */
final class LayerRuleNets {
	private static final String[] DIRECTIONS = {"forward", "reverse", "bidirectional"};

	private LayerRuleNets() {}

	static Stream<RuleNet> all() {
		return Stream.of(recurrent(), quantised(), dequantised(), fused(), attending(), convolutions(), made())
				.flatMap(s -> s);
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 9);
	}

	/** A named node; its inputs are made before, so that the name is not taken by them. */
	private static String layer(NetBuilder b, String name, String op, Shape out,
			java.util.Map<String, espalier.graph.Attribute> attributes, String... in) {
		return b.as(name).emit(op, out, attributes, in);
	}

	private static Stream<RuleNet> recurrent() {
		return Stream.of("LSTM", "GRU", "RNN").flatMap(op -> Stream.of(DIRECTIONS).map(d -> free(op + " " + d,
				"a(6) rnn(4)", (b, x) -> recurrent(b, x, op, d))));
	}

	private static String recurrent(NetBuilder b, String x, String op, String direction) {
		int gates = op.equals("LSTM") ? 4 : op.equals("GRU") ? 3 : 1;
		int ways = direction.equals("bidirectional") ? 2 : 1;
		String a = b.transpose(b.as("a").linear(x, 6), 1, 0, 2);
		String first = b.weight("first", Shape.of(ways, 2, 4), b.gaussian(8L * ways, 0.5));
		String[] slots = {a, b.weight("w", Shape.of(ways, gates * 4, 6), b.gaussian(24L * gates * ways, 0.5)),
				b.weight("r", Shape.of(ways, gates * 4, 4), b.gaussian(16L * gates * ways, 0.5)),
				b.weight("bias", Shape.of(ways, gates * 8), b.gaussian(8L * gates * ways, 0.3)), "", first};
		if (op.equals("LSTM")) {
			slots = java.util.Arrays.copyOf(slots, 8);
			slots[6] = first;
			slots[7] = b.weight("peephole", Shape.of(ways, 12), b.gaussian(12L * ways, 0.3));
		}
		List<String> out = b.as("rnn").emit(op, List.of(Shape.of(5, ways, 2, 4), Shape.of(ways, 2, 4)),
				attributes("hidden_size", 4, "direction", direction), slots);
		String steps = b.reshape(b.transpose(out.getFirst(), 2, 0, 1, 3), 2, 5, ways * 4);
		String last = b.reshape(b.transpose(out.getLast(), 1, 0, 2), 2, 1, ways * 4);
		return b.as("b").linear(b.add(steps, last), 3);
	}

	/** Whole numbers, little variety but no two alike in a row. */
	static Tensor bytes(ElementType type, Shape shape, int low, int high) {
		byte[] values = new byte[(int) shape.elements()];
		for (int i = 0; i < values.length; i++)
			values[i] = (byte) (low + (i * 37 + i / 5 * 11) % (high - low));
		return new Tensor("value", type, shape, new Tensor.Bytes(MemorySegment.ofArray(values)), null);
	}

	static String bytes(NetBuilder b, String name, ElementType type, int low, int high, long... dims) {
		return b.constant(name, bytes(type, Shape.of(dims), low, high));
	}

	private static String quantise(NetBuilder b, String x, float scale, String zero) {
		return b.emit("QuantizeLinear", b.shape(x), attributes(), x, b.number(scale), zero);
	}

	private static String dequantise(NetBuilder b, String x, float scale, String zero) {
		return b.emit("DequantizeLinear", b.shape(x), attributes(), x, b.number(scale), zero);
	}

	private static String byteZero(NetBuilder b, int at) {
		return b.constant("zero", bytes(ElementType.UINT8, Shape.of(), at, at + 1));
	}

	private static String signedZero(NetBuilder b) {
		return b.constant("zero", bytes(ElementType.INT8, Shape.of(), 0, 1));
	}

	private static Stream<RuleNet> quantised() {
		NetBuilder conv = net();
		NetBuilder integer = net();
		NetBuilder matMul = net();
		NetBuilder integerMatMul = net();
		NetBuilder row = net();
		NetBuilder dynamic = net();
		NetBuilder add = net();
		return Stream.of(image("QLinearConv", "a(6) q(4)", x -> {
			String zero = byteZero(conv, 120);
			String y = layer(conv, "q", "QLinearConv", Shape.of(1, 4, 4, 4), attributes(),
					quantise(conv, x, 0.05f, zero),
					conv.number(0.05f), zero, bytes(conv, "w", ElementType.INT8, -90, 90, 4, 6, 1, 1),
					conv.weight("scales", Shape.of(4), 0.011f, 0.02f, 0.013f, 0.017f),
					bytes(conv, "zeros", ElementType.INT8, 0, 1, 4), conv.number(0.2f), zero,
					conv.constant("bias", Tensor.ofInts("bias", Shape.of(4), 100, -300, 70, 20)));
			return dequantise(conv, y, 0.2f, zero);
		}, conv), image("ConvInteger", "a(6) q(4)", x -> {
			String zero = byteZero(integer, 120);
			String y = layer(integer, "q", "ConvInteger", Shape.of(1, 4, 4, 4), attributes(),
					quantise(integer, x, 0.05f, zero), bytes(integer, "w", ElementType.UINT8, 3, 90, 4, 6, 1, 1), zero,
					byteZero(integer, 40));
			return integer.mul(integer.castToFloat(y), integer.number(0.001f));
		}, integer), steps("QLinearMatMul", "a(6) q(4)", 6, x -> {
			String zero = byteZero(matMul, 110);
			String y = layer(matMul, "q", "QLinearMatMul", Shape.of(2, 5, 4), attributes(),
					quantise(matMul, x, 0.05f, zero), matMul.number(0.05f), zero,
					bytes(matMul, "w", ElementType.INT8, -90, 90, 6, 4), matMul.number(0.01f), signedZero(matMul),
					matMul.number(0.1f), zero);
			return dequantise(matMul, y, 0.1f, zero);
		}, matMul), steps("MatMulInteger", "a(6) q(4)", 6, x -> {
			String zero = byteZero(integerMatMul, 110);
			String y = layer(integerMatMul, "q", "MatMulInteger", Shape.of(2, 5, 4), attributes(),
					quantise(integerMatMul, x, 0.05f, zero), bytes(integerMatMul, "w", ElementType.INT8, -90, 90, 6, 4),
					zero);
			return integerMatMul.mul(integerMatMul.castToFloat(y), integerMatMul.number(0.001f));
		}, integerMatMul), steps("MatMulInteger with zero points in a row", "a(6) q(4)", 6, x -> {
			String zero = byteZero(row, 110);
			String y = layer(row, "q", "MatMulInteger", Shape.of(2, 5, 4), attributes(), quantise(row, x, 0.05f, zero),
					bytes(row, "w", ElementType.INT8, -90, 90, 6, 4), zero,
					bytes(row, "zeros", ElementType.INT8, -3, 5, 1, 4));
			return row.mul(row.castToFloat(y), row.number(0.001f));
		}, row), steps("DynamicQuantizeLinear", "a(6) q(4)", 6, x -> {
			List<String> parts = dynamic.emit("DynamicQuantizeLinear",
					List.of(dynamic.shape(x), Shape.of(), Shape.of()),
					attributes(), x);
			String y = layer(dynamic, "q", "MatMulInteger", Shape.of(2, 5, 4), attributes(), parts.getFirst(),
					bytes(dynamic, "w", ElementType.INT8, -90, 90, 6, 4), parts.getLast());
			return dynamic.mul(dynamic.mul(dynamic.castToFloat(y), parts.get(1)), dynamic.number(0.05f));
		}, dynamic), image("QLinearAdd", "a(6)", x -> {
			String zero = byteZero(add, 120);
			String q = quantise(add, x, 0.05f, zero);
			String y = add.emit("QLinearAdd", add.shape(x), attributes(), q, add.number(0.05f), zero, q,
					add.number(0.05f), zero, add.number(0.1f), zero);
			return dequantise(add, y, 0.1f, zero);
		}, add));
	}

	/** Weights that other nodes make of stored numbers. */
	private static Stream<RuleNet> dequantised() {
		NetBuilder perChannel = net();
		NetBuilder blocked = net();
		return Stream.of(image("DequantizeLinear of a weight, scales by filter", "a(6) q(4)", x -> {
			String w = perChannel.emit("DequantizeLinear", Shape.of(4, 6, 1, 1), attributes("axis", 0),
					bytes(perChannel, "w", ElementType.INT8, -90, 90, 4, 6, 1, 1),
					perChannel.weight("scales", Shape.of(4), 0.011f, 0.02f, 0.013f, 0.017f),
					bytes(perChannel, "zeros", ElementType.INT8, -3, 5, 4));
			return layer(perChannel, "q", "Conv", Shape.of(1, 4, 4, 4), attributes(), x, w);
		}, perChannel), steps("DequantizeLinear by blocks", "q(4)", 6, x -> {
			String w = blocked.emit("DequantizeLinear", Shape.of(6, 4), attributes("axis", 0, "block_size", 3),
					bytes(blocked, "w", ElementType.INT8, -90, 90, 6, 4),
					blocked.weight("scales", Shape.of(2, 4), blocked.uniform(8, 0.01, 0.03)));
			return layer(blocked, "q", "MatMul", Shape.of(2, 5, 4), attributes(), x, w);
		}, blocked).at(21));
	}

	private static Stream<RuleNet> fused() {
		NetBuilder conv = net();
		NetBuilder matMul = net();
		NetBuilder gelu = net();
		NetBuilder quick = net();
		return Stream.of(image("FusedConv", "a(6)", x -> layer(conv, "f", "FusedConv", Shape.of(1, 6, 4, 4),
				attributes("activation", "Relu", "kernel_shape", new long[]{1, 1}), x,
				conv.weight("w", Shape.of(6, 6, 1, 1), conv.gaussian(36, 0.4)), conv.bias("f", 6), x), conv),
				steps("FusedMatMul turned", "a(6) f(4)", 6,
						x -> layer(matMul, "f", "FusedMatMul", Shape.of(2, 5, 4),
								attributes("transB", 1, "alpha", 0.5f),
								x, matMul.weight("w", Shape.of(4, 6), matMul.gaussian(24, 0.4))),
						matMul),
				steps("BiasGelu", "a(6)", 6,
						x -> gelu.emit("BiasGelu", gelu.shape(x), attributes(), x, gelu.bias("g", 6)), gelu),
				steps("QuickGelu", "a(6)", 6,
						x -> quick.emit("QuickGelu", quick.shape(x), attributes("alpha", 1.702f), x), quick));
	}

	private static Stream<RuleNet> attending() {
		return Stream.of(free("Attention, heads apart", "q.head_dim(4) q.heads(2) v.head_dim(4)", (b, x) -> {
			String y = b.emit("Attention", Shape.of(2, 2, 5, 4), attributes(), apart(b, "q", x, 2), apart(b, "k", x, 2),
					apart(b, "v", x, 2));
			return b.as("o").linear(b.reshape(b.transpose(y, 0, 2, 1, 3), 2, 5, 8), 3);
		}).at(23), free("Attention, heads in one axis, keys shared",
				"q.head_dim(4) q.heads(2) q.query_heads(2) v.head_dim(4)", (b, x) -> {
					String y = b.emit("Attention", Shape.of(2, 5, 16),
							attributes("q_num_heads", 4, "kv_num_heads", 2, "is_causal", 1), b.as("q").linear(x, 16),
							b.as("k").linear(x, 8), b.as("v").linear(x, 8));
					return b.as("o").linear(y, 3);
				}).at(23), free("MultiHeadAttention", "q.head_dim(4) q.heads(2) v.head_dim(4)", (b, x) -> {
					String y = b.emit("MultiHeadAttention", Shape.of(2, 5, 8), attributes("num_heads", 2),
							b.as("q").linear(x, 8), b.as("k").linear(x, 8), b.as("v").linear(x, 8), b.bias("all", 24));
					return b.as("o").linear(y, 3);
				}), free("RotaryEmbedding", "q.heads(2) v.head_dim(4)", (b, x) -> {
					String q = turned(b, apart(b, "q", x, 2));
					String k = turned(b, apart(b, "k", x, 2));
					String y = b.emit("Attention", Shape.of(2, 2, 5, 4), attributes(), q, k, apart(b, "v", x, 2));
					return b.as("o").linear(b.reshape(b.transpose(y, 0, 2, 1, 3), 2, 5, 8), 3);
				}).at(23));
	}

	private static String apart(NetBuilder b, String name, String x, int heads) {
		return b.transpose(b.reshape(b.as(name).linear(x, heads * 4), 2, 5, heads, 4), 0, 2, 1, 3);
	}

	private static String turned(NetBuilder b, String x) {
		return b.emit("RotaryEmbedding", b.shape(x), attributes(), x,
				b.weight("cos", Shape.of(2, 5, 2), b.uniform(20, -1, 1)),
				b.weight("sin", Shape.of(2, 5, 2), b.uniform(20, -1, 1)));
	}

	private static Stream<RuleNet> convolutions() {
		NetBuilder deform = net();
		NetBuilder turned = net();
		NetBuilder line = net();
		return Stream.of(image("DeformConv", "a(6) d(4)", x -> {
			String offset = b2(deform, 1, 18, 4, 4);
			return layer(deform, "d", "DeformConv", Shape.of(1, 4, 4, 4),
					attributes("kernel_shape", new long[]{3, 3}, "pads", new long[]{1, 1, 1, 1}), x,
					deform.weight("w", Shape.of(4, 6, 3, 3), deform.gaussian(216, 0.2)), offset, deform.bias("d", 4));
		}, deform).at(19), image("ConvTranspose in groups", "a(3) a.groups(2) t(2)", 6,
				x -> turned.as("t").convTranspose(x, new ConvSpec(4, 2, 2, 0, 1, 2, true)), turned),
				free("Conv over a line", "c(6)", (b, x) -> {
					String y = b.as("c").conv(x, ConvSpec.of(6, 3));
					return b.as("d").conv(b.relu(y), ConvSpec.of(2, 1));
				}), image("PRelu", "a(6)", x -> line.prelu(x, false), line));
	}

	private static String b2(NetBuilder b, long... dims) {
		Shape shape = Shape.of(dims);
		return b.weight("offset", shape, b.uniform(shape.elements(), -0.7, 0.7));
	}

	/** Weights stored in another form than they are used in. */
	private static Stream<RuleNet> made() {
		NetBuilder half = net();
		NetBuilder turned = net();
		NetBuilder tied = net();
		return Stream.of(steps("weights stored in half precision", "a(6) h(4)", 6, x -> {
			String stored = half.constant("w", halves(Shape.of(6, 4), half.gaussian(24, 0.4)));
			String w = half.emit("Cast", Shape.of(6, 4), attributes("to", 1), stored);
			return layer(half, "h", "MatMul", Shape.of(2, 5, 4), attributes(), x, w);
		}, half), steps("weights turned by a node", "a(6) h(4)", 6, x -> {
			String w = turned.transpose(turned.weight("w", Shape.of(4, 6), turned.gaussian(24, 0.4)), 1, 0);
			return layer(turned, "h", "MatMul", Shape.of(2, 5, 4), attributes(), x, w);
		}, turned), steps("one weight read twice", "a(6)", 6, x -> {
			String w = tied.weight("w", Shape.of(6, 6), tied.gaussian(36, 0.4));
			String y = layer(tied, "h", "MatMul", Shape.of(2, 5, 6), attributes(), x, w);
			return tied.emit("MatMul", Shape.of(2, 5, 6), attributes(), tied.relu(y), w);
		}, tied));
	}

	private static Tensor halves(Shape shape, float[] values) {
		java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(values.length * 2)
				.order(java.nio.ByteOrder.LITTLE_ENDIAN);
		for (float value : values)
			buffer.putShort(Float.floatToFloat16(value));
		return new Tensor("value", ElementType.FLOAT16, shape,
				new Tensor.Bytes(MemorySegment.ofArray(buffer.array())), null);
	}
}
