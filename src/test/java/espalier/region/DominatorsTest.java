package espalier.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

class DominatorsTest {
	/** Vertex v can be reached without passing another exactly when that does not dominate it. */
	@Test
	void agreesWithWalkingEveryWay() {
		for (long seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			List<int[]> before = new ArrayList<>();
			before.add(new int[0]);
			int n = 2 + random.nextInt(20);
			for (int v = 1; v < n; v++) {
				TreeSet<Integer> from = new TreeSet<>();
				int arcs = 1 + random.nextInt(3);
				for (int k = 0; k < arcs; k++)
					from.add(random.nextInt(v));
				before.add(from.stream().mapToInt(Integer::intValue).toArray());
			}
			Dominators dominators = new Dominators(before);
			for (int a = 0; a < n; a++)
				for (int b = 0; b < n; b++)
					assertThat(dominators.dominates(a, b)).as("seed %d: %d over %d", seed, a, b)
							.isEqualTo(a == b || !reached(before, b, a));
		}
	}

	private static boolean reached(List<int[]> before, int to, int without) {
		boolean[] reached = new boolean[before.size()];
		reached[0] = without != 0;
		for (int v = 1; v < reached.length; v++)
			for (int from : before.get(v))
				reached[v] |= v != without && reached[from];
		return reached[to];
	}
}
