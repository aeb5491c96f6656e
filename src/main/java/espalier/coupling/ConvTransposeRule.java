package espalier.coupling;

import espalier.graph.Attribute;
import espalier.graph.Shape;

/** ConvTranspose: X [N,C,...], W [C,O/g,...], B [O], Y [N,O,...]; the ties of a convolution mirrored. */
final class ConvTransposeRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.shape(1).rank() < 3 || s.shape(0).rank() != s.shape(1).rank()) {
			s.pinUnknown();
			return;
		}
		Shape w = s.shape(1);
		long groups = s.node.integer("group", 1);
		if (groups < 1 || w.dim(0) % groups != 0 || s.outShape(0).dim(1) != w.dim(1) * groups) {
			s.pinAll("`" + s.node.name() + "` has widths that do not fit its groups");
			return;
		}
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		for (int k = 2; k < w.rank(); k++) {
			s.fixed(s.in(0, k));
			s.fixed(s.in(1, k));
			s.fixed(s.out(0, k));
		}
		s.contract(1, 0);
		s.role(1, 1, Role.OUT);
		s.same(s.in(0, 1), s.in(1, 0), "reads each channel with one slice of its filters");
		if (s.has(2)) {
			s.role(2, 0, Role.BIAS);
			s.same(s.in(2, 0), s.out(0, 1), "adds a bias to each channel");
		}
		if (groups == 1)
			s.same(s.in(1, 1), s.out(0, 1), "makes a channel with each filter");
		else
			grouped(s, groups, w.dim(0) / groups, w.dim(1));
	}

	private static void grouped(Site s, long groups, long positions, long filters) {
		boolean whole = positions == 1 || filters == 1;
		int group = positions == 1 ? s.in(0, 1) : s.virtual(groups);
		if (positions > 1)
			s.call(group, "groups");
		if (positions > 1)
			s.product(s.in(0, 1), new int[]{group, s.virtual(positions)}, whole ? 0 : 1,
					"reads its channels in groups");
		if (filters == 1)
			s.same(group, s.out(0, 1), "filters each channel alone");
		else
			s.product(s.out(0, 1), new int[]{group, s.in(1, 1)}, whole ? 0 : 1, "makes its channels in groups");
	}

	@Override
	public void rewrite(Rewrite r) {
		long groups = r.node().integer("group", 1);
		int filters = r.newWidth(1, 1);
		if (groups > 1 && r.newOutWidth(0, 1) / filters != groups)
			r.attribute("group", new Attribute.Int(r.newOutWidth(0, 1) / filters));
	}
}
