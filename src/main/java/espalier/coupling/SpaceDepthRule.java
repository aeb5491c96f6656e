package espalier.coupling;

import espalier.graph.Shape;

/** DepthToSpace and SpaceToDepth: channels are (block row, block column, channel), or the channel first in mode CRD. */
final class SpaceDepthRule implements Rule {
	@Override
	public void tie(Site s) {
		long block = s.node.integer("blocksize", 0);
		if (s.shape(0).rank() != 4 || block < 1) {
			s.pinUnknown();
			return;
		}
		boolean toSpace = s.node.op().equals("DepthToSpace");
		Shape few = toSpace ? s.outShape(0) : s.shape(0);
		int deep = toSpace ? s.in(0, 1) : s.out(0, 1);
		int channel = toSpace ? s.out(0, 1) : s.in(0, 1);
		if (s.size(deep) != few.dim(1) * block * block) {
			s.pinAll("`" + s.node.name() + "` has widths that do not fit its blocks");
			return;
		}
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		for (int k = 2; k < 4; k++) {
			s.fixed(s.in(0, k));
			s.fixed(s.out(0, k));
		}
		int row = s.virtual(block);
		int column = s.virtual(block);
		s.fixed(row);
		s.fixed(column);
		boolean channelFirst = s.node.text("mode", "DCR").equals("CRD");
		s.product(deep, channelFirst ? new int[]{channel, row, column} : new int[]{row, column, channel},
				channelFirst ? 0 : 2, "moves channels into space");
	}
}
