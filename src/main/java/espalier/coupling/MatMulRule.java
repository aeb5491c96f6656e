package espalier.coupling;

import espalier.graph.Shape;

/** Gemm and MatMul: the inner axes are summed away, the free ones pass on, stacked ones broadcast. */
final class MatMulRule implements Rule {
	private static final String SUMS = "multiplies and sums over it";
	private static final String MAKES = "makes a channel with each row of weights";
	private static final String PASSES = "passes it on";

	@Override
	public void tie(Site s) {
		if (!s.known(0, 1)) {
			s.pinAll("`" + s.node.name() + "` has shapes that are not known");
			return;
		}
		if (s.node.op().equals("Gemm"))
			gemm(s);
		else
			stacked(s);
	}

	private static void gemm(Site s) {
		int aInner = s.node.integer("transA", 0) == 0 ? 1 : 0;
		int bInner = s.node.integer("transB", 0) == 0 ? 0 : 1;
		contraction(s, aInner, bInner);
		free(s, 0, 1 - aInner, 0);
		free(s, 1, 1 - bInner, 1);
		if (s.has(2))
			Broadcast.tie(s, 2, Role.BIAS, "adds it to each row");
	}

	private static void stacked(Site s) {
		Shape a = s.shape(0);
		Shape b = s.shape(1);
		Shape y = s.outShape(0);
		contraction(s, a.rank() - 1, b.rank() == 1 ? 0 : b.rank() - 2);
		int rowsOfY = b.rank() == 1 ? y.rank() - 1 : y.rank() - 2;
		if (a.rank() > 1)
			free(s, 0, a.rank() - 2, rowsOfY);
		if (b.rank() > 1)
			free(s, 1, b.rank() - 1, y.rank() - 1);
		int stack = y.rank() - (a.rank() > 1 ? 1 : 0) - (b.rank() > 1 ? 1 : 0);
		for (int fromEnd = 1; fromEnd <= stack; fromEnd++) {
			int out = stack - fromEnd;
			stackAxis(s, 0, a.rank() - 2 - fromEnd, a, out, y);
			stackAxis(s, 1, b.rank() - 2 - fromEnd, b, out, y);
		}
	}

	private static void stackAxis(Site s, int slot, int axis, Shape shape, int out, Shape y) {
		if (axis >= 0 && shape.dim(axis) == y.dim(out))
			s.same(s.in(slot, axis), s.out(0, out), "multiplies matrix by matrix");
	}

	private static void contraction(Site s, int aInner, int bInner) {
		s.same(s.in(0, aInner), s.in(1, bInner), SUMS);
		s.contract(1, bInner);
		if (s.constant(0) != null)
			s.role(0, aInner, Role.IN);
	}

	private static void free(Site s, int slot, int axis, int out) {
		boolean weight = s.constant(slot) != null;
		if (weight)
			s.role(slot, axis, Role.OUT);
		s.same(s.in(slot, axis), s.out(0, out), weight ? MAKES : PASSES);
	}
}
