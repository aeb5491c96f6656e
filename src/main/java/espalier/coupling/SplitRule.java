package espalier.coupling;

import java.util.ArrayList;
import java.util.List;

import espalier.graph.Attribute;

/** Split: each output is a stretch of the input; after a cut the sizes are written out. */
final class SplitRule implements Rule {
	@Override
	public void tie(Site s) {
		if (s.node.outputs().contains("")) {
			s.pinUnknown();
			return;
		}
		int rank = s.shape(0).rank();
		int axis = s.axis(0);
		int offset = 0;
		for (int output = 0; output < s.node.outputs().size(); output++) {
			for (int k = 0; k < rank; k++)
				if (k != axis)
					s.same(s.in(0, k), s.out(output, k), "passes it on");
			int out = s.out(output, axis);
			s.run(s.in(0, axis), offset, 1, out, 0, 1, s.size(out), "takes a stretch of its input");
			offset += s.size(out);
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		int axis = r.axis(0);
		if (r.kept(0, axis) == null)
			return;
		List<Long> sizes = new ArrayList<>();
		for (int output = 0; output < r.node().outputs().size(); output++)
			sizes.add((long) r.newOutWidth(output, axis));
		if (r.opset() < 13)
			r.attribute("split", new Attribute.Ints(sizes));
		else {
			r.removeAttribute("num_outputs");
			r.integers(1, sizes.stream().mapToLong(Long::longValue).toArray());
		}
	}
}
