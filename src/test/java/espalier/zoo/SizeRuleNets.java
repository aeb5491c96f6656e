package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.image;

import java.util.List;
import java.util.stream.Stream;

import espalier.graph.ElementType;
import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Tiny networks whose sizes and bounds are stored narrow or computed in floating point. */
final class SizeRuleNets {
	private SizeRuleNets() {}

	static Stream<RuleNet> all() {
		return Stream.concat(narrow(), floating());
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 9);
	}

	private static String ints(NetBuilder b, long... values) {
		return b.constant("bound", Tensor.ofInts("value", Shape.of(values.length), values));
	}

	private static Stream<RuleNet> narrow() {
		NetBuilder every = net();
		NetBuilder backwards = net();
		NetBuilder stretch = net();
		return Stream.of(
				image("every second channel by INT32 bounds", "a(3) a#2(3)",
						x -> every.emit("Slice", Shape.of(1, 3, 4, 4), attributes(), x, ints(every, 1),
								ints(every, Integer.MAX_VALUE), ints(every, 1), ints(every, 2)),
						every),
				image("channels and rows backwards by INT32 bounds", "a(6)",
						x -> backwards.emit("Slice", backwards.shape(x), attributes(), x, ints(backwards, -1, -1),
								ints(backwards, Integer.MIN_VALUE, Integer.MIN_VALUE), ints(backwards, 1, 2),
								ints(backwards, -1, -1)),
						backwards),
				image("a stretch of channels and every second row by INT32 bounds", "a(2) a#2(4)", x -> {
					String part = stretch.emit("Slice", Shape.of(1, 4, 2, 4), attributes(), x, ints(stretch, 1, 0),
							ints(stretch, 5, 4), ints(stretch, 1, 2), ints(stretch, 1, 2));
					return stretch.concat(part, stretch.slice(x, 2, 0, 2));
				}, stretch));
	}

	private static Stream<RuleNet> floating() {
		NetBuilder resize = net();
		NetBuilder half = net();
		NetBuilder wide = net();
		return Stream.of(image("Resize to sizes computed in floating point", "a(6)", x -> {
			String twice = computed(resize, resize.concat(0, List.of(resize.size(x, 2), resize.size(x, 3))), 2, "Mul");
			String sizes = resize.concat(0, List.of(resize.size(x, 0), resize.size(x, 1), twice));
			return resize.emit("Resize", Shape.of(1, 6, 8, 8), attributes("mode", "nearest"), x, "", "", sizes);
		}, resize), image("Reshape by half of a size, computed in floating point", "a(3) a#2(2)", x -> {
			String part = computed(half, half.size(x, 1), 0.5f, "Mul");
			String target = half.concat(0, List.of(half.size(x, 0), half.longs(2), part, half.longs(16)));
			String folded = half.emit("Reshape", Shape.of(1, 2, 3, 16), attributes(), x, target);
			return half.reshape(half.transpose(folded, 0, 2, 1, 3), 1, 6, 4, 4);
		}, half), image("Expand to all sizes, computed in floating point", "a(6)", x -> {
			String sizes = computed(wide, wide.emit("Shape", Shape.of(4), attributes(), x), 1, "Div");
			String one = wide.reduceChannels("ReduceSumSquare", x);
			return wide.mul(x, wide.emit("Expand", wide.shape(x), attributes(), one, sizes));
		}, wide));
	}

	/** Sizes scaled as interpolation by a factor is exported: cast to float, scaled, rounded down, cast back. */
	private static String computed(NetBuilder b, String sizes, float by, String op) {
		Shape shape = b.shape(sizes);
		String floating = b.emit("Cast", shape, attributes("to", ElementType.FLOAT.code()), sizes);
		String scaled = b.unary("Floor", b.emit(op, shape, attributes(), floating, b.number(by)));
		return b.emit("Cast", shape, attributes("to", ElementType.INT64.code()), scaled);
	}
}
