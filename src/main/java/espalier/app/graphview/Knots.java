package espalier.app.graphview;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Dissolves rooms that the network leaves and enters again: seen as one box they would stand before and behind the same
 * neighbour, and no layout from left to right would show it.
 */
final class Knots {
	private Knots() {}

	private record Pair(Card from, Card to) {}

	/** Cost: linear in the flows for each room dissolved, in all rooms' flows where none is. */
	static void untie(Room root, List<Flow> flows) {
		Map<Room, List<Pair>> inside = new HashMap<>();
		for (Flow flow : flows)
			for (Card to : flow.to)
				inside.computeIfAbsent(meeting(flow.from, to), k -> new ArrayList<>()).add(new Pair(flow.from, to));
		ArrayDeque<Room> waiting = new ArrayDeque<>(List.of(root));
		while (!waiting.isEmpty()) {
			Room room = waiting.removeFirst();
			Room knotted = knotted(room, inside.getOrDefault(room, List.of()));
			while (knotted != null) {
				Scopes.dissolve(knotted);
				inside.computeIfAbsent(room, k -> new ArrayList<>()).addAll(inside.getOrDefault(knotted, List.of()));
				knotted = knotted(room, inside.getOrDefault(room, List.of()));
			}
			for (Item child : room.children)
				if (child instanceof Room r)
					waiting.add(r);
		}
	}

	/** The innermost room around both cards. */
	private static Room meeting(Card a, Card b) {
		Room room = a.parent;
		while (room != null && !room.holds(b))
			room = room.parent;
		return Objects.requireNonNull(room, "all cards are in the root");
	}

	/** The smallest room among the children that lies on a cycle: without it the rest is often in order. Null when none does. */
	private static @Nullable Room knotted(Room room, List<Pair> pairs) {
		if (room.children.stream().noneMatch(Room.class::isInstance))
			return null;
		Map<Item, Integer> index = new HashMap<>();
		List<List<Integer>> edges = new ArrayList<>();
		for (Item child : room.children) {
			index.put(child, index.size());
			edges.add(new ArrayList<>(2));
		}
		for (Pair pair : pairs) {
			Integer from = index.get(Scopes.within(room, pair.from));
			Integer to = index.get(Scopes.within(room, pair.to));
			if (from != null && to != null && !from.equals(to))
				edges.get(from).add(to);
		}
		int[] sets = strongSets(index.size(), edges);
		int[] sizes = new int[index.size()];
		for (int set : sets)
			sizes[set]++;
		return room.children.stream().filter(Room.class::isInstance).map(Room.class::cast)
				.filter(r -> sizes[sets[index.getOrDefault(r, 0)]] > 1)
				.min(Comparator.comparingInt(r -> r.children.size())).orElse(null);
	}

	/** Tarjan's strongly connected components (SIAM J. Comput. 1972), without recursion: the number of each vertex's set. */
	static int[] strongSets(int n, List<List<Integer>> edges) {
		int[] set = new int[n];
		int[] low = new int[n];
		int[] seen = new int[n];
		int[] next = new int[n];
		Arrays.fill(set, -1);
		int clock = 0;
		int sets = 0;
		ArrayDeque<Integer> path = new ArrayDeque<>();
		ArrayDeque<Integer> open = new ArrayDeque<>();
		for (int start = 0; start < n; start++) {
			if (seen[start] != 0)
				continue;
			path.push(start);
			while (!path.isEmpty()) {
				int v = path.peek();
				if (next[v] == 0) {
					seen[v] = low[v] = ++clock;
					open.push(v);
				}
				if (next[v] < edges.get(v).size()) {
					int w = edges.get(v).get(next[v]++);
					if (seen[w] == 0)
						path.push(w);
					else if (set[w] < 0)
						low[v] = Math.min(low[v], seen[w]);
					continue;
				}
				next[v]++;
				path.pop();
				for (int w : edges.get(v))
					if (set[w] < 0)
						low[v] = Math.min(low[v], low[w]);
				if (low[v] == seen[v] && set[v] < 0) {
					int w;
					do {
						w = open.pop();
						set[w] = sets;
					} while (w != v);
					sets++;
				}
			}
		}
		return set;
	}
}
