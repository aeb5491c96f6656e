package espalier.coupling;

import java.util.Objects;

/** MeanVarianceNormalization: index by index; statistics over the axes it names. */
final class MeanVarianceRule implements Rule {
	@Override
	public void tie(Site s) {
		for (int k = 0; k < s.shape(0).rank(); k++)
			s.same(s.in(0, k), s.out(0, k), "passes it on");
		for (long axis : Objects.requireNonNullElse(s.node.integers("axes"), new long[]{0, 2, 3}))
			s.statistics(0, (int) axis);
	}
}
