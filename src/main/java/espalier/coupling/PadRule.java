package espalier.coupling;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Attribute;

/** Pad: copied indices tie, padded ones are free constants that follow their readers, and the pads are rewritten. */
final class PadRule implements Rule {
	@Override
	public void tie(Site s) {
		long[] pads = s.has(3) ? null : pads(s);
		if (pads == null || pads.length != 2 * s.shape(0).rank()) {
			s.pinAll("`" + s.node.name() + "` pads by sizes that are not known");
			return;
		}
		int rank = pads.length / 2;
		boolean constant = s.node.text("mode", "constant").equals("constant");
		boolean rewritable = s.rewritable(1);
		for (int k = 0; k < rank; k++) {
			int in = s.in(0, k);
			int out = s.out(0, k);
			if (pads[k] == 0 && pads[rank + k] == 0)
				s.same(in, out, "passes it on");
			else if (constant && rewritable && pads[k] >= 0 && pads[rank + k] >= 0)
				s.run(in, 0, 1, out, (int) pads[k], 1, s.size(in), "copies it between padding");
			else {
				s.fixed(in);
				s.fixed(out);
			}
		}
	}

	private static long @Nullable [] pads(Site s) {
		long[] pads = s.integers(1, "pads");
		return pads == null ? s.node.integers("paddings") : pads;
	}

	@Override
	public void rewrite(Rewrite r) {
		boolean attribute = r.node().input(1) == null;
		long[] pads = attribute ? r.node().integers("pads") : r.integers(1);
		if (pads == null)
			return;
		int rank = pads.length / 2;
		long[] changed = pads.clone();
		for (int k = 0; k < rank; k++) {
			int[] kept = r.keptOut(0, k);
			if (kept == null)
				continue;
			long begin = pads[k];
			long end = begin + r.width(0, k);
			changed[k] = Arrays.stream(kept).filter(i -> i < begin).count();
			changed[rank + k] = Arrays.stream(kept).filter(i -> i >= end).count();
		}
		if (Arrays.equals(pads, changed))
			return;
		if (attribute)
			r.attribute("pads", new Attribute.Ints(List.copyOf(LongStream.of(changed).boxed().toList())));
		else
			r.integers(1, changed);
	}
}
