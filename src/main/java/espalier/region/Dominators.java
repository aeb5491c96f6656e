package espalier.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which vertices of an acyclic graph all ways from the first to another pass. Vertices are numbered in topological order; the
 * first is before all others.
 *
 * <p>Cooper, Harvey and Kennedy, <em>A Simple, Fast Dominance Algorithm</em> (2001); on acyclic graphs one pass is enough. Cost:
 * arcs times the depth of the tree at worst, linear in practice.
 */
final class Dominators {
	/** The nearest vertex that all ways to this one pass; itself for the first. */
	final int[] parent;
	private final int[] enter;
	private final int[] leave;

	/**
	 * @param before
	 *            for each vertex those that have an arc to it
	 */
	Dominators(List<int[]> before) {
		int n = before.size();
		parent = new int[n];
		int[] depth = new int[n];
		for (int v = 1; v < n; v++) {
			int[] from = before.get(v);
			int common = from[0];
			for (int k = 1; k < from.length; k++)
				common = meet(common, from[k], depth);
			parent[v] = common;
			depth[v] = depth[common] + 1;
		}
		enter = new int[n];
		leave = new int[n];
		number(n);
	}

	private int meet(int a, int b, int[] depth) {
		int x = a;
		int y = b;
		while (x != y)
			if (depth[x] >= depth[y])
				x = parent[x];
			else
				y = parent[y];
		return x;
	}

	/** Subtrees become intervals: children have higher numbers than their parent, so sizes add up backwards. */
	private void number(int n) {
		int[] size = new int[n];
		Arrays.fill(size, 1);
		for (int v = n - 1; v > 0; v--)
			size[parent[v]] += size[v];
		int[] next = new int[n];
		next[0] = 1;
		leave[0] = n;
		for (int v = 1; v < n; v++) {
			enter[v] = next[parent[v]];
			next[parent[v]] += size[v];
			next[v] = enter[v] + 1;
			leave[v] = enter[v] + size[v];
		}
	}

	/** Whether all ways to b pass a; every vertex is on its own ways. */
	boolean dominates(int a, int b) {
		return enter[a] <= enter[b] && enter[b] < leave[a];
	}

	/** The vertices that all ways to pass this one, itself included. */
	List<Integer> dominated(int a) {
		List<Integer> all = new ArrayList<>();
		for (int v = a; v < parent.length; v++)
			if (dominates(a, v))
				all.add(v);
		return all;
	}
}
