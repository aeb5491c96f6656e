package espalier.coupling;

import espalier.graph.Shape;

/**
 * Gemm and MatMul: the inner axes are summed away, the free ones pass on, stacked ones broadcast. Also the quantised and fused
 * forms, which have the same inputs at other slots.
 */
final class MatMulRule implements Rule {
	/**
	 * Where the inputs are.
	 *
	 * @param bias
	 *            -1 where there is none
	 * @param perColumn
	 *            scales or zero points, one for each column of the second input or one for all
	 */
	record Slots(int second, int bias, int[] perColumn) {
		static final Slots PLAIN = new Slots(1, 2, new int[0]);
		static final Slots INTEGER = new Slots(1, -1, new int[]{3});
		static final Slots TO_FLOAT = new Slots(1, 6, new int[]{3, 5});
		static final Slots DYNAMIC = new Slots(1, 4, new int[]{2, 3});
		static final Slots QUANTISED = new Slots(3, -1, new int[]{4, 5});
		static final Slots QUANTISED_GEMM = new Slots(3, 6, new int[]{4, 5});
	}

	private static final String SUMS = "multiplies and sums over it";
	private static final String MAKES = "makes a channel with each row of weights";
	private static final String PASSES = "passes it on";

	private final Slots at;

	MatMulRule(Slots at) {
		this.at = at;
	}

	@Override
	public void tie(Site s) {
		if (s.node.integer("transBatchA", 0) != 0 || s.node.integer("transBatchB", 0) != 0) {
			s.pinAll("`" + s.node.name() + "` moves its batch axes, for which there is no rule");
			return;
		}
		if (s.node.op().endsWith("Gemm"))
			gemm(s);
		else
			stacked(s);
		for (int slot : at.perColumn)
			if (s.has(slot) && s.shape(slot).elements() > 1) {
				if (s.shape(slot).elements() != s.shape(slot).dim(-1)) {
					s.pinAll("`" + s.node.name() + "` has scales or zero points for each matrix");
					return;
				}
				s.role(slot, -1, Role.CONSTANT);
				s.same(s.in(slot, -1), s.out(0, -1), "has a scale or zero point for each column");
			}
		for (int k = 0; at == Slots.DYNAMIC && k < s.shape(0).rank(); k++)
			s.statistics(0, k);
	}

	private void gemm(Site s) {
		int aInner = s.node.integer("transA", 0) == 0 ? 1 : 0;
		int bInner = s.node.integer("transB", 0) == 0 ? 0 : 1;
		contraction(s, aInner, bInner);
		free(s, 0, 1 - aInner, 0);
		free(s, at.second, 1 - bInner, 1);
		bias(s);
	}

	private void stacked(Site s) {
		Shape a = s.shape(0);
		Shape b = s.shape(at.second);
		Shape y = s.outShape(0);
		boolean turnA = s.node.integer("transA", 0) != 0 && a.rank() > 1;
		boolean turnB = s.node.integer("transB", 0) != 0 && b.rank() > 1;
		contraction(s, turnA ? a.rank() - 2 : a.rank() - 1, b.rank() == 1 || turnB ? b.rank() - 1 : b.rank() - 2);
		int rowsOfY = b.rank() == 1 ? y.rank() - 1 : y.rank() - 2;
		if (a.rank() > 1)
			free(s, 0, turnA ? a.rank() - 1 : a.rank() - 2, rowsOfY);
		if (b.rank() > 1)
			free(s, at.second, turnB ? b.rank() - 2 : b.rank() - 1, y.rank() - 1);
		if (s.constant(0) == null && s.constant(at.second) == null) {
			s.call(s.in(0, -1), "head_dim");
			s.call(s.in(at.second, -1), "head_dim");
		}
		int stack = y.rank() - (a.rank() > 1 ? 1 : 0) - (b.rank() > 1 ? 1 : 0);
		for (int fromEnd = 1; fromEnd <= stack; fromEnd++) {
			int out = stack - fromEnd;
			stackAxis(s, 0, a.rank() - 2 - fromEnd, a, out, y);
			stackAxis(s, at.second, b.rank() - 2 - fromEnd, b, out, y);
		}
		if (s.node.op().equals("MatMulIntegerToFloat") || s.node.op().equals("DynamicQuantizeMatMul"))
			bias(s);
	}

	private void bias(Site s) {
		if (at.bias >= 0 && s.has(at.bias))
			Broadcast.tie(s, at.bias, Role.BIAS, "adds it to each row");
	}

	private static void stackAxis(Site s, int slot, int axis, Shape shape, int out, Shape y) {
		if (axis < 0 || shape.dim(axis) != y.dim(out))
			return;
		s.same(s.in(slot, axis), s.out(0, out), "multiplies matrix by matrix");
		s.call(s.out(0, out), "heads");
	}

	private void contraction(Site s, int aInner, int bInner) {
		s.same(s.in(0, aInner), s.in(at.second, bInner), SUMS);
		boolean left = s.constant(0) != null;
		s.contract(left && s.constant(at.second) == null ? 0 : at.second,
				left && s.constant(at.second) == null ? aInner : bInner);
		if (left)
			s.role(0, aInner, Role.IN);
	}

	private static void free(Site s, int slot, int axis, int out) {
		boolean weight = s.constant(slot) != null;
		if (weight)
			s.role(slot, axis, Role.OUT);
		s.same(s.in(slot, axis), s.out(0, out), weight ? MAKES : PASSES);
	}
}
