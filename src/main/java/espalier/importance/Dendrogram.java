package espalier.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Filters in a tree: those most alike are joined first (average linkage on 1 - cosine). Sokal and Michener 1958; found by the
 * nearest-neighbour chain, Murtagh 1983.
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
	 *            mean of 1 - cosine over all pairs between them, from 0 to 2
	 */
	public record Merge(int a, int b, double height, int size) {}

	public Dendrogram {
		merges = List.copyOf(merges);
	}

	/** Joins all filters. Cost: O(n²) time; memory: 8 bytes a pair, 32 MB for 2,048 filters. */
	public static Dendrogram of(Similarity similarity) {
		return new Chain(similarity).joined();
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

	/** Follows nearest neighbours until two are each other's; average linkage never brings clusters nearer by joining others. */
	private static final class Chain {
		private final int n;
		private final double[] distance;
		private final int[] size;
		/** The lowest leaf of the cluster that lives in a slot. */
		private final int[] lowest;

		Chain(Similarity similarity) {
			n = similarity.units();
			distance = new double[n * n];
			Arrays.setAll(distance, i -> 1 - similarity.cosines()[i]);
			size = new int[n];
			Arrays.fill(size, 1);
			lowest = new int[n];
			Arrays.setAll(lowest, i -> i);
		}

		/** A merge of the clusters that hold two leaves. */
		private record Join(int a, int b, double height) {}

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
				joins.add(new Join(lowest[tip], lowest[before], distance[tip * n + before]));
				join(tip, before);
				length -= 2;
			}
			return numbered(joins);
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
					double mean = (size[gone] * distance[gone * n + other] + size[stays] * distance[stays * n + other])
							/ (size[gone] + size[stays]);
					distance[stays * n + other] = mean;
					distance[other * n + stays] = mean;
				}
			size[stays] += size[gone];
			size[gone] = 0;
			lowest[stays] = Math.min(lowest[stays], lowest[gone]);
		}

		/** The chain finds merges out of order. */
		private Dendrogram numbered(List<Join> joins) {
			joins.sort((x, y) -> Double.compare(x.height, y.height));
			int[] parent = new int[2 * n];
			Arrays.setAll(parent, i -> i);
			int[] first = new int[2 * n];
			Arrays.setAll(first, i -> i);
			int[] sizes = new int[2 * n];
			Arrays.fill(sizes, 1);
			List<Merge> merges = new ArrayList<>();
			for (Join join : joins) {
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
	}
}
