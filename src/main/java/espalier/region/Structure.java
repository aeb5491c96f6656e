package espalier.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import espalier.graph.Node;
import espalier.graph.Shape;

/**
 * How a network is built between one of its inputs and one of its outputs: chains of elements, of which each has one entry and one
 * exit and is no chain itself. What is read from elsewhere counts as neither way in.
 *
 * <p>After Johnson, Pearson and Pingali, <em>The Program Structure Tree</em> (1994): vertices are values, the wires of values
 * that are read by several, and nodes. From a value or wire all ways pass the next one of its chain, and to that all ways come
 * from it.
 */
final class Structure {
	/** One value read by one node, where the value has other readers too. */
	private record Wire(String value, Node reader) {}

	/**
	 * A smallest part of a chain: between two points of it.
	 *
	 * @param entry
	 *            the value at which it begins
	 * @param nodes
	 *            all in it, in the order of computation
	 */
	record Element(String entry, String exit, List<Node> nodes) {
		/** Whether it is one node and no fork. */
		boolean single() {
			return nodes.size() == 1;
		}
	}

	/**
	 * What a sum adds to a stream.
	 *
	 * @param entry
	 *            the one value of the network that it is made of
	 * @param other
	 *            what else is summed
	 */
	record Summand(Node sum, String value, String other, String entry, List<Node> nodes) {}

	private final Flow flow;
	private final List<Object> what = new ArrayList<>();
	private final List<int[]> before = new ArrayList<>();
	private final Map<Object, Integer> vertex = new HashMap<>();
	private final Dominators dominators;
	private final Dominators behind;
	private final int[] next;

	/** @param inside the nodes between input and output */
	Structure(Flow flow, String input, String output, Set<Node> inside) {
		this.flow = flow;
		Set<Node> ordered = new TreeSet<>(java.util.Comparator.comparingInt(flow::at));
		ordered.addAll(inside);
		put(input, new int[0]);
		for (Node node : ordered) {
			int[] into = flow.reads(node).stream().filter(vertex::containsKey).mapToInt(v -> into(v, node, inside))
					.toArray();
			int at = put(node, into);
			for (String value : flow.makes(node))
				if (value.equals(output) || flow.readers(value).stream().anyMatch(inside::contains))
					put(value, new int[]{at});
		}
		dominators = new Dominators(before);
		behind = new Dominators(turned());
		next = new int[what.size()];
		for (int v = 0; v < next.length; v++)
			next[v] = next(v);
	}

	private int put(Object thing, int[] from) {
		vertex.put(thing, what.size());
		what.add(thing);
		before.add(from);
		return what.size() - 1;
	}

	private int into(String value, Node reader, Set<Node> inside) {
		int at = java.util.Objects.requireNonNull(vertex.get(value));
		long readers = flow.readers(value).stream().filter(inside::contains).count();
		return readers < 2 ? at : put(new Wire(value, reader), new int[]{at});
	}

	/** The graph seen from its end: vertex v is number n - 1 - v. */
	private List<int[]> turned() {
		int n = what.size();
		List<List<Integer>> after = new ArrayList<>();
		for (int v = 0; v < n; v++)
			after.add(new ArrayList<>(2));
		for (int v = 0; v < n; v++)
			for (int from : before.get(v))
				after.get(n - 1 - from).add(n - 1 - v);
		return after.stream().map(a -> a.stream().mapToInt(Integer::intValue).toArray()).toList();
	}

	private boolean allPassTo(int from, int through) {
		int n = what.size();
		return behind.dominates(n - 1 - through, n - 1 - from);
	}

	/** The next point of a chain, or -1. */
	private int next(int v) {
		int n = what.size();
		if (what.get(v) instanceof Node || v == n - 1)
			return -1;
		int w = n - 1 - behind.parent[n - 1 - v];
		while (what.get(w) instanceof Node && w != n - 1)
			w = n - 1 - behind.parent[n - 1 - w];
		return dominators.dominates(v, w) ? w : -1;
	}

	/** All chains of at least one element. */
	List<List<Element>> chains() {
		Map<Integer, List<Node>> held = new HashMap<>();
		for (int v = 0; v < what.size(); v++)
			if (what.get(v) instanceof Node node) {
				int a = dominators.parent[v];
				while (a > 0 && (next[a] < 0 || !allPassTo(v, next[a])))
					a = dominators.parent[a];
				for (int outer = a; next[outer] >= 0 && allPassTo(v, next[outer]); outer = outer(outer)) {
					held.computeIfAbsent(outer, k -> new ArrayList<>()).add(node);
					if (outer == 0)
						break;
				}
			}
		boolean[] continued = new boolean[what.size()];
		Arrays.stream(next).filter(w -> w >= 0).forEach(w -> continued[w] = true);
		List<List<Element>> chains = new ArrayList<>();
		for (int v = 0; v < next.length; v++)
			if (next[v] >= 0 && !continued[v]) {
				List<Element> chain = new ArrayList<>();
				for (int a = v; next[a] >= 0; a = next[a])
					chain.add(new Element(value(a), value(next[a]), held.getOrDefault(a, List.of())));
				chains.add(chain);
			}
		return chains;
	}

	/** The start of the element around the one that starts here; the first vertex where there is none. */
	private int outer(int start) {
		int a = dominators.parent[start];
		while (a > 0 && (next[a] < 0 || next[a] == start || !allPassTo(start, next[a])))
			a = dominators.parent[a];
		return a;
	}

	private String value(int v) {
		return what.get(v) instanceof Wire(String value, Node _) ? value : (String) what.get(v);
	}

	/** What sums of two add to each other, where it is made of one value and read by nothing else. */
	List<Summand> summands() {
		List<Summand> all = new ArrayList<>();
		for (Object thing : what)
			if (thing instanceof Node sum && (sum.is("Add") || sum.is("Sum")) && sum.inputs().size() == 2)
				for (int slot = 0; slot < 2; slot++) {
					Summand found = summand(sum, sum.inputs().get(slot), sum.inputs().get(1 - slot));
					if (found != null)
						all.add(found);
				}
		return all;
	}

	private @Nullable Summand summand(Node sum, String value, String other) {
		Integer exit = vertex.get(value);
		Shape shape = flow.trace.shape(value);
		if (exit == null || shape == null
				|| !java.util.Objects.equals(shape, flow.trace.shape(sum.outputs().getFirst()))
				|| !vertex.containsKey(other) || value.equals(other) || flow.readers(value).size() != 1)
			return null;
		int a = dominators.parent[java.util.Objects.requireNonNull(vertex.get(sum))];
		while (!(what.get(a) instanceof String) && a > 0)
			a = dominators.parent[a];
		String entry = (String) what.get(a);
		List<Node> nodes = new ArrayList<>();
		for (int v : dominators.dominated(a))
			if (what.get(v) instanceof Node node && allPassTo(v, exit))
				nodes.add(node);
		Set<Node> inside = Set.copyOf(nodes);
		for (Node node : nodes)
			for (String read : flow.reads(node))
				if (vertex.containsKey(read) && !read.equals(entry) && !inside.contains(flow.maker(read)))
					return null;
		return nodes.isEmpty() ? null : new Summand(sum, value, other, entry, nodes);
	}
}
