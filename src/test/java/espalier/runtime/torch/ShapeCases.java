package espalier.runtime.torch;

import static espalier.runtime.torch.OperatorCase.ints;

import java.util.Map;
import java.util.stream.Stream;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Uses of the operators that move, pick, repeat and reduce. */
final class ShapeCases {
	private ShapeCases() {}

	static Stream<OperatorCase> all() {
		return Stream.of(shapes(), slices(), gathers(), pads(), blocks(), resizes(), reductions()).flatMap(c -> c);
	}

	private static Stream<OperatorCase> shapes() {
		return Stream.of(OperatorCase.of("Reshape", "").x(4, 6).longs(0, 2, 12),
				OperatorCase.of("Reshape", "that takes the rest").x(4, 6).longs(-1, 3, 8),
				OperatorCase.of("Reshape", "that joins the batch").x(4, 6).longs(-1, 6),
				OperatorCase.of("Flatten", "").x(4, 6), OperatorCase.of("Flatten", "later").x(4, 6).with("axis", 2),
				OperatorCase.of("Squeeze", "").x(1, 4, 1).longs(1, -1),
				OperatorCase.of("Squeeze", "by attribute").opset(11).x(1, 4).with("axes", ints(1)),
				OperatorCase.of("Unsqueeze", "").x(4).longs(0, -1),
				OperatorCase.of("Unsqueeze", "by attribute").opset(11).x(4).with("axes", ints(1)),
				OperatorCase.of("Expand", "").x(1, 4).longs(1, 3, 4),
				OperatorCase.of("Expand", "to more axes").x(1, 4).longs(2, 1, 3, 1),
				OperatorCase.of("Tile", "").x(2, 3).longs(1, 2, 3), OperatorCase.of("Transpose", "").x(2, 3),
				OperatorCase.of("Transpose", "by order").x(2, 3, 4).with("perm", ints(0, 3, 1, 2)),
				OperatorCase.of("Concat", "").x(2, 3).x(4, 3).x(1, 3).with("axis", 1),
				OperatorCase.of("Concat", "at the end").x(2, 3).x(2, 4).with("axis", -1),
				OperatorCase.of("Split", "").x(6, 3).longs(1, 3, 2).with("axis", 1).results(3),
				OperatorCase.of("Split", "into equal parts").x(6, 3).with("axis", -2, "num_outputs", 3).results(3),
				OperatorCase.of("Split", "by attribute").opset(11).x(6, 3).with("axis", 1, "split", ints(2, 4))
						.results(2),
				OperatorCase.of("ConstantOfShape", "").x(2, 3).first("Shape"),
				OperatorCase.of("ConstantOfShape", "of a number").x(2, 3).first("Shape").with("value",
						Tensor.ofFloats("v", Shape.of(1), 2.5f)),
				OperatorCase.of("Trilu", "").x(4, 5), OperatorCase.of("Trilu", "below").x(4, 5).index(-1).with("upper",
						0));
	}

	private static Stream<OperatorCase> slices() {
		return Stream.of(OperatorCase.of("Slice", "").x(6, 7).longs(1, 2).longs(5, 7).longs(1, 2),
				OperatorCase.of("Slice", "to the end").x(6, 7).longs(2).longs(Long.MAX_VALUE).longs(2),
				OperatorCase.of("Slice", "from behind").x(6, 7).longs(-4).longs(-1).longs(-1),
				OperatorCase.of("Slice", "by steps").x(6, 7).longs(0, 1).longs(6, 7).longs(1, 2).longs(2, 3),
				OperatorCase.of("Slice", "backwards").x(6, 7).longs(-1).longs(Long.MIN_VALUE).longs(1).longs(-1),
				OperatorCase.of("Slice", "backwards by two").x(6, 7).longs(5).longs(0).longs(2).longs(-2),
				OperatorCase.of("Slice", "without axes").x(6).longs(0, 2).longs(100, 5),
				OperatorCase.of("Slice", "by attributes").opset(9).x(6, 7).with("starts", ints(1), "ends", ints(4),
						"axes", ints(2)));
	}

	private static Stream<OperatorCase> gathers() {
		Tensor behind = Tensor.ofLongs("positions", Shape.of(2, 2), 0, -1, 2, 1);
		return Stream.of(OperatorCase.of("Gather", "").x(6, 4).longs(3, 0, -1).with("axis", 1),
				OperatorCase.of("Gather", "of one").x(6, 4).index(-2).with("axis", 1),
				OperatorCase.of("Gather", "of a matrix").x(6, 4).stored(behind).with("axis", 2),
				OperatorCase.of("Gather", "by computed positions").weight(5, 3).x(5)
						.first("ArgMax", OperatorCase.attributes("axis", 1, "keepdims", 0)),
				OperatorCase.of("Gather", "by computed positions from behind").weight(5, 3).x(2, 3)
						.first("ArgMax", OperatorCase.attributes("axis", 1, "keepdims", 0)).first("Neg"),
				OperatorCase.of("GatherElements", "").x(6).x(6).first("ArgMax", OperatorCase.attributes("axis", 1))
						.with("axis", 1),
				OperatorCase.of("GatherElements", "from behind").x(6).x(6)
						.first("ArgMax", OperatorCase.attributes("axis", 1)).first("Neg").with("axis", 1));
	}

	private static Stream<OperatorCase> pads() {
		Stream<OperatorCase> modes = Stream.of("constant", "reflect", "edge", "wrap").map(mode -> OperatorCase
				.of("Pad", mode).x(3, 4, 5).longs(0, 0, 1, 2, 0, 0, 2, 1).with("mode", mode));
		return Stream.concat(modes, Stream.of(
				OperatorCase.of("Pad", "of a number").x(3, 4).longs(0, 1, 0, 0, 0, 2).number(1.5f),
				OperatorCase.of("Pad", "of axes").x(3, 4).longs(1, 2).number(0).longs(-1),
				OperatorCase.of("Pad", "that cuts").x(3, 6).longs(0, 0, -1, 0, 0, -2),
				OperatorCase.of("Pad", "by attribute").opset(10).x(3, 4).with("pads", ints(0, 1, 0, 0, 0, 2), "value",
						0.5f)));
	}

	private static Stream<OperatorCase> blocks() {
		return Stream.of(OperatorCase.of("DepthToSpace", "").x(8, 3, 4).with("blocksize", 2),
				OperatorCase.of("DepthToSpace", "column first").x(8, 3, 4).with("blocksize", 2, "mode", "CRD"),
				OperatorCase.of("SpaceToDepth", "").x(3, 4, 6).with("blocksize", 2));
	}

	private static Stream<OperatorCase> resizes() {
		Stream<OperatorCase> nearest = Stream.of("floor", "ceil", "round_prefer_floor", "round_prefer_ceil")
				.flatMap(rounding -> Stream.of("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel")
						.map(place -> OperatorCase.of("Resize", "nearest " + rounding + " " + place).x(2, 4, 5).none()
								.none().longs(7, 3).with("mode", "nearest", "axes", ints(2, 3), "nearest_mode",
										rounding,
										"coordinate_transformation_mode", place)));
		Stream<OperatorCase> linear = Stream
				.of("half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric")
				.map(place -> OperatorCase.of("Resize", "linear " + place).x(2, 4, 5).none().floats(1, 1, 2, 1.5f)
						.with("mode", "linear", "coordinate_transformation_mode", place));
		return Stream.of(nearest, linear, Stream.of(
				OperatorCase.of("Resize", "twice as large").x(2, 4, 5).none().floats(1, 1, 2, 2),
				OperatorCase.of("Resize", "by the old rule").opset(10).x(2, 4, 5).floats(1, 1, 2, 2).with("mode",
						"linear"),
				OperatorCase.of("Upsample", "").opset(9).x(2, 4, 5).floats(1, 1, 2, 3),
				OperatorCase.of("Upsample", "linear").opset(9).x(2, 4, 5).floats(1, 1, 2, 2).with("mode", "linear")))
				.flatMap(c -> c);
	}

	private static Stream<OperatorCase> reductions() {
		Stream<OperatorCase> reduce = Stream.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd",
				"ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp")
				.flatMap(op -> Stream.of(OperatorCase.of(op, "").x(3, 4).first("Exp").longs(1),
						OperatorCase.of(op, "of two, dropped").x(3, 4, 2).first("Exp").longs(-1, 1).with("keepdims", 0),
						OperatorCase.of(op, "of all but the batch").x(3, 4).first("Exp").longs(1, 2),
						OperatorCase.of(op, "of all").x(3, 2).first("Sigmoid"),
						OperatorCase.of(op, "of none").x(3, 4).first("Exp").with("noop_with_empty_axes", 1)));
		Stream<OperatorCase> old = Stream.of("ReduceMean", "ReduceSum", "ReduceMax").map(op -> OperatorCase
				.of(op, "by attribute").opset(11).x(3, 4).with("axes", ints(1, -1), "keepdims", 0));
		Stream<OperatorCase> positions = Stream.of("ArgMax", "ArgMin").flatMap(op -> Stream.of(
				OperatorCase.of(op, "").x(5, 4).with("axis", 1),
				OperatorCase.of(op, "dropped").x(5, 4).with("axis", -1, "keepdims", 0)));
		return Stream.of(reduce, old, positions, Stream.of(OperatorCase.of("CumSum", "").x(5, 4).index(1),
				OperatorCase.of("CumSum", "of the last").x(5, 4).index(-1),
				OperatorCase.of("ReduceMean", "of all, to a scalar").x(3, 2).with("keepdims", 0),
				OperatorCase.of("ReduceSum", "of no axes")
						.x(3, 2).first("Mul", Map.of(), Tensor.ofFloats("", Shape.of(), 2)).longs()))
				.flatMap(c -> c);
	}
}
