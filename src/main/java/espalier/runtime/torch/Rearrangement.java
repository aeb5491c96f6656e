package espalier.runtime.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;
import espalier.graph.Tensor;

/** Operators that move, repeat or pick numbers and compute none. */
final class Rearrangement {
	private Rearrangement() {}

	static void register(Map<String, Operators.Translation> operators) {
		for (String op : List.of("Reshape", "Flatten", "Squeeze", "Unsqueeze"))
			operators.put(op, c -> c.out("torch.reshape(" + c.in(0) + ", " + c.outDims(0) + ")"));
		operators.put("Expand", c -> c.out("torch.expand(" + c.in(0) + ", " + c.outDims(0) + ")"));
		operators.put("Tile", c -> c.out("torch.repeat(" + c.in(0) + ", " + Call.list(c.integers(1)) + ")"));
		operators.put("Transpose", c -> c.out("torch.permute(" + c.in(0) + ", " + Call.list(permutation(c)) + ")"));
		operators.put("Concat", c -> c.out("torch.cat(" + c.allInputs() + ", "
				+ c.axis(c.node().integer("axis", 1), c.outShape(0).rank()) + ")"));
		operators.put("Split", Rearrangement::split);
		operators.put("Slice", Rearrangement::slice);
		operators.put("Gather", Rearrangement::gather);
		operators.put("GatherElements", c -> c.out("torch.gather(" + c.in(0) + ", " + axis(c, 0) + ", "
				+ "torch.remainder(" + c.in(1) + ", " + c.dim(0, axis(c, 0)) + "))"));
		operators.put("Pad", Rearrangement::pad);
		operators.put("DepthToSpace", c -> blocks(c, true));
		operators.put("SpaceToDepth", c -> blocks(c, false));
		operators.put("ConstantOfShape", Rearrangement::constantOfShape);
		operators.put("Trilu", Rearrangement::triangle);
	}

	private static long[] permutation(Call c) {
		long[] given = c.node().integers("perm");
		int rank = c.rank(0);
		return given != null ? given : IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray();
	}

	private static int axis(Call c, int otherwise) {
		return c.axis(c.node().integer("axis", otherwise), c.rank(0));
	}

	private static void split(Call c) {
		int axis = axis(c, 0);
		int parts = c.node().outputs().size();
		long start = 0;
		for (int part = 0; part < parts; part++) {
			if (c.node().outputs().get(part).isEmpty())
				throw c.refused("one of its parts has no name");
			long size = c.outShape(part).dim(axis);
			c.out(part, "torch.slice(" + c.in(0) + ", " + axis + ", " + start + ", " + (start + size) + ", 1)");
			start += size;
		}
		c.fixedDim(0, axis);
	}

	private static void slice(Call c) {
		boolean old = c.graph().opset() < 10;
		List<String> starts = old ? texts(c.node().integers("starts")) : c.integers(1);
		List<String> ends = old ? texts(c.node().integers("ends")) : c.integers(2);
		long[] axes = old ? c.node().integers("axes") : c.has(3) ? c.fixedIntegers(3) : null;
		long[] steps = !old && c.has(4) ? c.fixedIntegers(4) : Call.filled(starts.size(), 1);
		String x = c.in(0);
		for (int i = 0; i < starts.size(); i++) {
			int axis = axes == null ? i : c.axis(axes[i], c.rank(0));
			x = c.let(steps[i] > 0
					? "torch.slice(" + x + ", " + axis + ", " + starts.get(i) + ", " + ends.get(i) + ", " + steps[i]
							+ ")"
					: "torch.index_select(" + x + ", " + axis + ", "
							+ backwards(c, axis, Long.parseLong(starts.get(i)), steps[i]) + ")");
		}
		c.out(x);
	}

	private static List<String> texts(long @Nullable [] values) {
		return values == null ? List.of() : LongStream.of(values).mapToObj(Long::toString).toList();
	}

	/** The indices of a slice with a negative step. */
	private static String backwards(Call c, int axis, long start, long step) {
		long size = c.fixedDim(0, axis);
		long first = Math.min(start < 0 ? start + size : start, size - 1);
		long[] indices = LongStream.range(0, c.outShape(0).dim(axis)).map(i -> first + i * step).toArray();
		return indices(c, indices);
	}

	private static String indices(Call c, long[] indices) {
		return c.made(Tensor.ofLongs(c.node().name() + "_indices", Shape.of(indices.length), indices));
	}

	/** Stored indices are counted from the front here; computed ones when they are used. */
	private static void gather(Call c) {
		int axis = axis(c, 0);
		Shape at = c.shape(1);
		String picked = c.constant(1) instanceof Tensor stored
				? indices(c, LongStream.of(stored.toLongs()).map(i -> i < 0 ? i + c.fixedDim(0, axis) : i).toArray())
				: "torch.reshape(torch.remainder(" + c.in(1) + ", " + c.dim(0, axis) + "), [-1])";
		String rows = "torch.index_select(" + c.in(0) + ", " + axis + ", " + picked + ")";
		c.out(at.rank() == 1 ? rows : "torch.reshape(" + rows + ", " + c.outDims(0) + ")");
	}

	private static void pad(Call c) {
		int rank = c.rank(0);
		long[] given = c.graph().opset() < 11 ? c.node().integers("pads") : c.fixedIntegers(1);
		if (given == null)
			throw c.refused("its sizes are missing");
		long[] axes = c.has(3) ? c.fixedIntegers(3) : IntStream.range(0, rank).asLongStream().toArray();
		long[] begin = new long[rank];
		long[] end = new long[rank];
		for (int i = 0; i < axes.length; i++) {
			begin[c.axis(axes[i], rank)] = given[i];
			end[c.axis(axes[i], rank)] = given[i + axes.length];
		}
		String mode = c.node().text("mode", "constant");
		if (mode.equals("constant")) {
			float value = c.graph().opset() < 11
					? c.real("value", 0)
					: c.constant(2) instanceof Tensor number ? (float) number.at(0) : 0;
			Window all = new Window(new long[rank], new long[rank], new long[rank], begin, end);
			c.out("torch.constant_pad_nd(" + c.in(0) + ", " + all.reversedPads() + ", " + Call.number(value) + ")");
			return;
		}
		String x = c.in(0);
		for (int axis = 0; axis < rank; axis++)
			if (begin[axis] != 0 || end[axis] != 0)
				x = c.let("torch.index_select(" + x + ", " + axis + ", "
						+ indices(c, mirrored(c, mode, c.fixedDim(0, axis), begin[axis], end[axis])) + ")");
		c.out(x);
	}

	/** Where each number of a padded axis comes from. */
	private static long[] mirrored(Call c, String mode, long size, long begin, long end) {
		long period = Math.max(1, 2 * (size - 1));
		return LongStream.range(-begin, size + end).map(i -> switch (mode) {
			case "edge" -> Math.clamp(i, 0, size - 1);
			case "wrap" -> Math.floorMod(i, size);
			case "reflect" -> {
				long folded = Math.floorMod(i, period);
				yield folded < size ? folded : period - folded;
			}
			default -> throw c.refused("padding by `" + mode + "` is not known");
		}).toArray();
	}

	private static void blocks(Call c, boolean toSpace) {
		long block = c.node().integer("blocksize", 1);
		long channels = c.fixedDim(0, 1);
		long height = c.fixedDim(0, 2);
		long width = c.fixedDim(0, 3);
		String b = Long.toString(block);
		boolean columnFirst = c.node().text("mode", "DCR").equals("CRD");
		List<String> split = new ArrayList<>(List.of(c.dim(0, 0)));
		long[] order;
		if (!toSpace) {
			Collections.addAll(split, "" + channels, "" + height / block, b, "" + width / block, b);
			order = new long[]{0, 3, 5, 1, 2, 4};
		} else if (columnFirst) {
			Collections.addAll(split, "" + channels / (block * block), b, b, "" + height, "" + width);
			order = new long[]{0, 1, 4, 2, 5, 3};
		} else {
			Collections.addAll(split, b, b, "" + channels / (block * block), "" + height, "" + width);
			order = new long[]{0, 3, 4, 1, 5, 2};
		}
		c.out("torch.reshape(torch.permute(torch.reshape(" + c.in(0) + ", " + Call.list(split) + "), "
				+ Call.list(order) + "), " + c.outDims(0) + ")");
	}

	private static void constantOfShape(Call c) {
		Tensor value = c.node().attributes().get("value") instanceof espalier.graph.Attribute.Constant(Tensor t)
				? t
				: Tensor.ofFloats("zero", Shape.of(1), 0);
		c.out("torch.expand(" + c.made(value.withName(c.node().name() + "_value")) + ", " + c.outDims(0) + ")");
	}

	private static void triangle(Call c) {
		long diagonal = c.has(1) ? c.fixedIntegers(1)[0] : 0;
		c.out((c.node().integer("upper", 1) == 1 ? "torch.triu(" : "torch.tril(") + c.in(0) + ", " + diagonal + ")");
	}
}
