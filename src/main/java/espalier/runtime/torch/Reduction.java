package espalier.runtime.torch;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Reductions over axes. */
final class Reduction {
	private Reduction() {}

	static void register(Map<String, Operators.Translation> operators) {
		reduction(operators, "ReduceSum", (x, by) -> "torch.sum(" + x + by + ")");
		reduction(operators, "ReduceMean", (x, by) -> "torch.mean(" + x + by + ")");
		reduction(operators, "ReduceMax", (x, by) -> "torch.amax(" + x + by + ")");
		reduction(operators, "ReduceMin", (x, by) -> "torch.amin(" + x + by + ")");
		reduction(operators, "ReduceL1", (x, by) -> "torch.sum(torch.abs(" + x + ")" + by + ")");
		reduction(operators, "ReduceL2", (x, by) -> "torch.sqrt(torch.sum(torch.mul(" + x + ", " + x + ")" + by + "))");
		reduction(operators, "ReduceSumSquare", (x, by) -> "torch.sum(torch.mul(" + x + ", " + x + ")" + by + ")");
		reduction(operators, "ReduceLogSum", (x, by) -> "torch.log(torch.sum(" + x + by + "))");
		reduction(operators, "ReduceLogSumExp", (x, by) -> "torch.logsumexp(" + x + by + ")");
		operators.put("ReduceProd", Reduction::product);
		operators.put("ArgMax", c -> arg(c, "argmax"));
		operators.put("ArgMin", c -> arg(c, "argmin"));
		operators.put("CumSum", Reduction::cumulated);
	}

	/** @param torch makes source of the input and of the axes with the flag that keeps them */
	private static void reduction(Map<String, Operators.Translation> operators, String op,
			BinaryOperator<String> torch) {
		operators.put(op, c -> {
			long[] axes = axes(c);
			// Of no axes: each number by itself, still squared, or its logarithm taken.
			c.out(axes.length == 0
					? torch.apply("torch.unsqueeze(" + c.in(0) + ", -1)", ", [-1], False")
					: torch.apply(c.in(0), ", " + Call.list(axes) + ", " + keep(c)));
		});
	}

	/** The axes to reduce, counted from the front; empty when nothing is to be reduced. */
	private static long[] axes(Call c) {
		long[] axes = c.axes(1, "axes");
		if (axes == null || axes.length == 0)
			return c.node().integer("noop_with_empty_axes", 0) == 1
					? new long[0]
					: IntStream.range(0, c.rank(0)).asLongStream().toArray();
		return java.util.Arrays.stream(axes).map(a -> c.axis(a, c.rank(0))).toArray();
	}

	private static void product(Call c) {
		long[] axes = java.util.Arrays.stream(axes(c)).sorted().toArray();
		String x = c.in(0);
		for (int i = axes.length - 1; i >= 0; i--)
			x = "torch.prod(" + x + ", " + axes[i] + ", " + keep(c) + ")";
		c.out(x);
	}

	private static void arg(Call c, String torch) {
		if (c.node().integer("select_last_index", 0) == 1)
			throw c.refused("it asks for the last of equal numbers");
		c.out("torch." + torch + "(" + c.in(0) + ", " + c.axis(c.node().integer("axis", 0), c.rank(0)) + ", " + keep(c)
				+ ")");
	}

	private static void cumulated(Call c) {
		if (c.node().integer("exclusive", 0) == 1 || c.node().integer("reverse", 0) == 1)
			throw c.refused("it sums up exclusively or backwards");
		c.out("torch.cumsum(" + c.in(0) + ", " + c.fixedIntegers(1)[0] + ")");
	}

	private static String keep(Call c) {
		return Call.flag(c.node().integer("keepdims", 1) == 1);
	}
}
