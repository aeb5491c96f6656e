package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;

/**
 * Rooms from the scopes in names: of the operators, or else of their weights. Where neither tells, and inside scopes that hold
 * very much, {@link Blocks} finds them in the form of the network.
 */
final class Scopes {
	/** A room with more children than this is divided. */
	static final int CROWD = 36;

	private final Fusion fusion;

	private Scopes(Fusion fusion) {
		this.fusion = fusion;
	}

	static Room rooms(Graph graph, Fusion fusion) {
		return new Scopes(fusion).build(graph);
	}

	private Room build(Graph graph) {
		List<Card> cards = fusion.cards();
		if (!scoped(cards))
			new WeightScopes(graph, fusion).assign();
		boolean scoped = scoped(cards);
		Room root = new Room("");
		Map<String, Room> made = new HashMap<>();
		for (Card card : cards) {
			Room room = root;
			StringBuilder key = new StringBuilder();
			for (String part : scoped ? card.path : List.<String>of()) {
				key.append('/').append(part);
				Room outer = room;
				room = made.computeIfAbsent(key.toString(), k -> {
					Room inner = new Room(part);
					inner.order = card.order;
					inner.parent = outer;
					outer.children.add(inner);
					return inner;
				});
			}
			card.parent = room;
			room.children.add(card);
		}
		for (Room room : inner(root).reversed())
			simplify(room);
		Knots.untie(root, fusion.flows());
		for (Room room : inner(root).reversed())
			simplify(room);
		List<Room> rooms = inner(root);
		rooms.add(root);
		for (Room room : rooms)
			if (room == root && !scoped || room.children.size() > CROWD)
				Blocks.divide(room, fusion.flows());
		return root;
	}

	/** Whether enough cards lie in scopes, and not all in the same. */
	private static boolean scoped(List<Card> cards) {
		List<Card> inner = cards.stream().filter(c -> c.kind != Card.Kind.TERMINAL).toList();
		long in = inner.stream().filter(c -> !c.path.isEmpty()).count();
		long different = inner.stream().map(c -> c.path).distinct().limit(3).count();
		return 2 * in > inner.size() && different > 2;
	}

	/** All rooms below one, outer before inner. */
	static List<Room> inner(Room root) {
		List<Room> rooms = new ArrayList<>();
		List<Room> waiting = new ArrayList<>(List.of(root));
		while (!waiting.isEmpty()) {
			Room room = waiting.removeLast();
			if (room != root)
				rooms.add(room);
			for (Item child : room.children)
				if (child instanceof Room r)
					waiting.add(r);
		}
		return rooms;
	}

	/** A room around a single item, adapters aside, is no room. */
	private static void simplify(Room room) {
		if (room.children.stream().filter(i -> !(i instanceof Card c && c.kind == Card.Kind.ADAPTER)).count() <= 1)
			dissolve(room);
	}

	/** Puts a room's children where the room was. */
	static void dissolve(Room room) {
		Room outer = room.parent;
		if (outer == null)
			return;
		outer.children.remove(room);
		for (Item child : room.children) {
			child.parent = outer;
			outer.children.add(child);
		}
		outer.children.sort(Comparator.comparingInt(i -> i.order));
	}

	/** The item of a room that holds a card, or null when the card is elsewhere. */
	static @Nullable Item within(Room room, Card card) {
		for (Item i = card; i != null; i = i.parent)
			if (i.parent == room)
				return i;
		return null;
	}

	/** Scopes from weights' names, as in {@code layer1.0.conv1.weight} or {@code inception_3a/1x1_w}. */
	private static final class WeightScopes {
		private final Fusion fusion;
		private final Labels labels;

		WeightScopes(Graph graph, Fusion fusion) {
			this.fusion = fusion;
			labels = new Labels(graph, new Trace(Map.of(), Map.of(), Map.of(), Map.of()));
		}

		void assign() {
			Map<Card, List<Card>> before = new HashMap<>();
			Map<Card, List<Card>> after = new HashMap<>();
			for (Flow flow : fusion.flows())
				for (Card to : flow.to) {
					before.computeIfAbsent(to, k -> new ArrayList<>(2)).add(flow.from);
					after.computeIfAbsent(flow.from, k -> new ArrayList<>(2)).add(to);
				}
			for (Card card : fusion.cards())
				card.path = own(card.main());
			for (Card card : fusion.cards().reversed())
				if (card.path.isEmpty() && before.getOrDefault(card, List.of()).size() == 1)
					card.path = shared(after.getOrDefault(card, List.of()));
			for (Card card : fusion.cards())
				if (card.path.isEmpty() && card.main() != null)
					card.path = shared(before.getOrDefault(card, List.of()));
		}

		private List<String> own(@Nullable Node node) {
			String layer = node == null ? null : labels.layer(node);
			if (layer == null)
				return List.of();
			List<String> parts = Labels.parts(layer.contains("/") ? layer : layer.replace('.', '/'));
			return parts.size() < 2 ? List.of() : parts.subList(0, parts.size() - 1);
		}

		/** The path that all of these cards have in common. */
		private static List<String> shared(List<Card> cards) {
			List<String> path = cards.isEmpty() ? List.of() : cards.getFirst().path;
			for (Card card : cards) {
				int same = 0;
				while (same < Math.min(path.size(), card.path.size()) && path.get(same).equals(card.path.get(same)))
					same++;
				path = path.subList(0, same);
			}
			return path;
		}
	}
}
