package espalier.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Ward's clustering of numbers. The two clusters that cost least to join are neighbours: one that lies between two others costs
 * less to join with one of them than they with each other, whatever its size. So clusters stay intervals, and each has but two
 * others to look at.
 */
final class WardLine {
	/** Clusters by the place of their lowest number among the sorted. */
	private final int[] leaf;
	private final int[] left;
	private final int[] right;
	private final int[] size;
	private final double[] centre;
	private final PriorityQueue<Pair> open = new PriorityQueue<>(
			Comparator.comparingDouble(Pair::height).thenComparingInt(Pair::a));

	/** Neighbours as they were when they had so many numbers. */
	private record Pair(int a, int b, int sizes, double height) {}

	private WardLine(double[] numbers) {
		int n = numbers.length;
		leaf = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> numbers[i])).mapToInt(i -> i)
				.toArray();
		left = new int[n];
		right = new int[n];
		size = new int[n];
		Arrays.setAll(left, i -> i - 1);
		Arrays.setAll(right, i -> i + 1);
		Arrays.fill(size, 1);
		centre = Arrays.stream(leaf).mapToDouble(i -> numbers[i]).toArray();
	}

	/** Cost: n log n. */
	static Dendrogram tree(double[] numbers) {
		return Dendrogram.of(numbers.length, new WardLine(numbers).joins());
	}

	private List<Dendrogram.Join> joins() {
		List<Dendrogram.Join> joins = new ArrayList<>();
		for (int a = 0; a < leaf.length - 1; a++)
			meet(a, a + 1);
		for (Pair pair = open.poll(); pair != null; pair = open.poll())
			if (right[pair.a] == pair.b && size[pair.a] + size[pair.b] == pair.sizes) {
				joins.add(new Dendrogram.Join(leaf[pair.a], leaf[pair.b], pair.height));
				join(pair.a, pair.b);
			}
		return joins;
	}

	private void meet(int a, int b) {
		int sizes = size[a] + size[b];
		open.add(
				new Pair(a, b, sizes, Math.sqrt(2.0 * size[a] * size[b] / sizes) * Math.max(0, centre[b] - centre[a])));
	}

	private void join(int a, int b) {
		int sizes = size[a] + size[b];
		centre[a] = (size[a] * centre[a] + size[b] * centre[b]) / sizes;
		size[a] = sizes;
		right[a] = right[b];
		right[b] = -1;
		if (right[a] < leaf.length) {
			left[right[a]] = a;
			meet(a, right[a]);
		}
		if (left[a] >= 0)
			meet(left[a], a);
	}
}
