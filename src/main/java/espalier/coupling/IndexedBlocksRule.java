package espalier.coupling;

import espalier.graph.Shape;

/** GatherND and ScatterND: whole blocks are taken from or put at positions on the first axes, which stay; the block's pass on. */
final class IndexedBlocksRule implements Rule {
	@Override
	public void tie(Site s) {
		int[] slots = java.util.stream.IntStream.range(0, s.node.inputs().size()).toArray();
		if (s.shape(1).rank() == 0) {
			s.pinUnknown();
			return;
		}
		Shape x = s.shape(0);
		int leading = (int) (s.node.integer("batch_dims", 0) + s.shape(1).dim(-1));
		for (int slot : slots)
			for (int k = 0; k < s.shape(slot).rank(); k++)
				if (slot == 1 || s.shape(slot).rank() - k > x.rank() - leading)
					s.pin(s.in(slot, k), "`" + s.node.name() + "` (" + s.node.op() + ") counts positions along it");
		Shape y = s.outShape(0);
		for (int k = 0; k < y.rank(); k++) {
			int fromEnd = y.rank() - k;
			if (fromEnd > x.rank() - leading) {
				s.pin(s.out(0, k), "`" + s.node.name() + "` (" + s.node.op() + ") counts positions along it");
				continue;
			}
			for (int slot : slots)
				if (slot != 1)
					s.same(s.in(slot, s.shape(slot).rank() - fromEnd), s.out(0, k), "moves whole blocks");
		}
	}
}
