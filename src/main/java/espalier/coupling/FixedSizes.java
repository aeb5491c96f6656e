package espalier.coupling;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Which classes of axes have a size that the model fixes: those of weights, what is put together of such or taken out of them,
 * and their factors and products. Any other could be open.
 */
final class FixedSizes {
	private final Ties ties;
	private final int[] classOf;
	private final BitSet fixed = new BitSet();

	private FixedSizes(Ties ties, int[] classOf) {
		this.ties = ties;
		this.classOf = classOf;
	}

	static BitSet of(Ties ties, int[] classOf) {
		FixedSizes sizes = new FixedSizes(ties, classOf);
		for (Axes.Carrier carrier : ties.axes.carriers())
			for (int k = 0; carrier.leaf != null && k < carrier.shape.rank(); k++)
				if (carrier.shape.dim(k) > 1)
					sizes.fixed.set(classOf[carrier.base + k]);
		int before;
		do {
			before = sizes.fixed.cardinality();
			sizes.joined();
			sizes.multiplied();
		} while (sizes.fixed.cardinality() > before);
		return sizes.fixed;
	}

	private void joined() {
		Map<Integer, BitSet> known = new HashMap<>();
		for (Ties.Run run : ties.runs) {
			if (fixed(run.b()))
				cover(known, run.a(), run.startA(), run.stepA(), run.count());
			if (fixed(run.a()))
				cover(known, run.b(), run.startB(), run.stepB(), run.count());
		}
		known.forEach((axis, indices) -> {
			if (indices.cardinality() == ties.axes.size(axis))
				fixed.set(axis);
		});
	}

	private void cover(Map<Integer, BitSet> known, int axis, int start, int step, int count) {
		BitSet indices = known.computeIfAbsent(classOf[axis], k -> new BitSet());
		for (int i = 0; i < count; i++)
			indices.set(start + i * step);
	}

	private void multiplied() {
		for (Ties.Product product : ties.products) {
			boolean all = true;
			for (int factor : product.factors()) {
				all &= fixed(factor);
				if (fixed(product.flat()))
					fixed.set(classOf[factor]);
			}
			if (all)
				fixed.set(classOf[product.flat()]);
		}
	}

	private boolean fixed(int axis) {
		return fixed.get(classOf[axis]);
	}
}
