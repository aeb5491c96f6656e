package espalier.coupling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Explanations: ties as sentences, and the shortest way from one axis to another along them. */
final class Chain {
	private Chain() {}

	static List<Tie> ties(Ties ties, List<Ties.Link> links) {
		List<Tie> told = new ArrayList<>(links.size());
		for (Ties.Link link : links)
			told.add(new Tie(link.node(), link.phrase(), ties.axes.label(link.a()), ties.axes.label(link.b())));
		return told;
	}

	/** Breadth first over the links; empty when the ends are the same axis. */
	static List<Ties.Link> shortest(List<Ties.Link> links, int from, int to) {
		Map<Integer, List<Ties.Link>> at = new HashMap<>();
		for (Ties.Link link : links) {
			at.computeIfAbsent(link.a(), k -> new ArrayList<>()).add(link);
			at.computeIfAbsent(link.b(), k -> new ArrayList<>()).add(link);
		}
		Map<Integer, Ties.Link> reachedBy = new HashMap<>();
		ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(from));
		while (!queue.isEmpty() && !(reachedBy.containsKey(to) && from != to)) {
			int axis = queue.remove();
			for (Ties.Link link : at.getOrDefault(axis, List.of())) {
				int other = link.a() == axis ? link.b() : link.a();
				if (other != from && reachedBy.putIfAbsent(other, link) == null)
					queue.add(other);
			}
		}
		ArrayDeque<Ties.Link> chain = new ArrayDeque<>();
		for (int axis = to; axis != from && reachedBy.get(axis) instanceof Ties.Link link;) {
			chain.addFirst(link);
			axis = link.a() == axis ? link.b() : link.a();
		}
		return List.copyOf(chain);
	}
}
