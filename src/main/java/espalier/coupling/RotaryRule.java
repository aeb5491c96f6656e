package espalier.coupling;

import espalier.graph.Attribute;

/** RotaryEmbedding (Su et al. 2021): [N,heads,steps,dim] or [N,steps,heads·dim]. Halves of a head turn together, so its width stays. */
final class RotaryRule implements Rule {
	@Override
	public void tie(Site s) {
		long heads = s.node.integer("num_heads", 0);
		if (s.shape(0).rank() == 3 && (heads < 1 || s.shape(0).dim(2) % heads != 0)) {
			s.pinUnknown();
			return;
		}
		int rank = s.shape(0).rank();
		for (int k = 0; k < rank; k++)
			s.same(s.in(0, k), s.out(0, k), "turns each head alone");
		for (int slot = 1; slot < s.node.inputs().size(); slot++)
			if (s.has(slot))
				s.pinAll(slot, "`" + s.node.name() + "` turns by it", -1);
		String why = "`" + s.node.name() + "` turns halves of a head together";
		if (rank == 4) {
			s.pin(s.in(0, 3), why);
			return;
		}
		int dim = s.virtual(s.shape(0).dim(2) / heads);
		int head = s.virtual(heads);
		s.pin(dim, why);
		s.call(head, "heads");
		s.product(s.in(0, 2), new int[]{head, dim}, 0, "turns each head alone");
	}

	@Override
	public void rewrite(Rewrite r) {
		if (r.rank(0) == 3 && r.kept(0, 2) != null)
			r.attribute("num_heads", new Attribute.Int(r.groupsLeft(0, 2, r.node().integer("num_heads", 1))));
	}
}
