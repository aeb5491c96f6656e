package espalier.coupling;

import espalier.graph.Attribute;
import espalier.graph.Shape;

/**
 * Convolutions over any number of space axes: X [N,C,...], W [O,C/g,...], B [O], Y [N,O,...]. Filters make output channels, input
 * channels are summed away. Groups are a factor of both: channel c of X is (group, position), filter o likewise. Also the
 * quantised, fused and deformable forms, which have the same inputs at other slots.
 */
final class ConvRule implements Rule {
	/**
	 * Where the inputs are.
	 *
	 * @param bias
	 *            -1 where there is none
	 * @param perFilter
	 *            scales or zero points, one for each filter or one for all
	 * @param like
	 *            an input of the output's shape, or -1
	 * @param positions
	 *            where sampling positions and their masks are read, which stay
	 */
	record Slots(int weight, int bias, int[] perFilter, int like, int[] positions) {
		static final Slots PLAIN = new Slots(1, 2, new int[0], -1, new int[0]);
		static final Slots INTEGER = new Slots(1, -1, new int[]{3}, -1, new int[0]);
		static final Slots QUANTISED = new Slots(3, 8, new int[]{4, 5}, -1, new int[0]);
		static final Slots FUSED = new Slots(1, 2, new int[0], 3, new int[0]);
		static final Slots DEFORMED = new Slots(1, 3, new int[0], -1, new int[]{2, 4});
	}

	private final Slots at;

	ConvRule(Slots at) {
		this.at = at;
	}

	@Override
	public void tie(Site s) {
		if (s.shape(at.weight).rank() < 3
				|| s.shape(0).rank() != s.shape(at.weight).rank()) {
			s.pinUnknown();
			return;
		}
		Shape w = s.shape(at.weight);
		long groups = s.node.integer("group", 1);
		if (groups < 1 || w.dim(0) % groups != 0 || s.shape(0).dim(1) != w.dim(1) * groups) {
			s.pinAll("`" + s.node.name() + "` has widths that do not fit its groups");
			return;
		}
		s.same(s.in(0, 0), s.out(0, 0), "passes the batch on");
		for (int k = 2; k < w.rank(); k++) {
			s.fixed(s.in(0, k));
			s.fixed(s.in(at.weight, k));
			s.fixed(s.out(0, k));
		}
		long positions = w.dim(1);
		long filters = w.dim(0) / groups;
		boolean depthwise = groups > 1 && positions == 1;
		s.role(at.weight, 0, depthwise ? Role.DEPTHWISE : Role.OUT);
		s.same(s.in(at.weight, 0), s.out(0, 1),
				depthwise ? "filters each channel alone" : "makes a channel with each filter");
		perFilter(s, at.bias, Role.BIAS, "adds a bias to each channel");
		for (int slot : at.perFilter)
			perFilter(s, slot, Role.CONSTANT, "has a scale or zero point for each filter");
		if (at.like >= 0 && s.has(at.like))
			Broadcast.tie(s, at.like, Role.BIAS, "adds its inputs index by index");
		for (int slot : at.positions)
			if (s.has(slot))
				s.pinAll(slot, "`" + s.node.name() + "` reads sampling positions from it", -1);
		s.contract(at.weight, 1);
		if (groups == 1)
			s.same(s.in(0, 1), s.in(at.weight, 1), "reads each channel with one slice of its filters");
		else
			grouped(s, groups, positions, filters);
		deformed(s, s.node.integer("offset_group", 1));
	}

	private static void perFilter(Site s, int slot, Role role, String phrase) {
		if (slot < 0 || !s.has(slot) || s.shape(slot).rank() != 1 || s.shape(slot).dim(0) == 1)
			return;
		s.role(slot, 0, role);
		s.same(s.in(slot, 0), s.out(0, 1), phrase);
	}

	private void grouped(Site s, long groups, long positions, long filters) {
		boolean whole = positions == 1 || filters == 1;
		int group = positions == 1 ? s.in(0, 1) : s.virtual(groups);
		if (positions > 1) {
			s.call(group, "groups");
			s.product(s.in(0, 1), new int[]{group, s.in(at.weight, 1)}, whole ? 0 : 1, "reads its channels in groups");
		}
		if (filters == 1)
			s.same(group, s.out(0, 1), "filters each channel alone");
		else
			s.product(s.out(0, 1), new int[]{group, s.virtual(filters)}, whole ? 0 : 1, "makes its channels in groups");
	}

	/** Input channels are displaced in so many groups, which stay: the same number goes from each. */
	private static void deformed(Site s, long groups) {
		if (groups <= 1 || s.shape(0).dim(1) % groups != 0)
			return;
		int group = s.virtual(groups);
		s.fixed(group);
		s.product(s.in(0, 1), new int[]{group, s.virtual(s.shape(0).dim(1) / groups)}, 1,
				"displaces its channels in groups");
	}

	@Override
	public void rewrite(Rewrite r) {
		long groups = r.node().integer("group", 1);
		if (groups > 1 && r.kept(at.weight, 0) != null)
			r.attribute("group", new Attribute.Int(r.groupsLeft(at.weight, 0, groups)));
	}
}
