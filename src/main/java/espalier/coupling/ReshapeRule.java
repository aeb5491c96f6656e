package espalier.coupling;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import espalier.graph.Shape;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: both shapes are read as mixed-radix numbers over common factors, so that a merged
 * axis is the product of its parts. A Reshape's target is rewritten.
 */
final class ReshapeRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.shape(0).elements() != s.outShape(0).elements() || s.shape(0).elements() == 0) {
			s.pinUnknown();
			return;
		}
		if (s.node.is("Reshape") && !s.rewritable(1)) {
			s.pinAll("`" + s.node.name() + "` reshapes to sizes that are computed in a way that can't be followed");
			return;
		}
		Shape x = s.shape(0);
		Shape y = s.outShape(0);
		int i = 0;
		int j = 0;
		while (i < x.rank() || j < y.rank()) {
			List<Integer> left = new ArrayList<>();
			List<Integer> right = new ArrayList<>();
			long a = 1;
			long b = 1;
			do {
				if (i < x.rank() && (a <= b || j >= y.rank())) {
					a *= x.dim(i);
					left.add(s.in(0, i++));
				} else {
					b *= y.dim(j);
					right.add(s.out(0, j++));
				}
			} while (a != b || left.isEmpty() && right.isEmpty());
			run(s, real(s, left), real(s, right));
		}
	}

	private static List<Integer> real(Site s, List<Integer> axes) {
		return axes.stream().filter(a -> s.size(a) != 1).toList();
	}

	private static void run(Site s, List<Integer> left, List<Integer> right) {
		if (left.size() == 1 && right.size() == 1) {
			s.same(left.getFirst(), right.getFirst(), "keeps the axis");
			return;
		}
		TreeSet<Long> strides = new TreeSet<>();
		strides(s, left, strides);
		strides(s, right, strides);
		List<Long> ascending = new ArrayList<>(strides);
		for (int k = 1; k < ascending.size(); k++)
			if (ascending.get(k) % ascending.get(k - 1) != 0) {
				left.forEach(a -> s.pin(a, "`" + s.node.name() + "` regroups it across channels"));
				right.forEach(a -> s.pin(a, "`" + s.node.name() + "` regroups it across channels"));
				return;
			}
		int[] factors = new int[Math.max(0, ascending.size() - 1)];
		java.util.Arrays.fill(factors, -1);
		name(s, left, ascending, factors);
		name(s, right, ascending, factors);
		for (int k = 0; k < factors.length; k++)
			if (factors[k] < 0)
				factors[k] = s.virtual(ascending.get(k + 1) / ascending.get(k));
		tie(s, left, ascending, factors);
		tie(s, right, ascending, factors);
	}

	private static void strides(Site s, List<Integer> axes, Set<Long> strides) {
		long stride = 1;
		strides.add(stride);
		for (int axis : axes.reversed())
			strides.add(stride *= s.size(axis));
	}

	/** An axis that is just one factor stands for it. */
	private static void name(Site s, List<Integer> axes, List<Long> strides, int[] factors) {
		long stride = 1;
		for (int axis : axes.reversed()) {
			int at = strides.indexOf(stride);
			stride *= s.size(axis);
			if (strides.indexOf(stride) == at + 1 && factors[at] < 0)
				factors[at] = axis;
		}
	}

	private static void tie(Site s, List<Integer> axes, List<Long> strides, int[] factors) {
		long stride = 1;
		for (int axis : axes.reversed()) {
			int from = strides.indexOf(stride);
			stride *= s.size(axis);
			int to = strides.indexOf(stride);
			if (to == from + 1) {
				if (factors[from] != axis)
					s.same(axis, factors[from], "keeps the axis");
				continue;
			}
			int[] parts = new int[to - from];
			for (int k = 0; k < parts.length; k++)
				parts[k] = factors[to - 1 - k];
			s.product(axis, parts, -1, axes.size() == 1 ? "splits the axis" : "merges axes into one");
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		if (!r.node().is("Reshape"))
			return;
		long[] target = r.integers(1);
		if (target == null)
			return;
		boolean copies = r.node().integer("allowzero", 0) == 0;
		for (int k = 0; k < target.length; k++)
			if (target[k] > 0 || target[k] == 0 && (!copies || r.newWidth(0, k) != r.newOutWidth(0, k)))
				target[k] = r.newOutWidth(0, k);
		r.integers(1, target);
	}
}
