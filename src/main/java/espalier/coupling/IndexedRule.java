package espalier.coupling;

import espalier.graph.Shape;

/**
 * GatherElements and ScatterElements: values are taken from or put at positions along one axis, which stays; the other axes pass
 * on where all have the same size.
 */
final class IndexedRule implements Rule {
	@Override
	public void tie(Site s) {
		int[] slots = java.util.stream.IntStream.range(0, s.node.inputs().size()).toArray();
		Shape x = s.shape(0);
		int axis = s.axis(0);
		for (int k = 0; k < x.rank(); k++) {
			boolean equal = s.outShape(0).dim(k) == x.dim(k);
			for (int slot : slots)
				equal &= s.shape(slot).dim(k) == x.dim(k);
			for (int slot : slots)
				if (k != axis && equal)
					s.same(s.in(slot, k), s.out(0, k), "passes it on");
				else
					s.pin(s.in(slot, k), "`" + s.node.name() + "` (" + s.node.op() + ") counts positions along it");
			if (k == axis || !equal)
				s.pin(s.out(0, k), "`" + s.node.name() + "` (" + s.node.op() + ") counts positions along it");
		}
	}
}
