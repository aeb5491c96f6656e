package espalier.coupling;

import java.util.Arrays;
import java.util.stream.IntStream;

import espalier.graph.Shape;

/** Gather: picked indices tie one by one; the table of an embedding keeps its vocabulary. */
final class GatherRule implements Rule {
	@Override
	public void tie(Site s) {
		Shape data = s.shape(0);
		Shape indices = s.shape(1);
		int axis = s.axis(0);
		for (int k = 0; k < data.rank(); k++)
			if (k != axis) {
				if (s.constant(0) != null)
					s.role(0, k, Role.OUT);
				s.same(s.in(0, k), s.out(0, k < axis ? k : k - 1 + indices.rank()), "passes it on");
			}
		long[] picked = s.constant(1) == null ? null : s.integers(1);
		if (picked == null || indices.rank() != 1) {
			String why = picked == null ? "looks up indices that are computed" : "picks a single index";
			s.pin(s.in(0, axis), "`" + s.node.name() + "` " + why);
			for (int k = 0; k < indices.rank(); k++)
				s.pin(s.out(0, axis + k), "`" + s.node.name() + "` " + why);
			return;
		}
		int from = s.in(0, axis);
		int to = s.out(0, axis);
		for (int i = 0; i < picked.length; i++) {
			int index = (int) (picked[i] < 0 ? picked[i] + data.dim(axis) : picked[i]);
			s.run(from, index, 1, to, i, 1, 1, "picks indices of its input");
		}
	}

	@Override
	public void rewrite(Rewrite r) {
		int axis = r.axis(0);
		int[] kept = r.kept(0, axis);
		long[] picked = r.integers(1);
		if (picked == null || r.rank(1) != 1 || kept == null && r.keptOut(0, axis) == null)
			return;
		int[] stays = java.util.Objects.requireNonNullElseGet(r.keptOut(0, axis),
				() -> IntStream.range(0, picked.length).toArray());
		int size = r.width(0, axis);
		r.integers(1, Arrays.stream(stays).mapToLong(o -> picked[o] < 0 ? picked[o] + size : picked[o])
				.map(i -> kept == null ? i : Arrays.binarySearch(kept, (int) i)).toArray());
	}
}
