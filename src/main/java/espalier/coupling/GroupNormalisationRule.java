package espalier.coupling;

import espalier.graph.Attribute;
import espalier.graph.Shape;

/**
 * GroupNormalization (Wu and He 2018): X [N,C,...] in groups of channels. Whole groups can go, which leaves the others as they
 * were; or the same position in every group, which changes their statistics. Parameters are for each channel or, before operator
 * set 21, for each group.
 */
final class GroupNormalisationRule implements Rule {
	@Override
	public void tie(Site s) {
		long groups = s.node.integer("num_groups", 0);
		if (s.shape(0).rank() < 2 || groups < 1 || s.shape(0).dim(1) % groups != 0) {
			s.pinUnknown();
			return;
		}
		Shape x = s.shape(0);
		for (int k = 0; k < x.rank(); k++)
			s.same(s.in(0, k), s.out(0, k), "normalises it in groups");
		int group = s.virtual(groups);
		int position = s.virtual(x.dim(1) / groups);
		s.call(group, "groups");
		s.product(s.in(0, 1), new int[]{group, position}, -1, "normalises its channels in groups");
		s.statistics(0, 1, position);
		for (int k = 2; k < x.rank(); k++)
			s.statistics(0, k);
		for (int slot = 1; slot <= 2; slot++) {
			s.role(slot, 0, Role.NORM);
			if (s.shape(slot).dim(0) == x.dim(1))
				s.same(s.in(slot, 0), s.out(0, 1), "has one parameter for each channel");
			else
				s.same(s.in(slot, 0), group, "has one parameter for each group");
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		if (r.kept(0, 1) != null)
			r.attribute("num_groups", new Attribute.Int(r.groupsLeft(0, 1, r.node().integer("num_groups", 1))));
	}
}
