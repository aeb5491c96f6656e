package espalier.zoo;

import static espalier.zoo.Emitter.attributes;
import static espalier.zoo.RuleNet.image;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import espalier.graph.Shape;

/** Tiny networks under other versions of the standard operators, and in the forms of old ones. */
final class OpsetRuleNets {
	private static final long OLDEST = 7;
	private static final long NEWEST = 23;

	private OpsetRuleNets() {}

	static Stream<RuleNet> all() {
		return Stream.concat(LongStream.rangeClosed(OLDEST, NEWEST).mapToObj(opset -> plain().at(opset)), old());
	}

	/** Operators that have kept their form. */
	private static RuleNet plain() {
		NetBuilder b = new NetBuilder("rule", 21);
		return image("a residual block", "a(6) mid(4)", x -> {
			String before = b.relu(x);
			String y = b.relu(b.as("mid").conv(before, ConvSpec.of(4, 3).biased()));
			String z = b.as("back").conv(y, ConvSpec.of(6, 1));
			return b.relu(b.add(x, z));
		}, b);
	}

	private static NetBuilder net() {
		return new NetBuilder("rule", 22);
	}

	private static Stream<RuleNet> old() {
		NetBuilder slice = net();
		NetBuilder split = net();
		NetBuilder pad = net();
		NetBuilder clip = net();
		NetBuilder squeeze = net();
		NetBuilder up = net();
		NetBuilder sum = net();
		NetBuilder top = net();
		return Stream.of(image("Slice by attributes", "a(2) a#2(4)", x -> {
			String part = slice.emit("Slice", Shape.of(1, 4, 4, 4),
					attributes("axes", new long[]{1}, "starts", new long[]{1}, "ends", new long[]{5}), x);
			return slice.concat(part, x);
		}, slice).at(9), image("Split by attribute", "a(3)", x -> {
			List<String> halves = split.emit("Split", List.of(Shape.of(1, 3, 4, 4), Shape.of(1, 3, 4, 4)),
					attributes("axis", 1, "split", new long[]{3, 3}), x);
			return split.mul(halves.getFirst(), split.sigmoid(halves.getLast()));
		}, split).at(11), image("Pad by attribute", "a(6) b.in(2)",
				x -> pad.emit("Pad", Shape.of(1, 8, 4, 4), attributes("pads", new long[]{0, 1, 0, 0, 0, 1, 0, 0}), x),
				pad).at(9),
				image("Clip by attributes", "a(6)",
						x -> clip.emit("Clip", clip.shape(x), attributes("min", -0.5f, "max", 0.5f), x), clip).at(9),
				image("Squeeze and Unsqueeze by attributes", "a(6)", x -> {
					String flat = squeeze.emit("Squeeze", Shape.of(1, 6), attributes("axes", new long[]{2, 3}),
							squeeze.globalPool(x));
					String wide = squeeze.emit("Unsqueeze", Shape.of(1, 6, 1, 1),
							attributes("axes", new long[]{2, 3}), flat);
					return squeeze.mul(x, wide);
				}, squeeze).at(11), image("Upsample", "a(6)",
						x -> up.emit("Upsample", Shape.of(1, 6, 8, 8), attributes("mode", "nearest"), x,
								up.weight("scales", Shape.of(4), 1, 1, 2, 2)),
						up).at(9),
				image("ReduceSum by attribute", "a(6)",
						x -> sum.mul(x,
								sum.emit("ReduceSum", Shape.of(1, 1, 4, 4), attributes("axes", new long[]{1}), x)),
						sum).at(11),
				image("ReduceMean by input", "a(6)",
						x -> top.mul(x, top.emit("ReduceMean", Shape.of(1, 1, 4, 4), attributes(), x, top.longs(1))),
						top)
						.at(18));
	}
}
