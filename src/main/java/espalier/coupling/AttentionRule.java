package espalier.coupling;

import espalier.graph.Attribute;
import espalier.graph.Shape;

/**
 * Attention as one operator (Vaswani et al. 2017): queries, keys and values as [N,steps,heads·dim] or [N,heads,steps,dim]; the
 * standard one, where several query heads may share a key head, and com.microsoft.MultiHeadAttention. Heads and their width are
 * two choices; the scale stays what it was trained with.
 */
final class AttentionRule implements Rule {
	private final boolean standard;

	AttentionRule(boolean standard) {
		this.standard = standard;
	}

	@Override
	public void tie(Site s) {
		int mask = standard ? 3 : 5;
		if (!s.has(1) || !s.has(2) || caches(s)
				|| s.shape(0).rank() != s.shape(1).rank() || s.shape(0).rank() != s.shape(2).rank()) {
			s.pinAll("`" + s.node.name() + "` attends with a cache or in a form for which there is no rule");
			return;
		}
		Shape q = s.shape(0);
		boolean split = q.rank() == 4;
		long heads = split ? q.dim(1) : s.node.integer(standard ? "q_num_heads" : "num_heads", 0);
		long keyHeads = split ? s.shape(1).dim(1) : standard ? s.node.integer("kv_num_heads", 0) : heads;
		if (heads < 1 || keyHeads < 1 || heads % keyHeads != 0 || !split && q.dim(2) % heads != 0) {
			s.pinAll("`" + s.node.name() + "` has widths that do not fit its heads");
			return;
		}
		int shared = s.virtual(keyHeads);
		int repeat = s.virtual(heads / keyHeads);
		s.call(shared, "heads");
		s.call(repeat, "query_heads");
		int steps = split ? 2 : 1;
		for (int slot = 0; slot < 3; slot++) {
			s.fixed(s.in(slot, steps));
			s.fixed(s.in(slot, 0));
		}
		s.fixed(s.out(0, 0));
		s.fixed(s.out(0, steps));
		int dim = split ? s.in(0, 3) : s.virtual(q.dim(2) / heads);
		int valueDim = split ? s.in(2, 3) : s.virtual(s.shape(2).dim(2) / keyHeads);
		s.call(dim, "head_dim");
		s.call(valueDim, "head_dim");
		if (split) {
			s.same(s.in(1, 3), dim, "multiplies queries and keys");
			s.same(s.out(0, 3), valueDim, "adds up values");
			s.product(s.in(0, 1), new int[]{shared, repeat}, -1, "has several query heads for each key head");
			s.product(s.out(0, 1), new int[]{shared, repeat}, -1, "has several query heads for each key head");
			s.same(s.in(1, 1), shared, "attends head by head");
			s.same(s.in(2, 1), shared, "attends head by head");
		} else {
			s.product(s.in(0, 2), new int[]{shared, repeat, dim}, -1, "attends head by head");
			s.product(s.in(1, 2), new int[]{shared, dim}, -1, "attends head by head");
			s.product(s.in(2, 2), new int[]{shared, valueDim}, -1, "attends head by head");
			s.product(s.out(0, 2), new int[]{shared, repeat, valueDim}, -1, "attends head by head");
		}
		s.contract(1, split ? 3 : 2);
		if (!standard && s.has(3))
			bias(s);
		if (s.has(mask))
			mask(s, mask, new int[]{shared, repeat}, heads);
	}

	private boolean caches(Site s) {
		boolean other = standard ? s.has(4) || s.has(5) || s.has(6) : s.has(4) || s.has(6) || s.has(7);
		for (int output = 1; output < s.node.outputs().size(); output++)
			other |= !s.node.outputs().get(output).isEmpty();
		return other;
	}

	/** One bias for queries, keys and values, one after the other. */
	private static void bias(Site s) {
		s.role(3, 0, Role.BIAS);
		int offset = 0;
		for (int slot = 0; slot < 3; slot++) {
			int width = s.size(s.in(slot, 2));
			s.run(s.in(slot, 2), 0, 1, s.in(3, 0), offset, 1, width, "adds a bias to each channel");
			offset += width;
		}
	}

	private static void mask(Site s, int slot, int[] heads, long count) {
		Shape mask = s.shape(slot);
		for (int k = 0; k < mask.rank(); k++)
			if (mask.rank() - k == 3 && mask.dim(k) == count && count > 1) {
				if (s.constant(slot) != null)
					s.role(slot, k, Role.CONSTANT);
				s.product(s.in(slot, k), heads, -1, "is added for each head");
			} else {
				s.fixed(s.in(slot, k));
			}
	}

	@Override
	public void rewrite(Rewrite r) {
		boolean split = r.rank(0) == 4;
		int queries = split ? 1 : 2;
		if (r.kept(0, queries) == null && r.kept(0, split ? 3 : 2) == null && r.kept(2, split ? 3 : 2) == null)
			return;
		long heads = split ? r.width(0, 1) : r.node().integer(standard ? "q_num_heads" : "num_heads", 1);
		long keyHeads = split || !standard ? heads : r.node().integer("kv_num_heads", 1);
		long dim = split ? r.width(0, 3) : r.width(0, 2) / heads;
		if (!split) {
			r.attribute(standard ? "q_num_heads" : "num_heads", new Attribute.Int(r.groupsLeft(0, 2, heads)));
			if (standard)
				r.attribute("kv_num_heads", new Attribute.Int(r.groupsLeft(1, 2, keyHeads)));
		}
		if (!(r.node().attributes().get("scale") instanceof Attribute.Real(float scale) && scale != 0))
			r.attribute("scale", new Attribute.Real((float) (1 / Math.sqrt((double) dim))));
	}
}
