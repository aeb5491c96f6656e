package espalier.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Things in a tree: those most alike are joined first. Found by the nearest-neighbour chain (Murtagh 1983) under a linkage that
 * never brings clusters nearer by joining others; for numbers under Ward's linkage by their order.
 *
 * @param leaves
 *            numbered from 0
 * @param merges
 *            by ascending height; merge k makes cluster {@code leaves + k}
 */
public record Dendrogram(int leaves, List<Merge> merges) {
	/**
	 * Two clusters become one.
	 *
	 * @param a
	 *            the one with the lowest leaf
	 * @param height
	 *            distance between them
	 */
	public record Merge(int a, int b, double height, int size) {}

	public Dendrogram {
		merges = List.copyOf(merges);
	}

	/**
	 * Filters by 1 - cosine, the mean over all pairs between two clusters (Sokal and Michener 1958). Cost: O(n²) time; memory: 8
	 * bytes a pair, 32 MB for 2,048 filters.
	 */
	public static Dendrogram of(Similarity similarity) {
		double[] distance = new double[similarity.units() * similarity.units()];
		Arrays.setAll(distance, i -> 1 - similarity.cosines()[i]);
		return new Chain(similarity.units(), distance, false).joined();
	}

	/**
	 * Points by how much joining two clusters of a and b points adds to the spread within clusters: √(2ab/(a + b)) times the
	 * distance of their centres (Ward 1963). Cost: n² times the length of a point, 8 bytes a pair; of points of one number n log n.
	 *
	 * @param points
	 *            [n][length]
	 */
	public static Dendrogram ward(double[][] points) {
		int n = points.length;
		if (n > 0 && points[0].length == 1)
			return WardLine.tree(Arrays.stream(points).mapToDouble(p -> p[0]).toArray());
		double[] squares = new double[n * n];
		for (int a = 0; a < n; a++)
			for (int b = 0; b < a; b++) {
				double square = 0;
				for (int k = 0; k < points[a].length; k++)
					square += (points[a][k] - points[b][k]) * (points[a][k] - points[b][k]);
				squares[a * n + b] = square;
				squares[b * n + a] = square;
			}
		return new Chain(n, squares, true).joined();
	}

	/** A merge of the clusters that hold two leaves. */
	record Join(int a, int b, double height) {}

	/** Of joins in any order, together all that are to be made. */
	static Dendrogram of(int n, List<Join> joins) {
		int[] parent = new int[2 * n];
		Arrays.setAll(parent, i -> i);
		int[] first = new int[2 * n];
		Arrays.setAll(first, i -> i);
		int[] sizes = new int[2 * n];
		Arrays.fill(sizes, 1);
		List<Merge> merges = new ArrayList<>();
		for (Join join : joins.stream().sorted(Comparator.comparingDouble(Join::height)).toList()) {
			int a = root(parent, join.a);
			int b = root(parent, join.b);
			int made = n + merges.size();
			boolean inOrder = first[a] < first[b];
			sizes[made] = sizes[a] + sizes[b];
			first[made] = Math.min(first[a], first[b]);
			merges.add(new Merge(inOrder ? a : b, inOrder ? b : a, join.height, sizes[made]));
			parent[a] = made;
			parent[b] = made;
		}
		return new Dendrogram(n, merges);
	}

	private static int root(int[] parent, int of) {
		int at = of;
		while (parent[at] != at) {
			parent[at] = parent[parent[at]];
			at = parent[at];
		}
		return at;
	}

	/** The cluster of each leaf when only merges up to a height are made, numbered from 0 by their lowest leaves. */
	public int[] clusters(double height) {
		int[] of = new int[leaves + merges.size()];
		Arrays.fill(of, -1);
		int[] labels = new int[leaves];
		for (int m = merges.size() - 1; m >= 0; m--) {
			int made = leaves + m;
			if (of[made] < 0 && merges.get(m).height <= height)
				of[made] = made;
			if (of[made] >= 0) {
				of[merges.get(m).a] = of[made];
				of[merges.get(m).b] = of[made];
			}
		}
		int[] numbers = new int[of.length];
		Arrays.fill(numbers, -1);
		int count = 0;
		for (int leaf = 0; leaf < leaves; leaf++) {
			int cluster = of[leaf] < 0 ? leaf : of[leaf];
			if (numbers[cluster] < 0)
				numbers[cluster] = count++;
			labels[leaf] = numbers[cluster];
		}
		return labels;
	}

	/** The leaves from left to right, such that no branches cross. */
	public int[] order() {
		int[] order = new int[leaves];
		int[] stack = new int[leaves + 1];
		int depth = 0;
		int at = 0;
		if (leaves > 0)
			stack[depth++] = leaves + merges.size() - 1;
		while (depth > 0) {
			int cluster = stack[--depth];
			if (cluster < leaves)
				order[at++] = cluster;
			else {
				stack[depth++] = merges.get(cluster - leaves).b;
				stack[depth++] = merges.get(cluster - leaves).a;
			}
		}
		return order;
	}

	/** Follows nearest neighbours until two are each other's. */
	private static final class Chain {
		private final int n;
		private final double[] distance;
		private final int[] size;
		/** The lowest leaf of the cluster that lives in a slot. */
		private final int[] lowest;
		private final boolean ward;

		/**
		 * @param distance
		 *            [n][n], changed; for Ward's linkage squares of distances
		 */
		Chain(int n, double[] distance, boolean ward) {
			this.n = n;
			this.distance = distance;
			this.ward = ward;
			size = new int[n];
			Arrays.fill(size, 1);
			lowest = new int[n];
			Arrays.setAll(lowest, i -> i);
		}

		Dendrogram joined() {
			List<Join> joins = new ArrayList<>();
			int[] chain = new int[n];
			int length = 0;
			int start = 0;
			while (joins.size() < n - 1) {
				if (length == 0) {
					while (size[start] == 0)
						start++;
					chain[length++] = start;
				}
				int tip = chain[length - 1];
				int before = length > 1 ? chain[length - 2] : -1;
				int near = nearest(tip, before);
				if (near != before) {
					chain[length++] = near;
					continue;
				}
				double height = distance[tip * n + before];
				joins.add(new Join(lowest[tip], lowest[before], ward ? Math.sqrt(height) : height));
				join(tip, before);
				length -= 2;
			}
			return of(n, joins);
		}

		/** The nearest other cluster; the one before on the chain where several are as near, or the chain might not end. */
		private int nearest(int of, int before) {
			int best = before;
			for (int other = 0; other < n; other++)
				if (size[other] > 0 && other != of
						&& (best < 0 || distance[of * n + other] < distance[of * n + best]))
					best = other;
			return best;
		}

		/** Puts one cluster into the other's slot. */
		private void join(int gone, int stays) {
			for (int other = 0; other < n; other++)
				if (size[other] > 0 && other != gone && other != stays) {
					double joined = ward ? ward(gone, stays, other) : mean(gone, stays, other);
					distance[stays * n + other] = joined;
					distance[other * n + stays] = joined;
				}
			size[stays] += size[gone];
			size[gone] = 0;
			lowest[stays] = Math.min(lowest[stays], lowest[gone]);
		}

		private double mean(int a, int b, int other) {
			return (size[a] * distance[a * n + other] + size[b] * distance[b * n + other]) / (size[a] + size[b]);
		}

		/** Lance and Williams 1967. */
		private double ward(int a, int b, int other) {
			return ((size[a] + size[other]) * distance[a * n + other]
					+ (size[b] + size[other]) * distance[b * n + other]
					- size[other] * distance[a * n + b]) / (size[a] + size[b] + size[other]);
		}
	}
}
