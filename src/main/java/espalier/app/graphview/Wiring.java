package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Cuts every flow into pieces at the borders of rooms, so that each room can be laid out and drawn alone. */
final class Wiring {
	private record End(Room room, @Nullable Item from, @Nullable Item to) {}

	private Wiring() {}

	/** Fills the links and borders of all rooms. Cost: the number of readers of each flow times the depth of rooms. */
	static void link(List<Flow> flows, List<Link> links) {
		for (Flow flow : flows) {
			Set<End> done = new HashSet<>();
			Set<Room> left = new HashSet<>();
			Set<Room> entered = new HashSet<>();
			for (Card to : flow.to)
				route(flow, to, links, done, left, entered);
		}
	}

	/** Puts the children of a room so that every link between two of them leads onwards, keeping their order where it does. */
	static void sort(Room room) {
		Map<Item, Integer> waiting = new HashMap<>();
		Map<Item, List<Item>> after = new HashMap<>();
		for (Link link : room.links)
			if (link.from() != null && link.to() != null) {
				waiting.merge(link.to(), 1, Integer::sum);
				after.computeIfAbsent(link.from(), k -> new ArrayList<>(2)).add(link.to());
			}
		PriorityQueue<Item> ready = new PriorityQueue<>(Comparator.comparingInt(i -> i.order));
		room.children.stream().filter(i -> !waiting.containsKey(i)).forEach(ready::add);
		List<Item> sorted = new ArrayList<>(room.children.size());
		while (!ready.isEmpty()) {
			Item next = ready.remove();
			sorted.add(next);
			for (Item item : after.getOrDefault(next, List.of()))
				if (waiting.merge(item, -1, Integer::sum) == 0)
					ready.add(item);
		}
		if (sorted.size() == room.children.size())
			room.children = sorted;
	}

	private static void route(Flow flow, Card to, List<Link> links, Set<End> done, Set<Room> left, Set<Room> entered) {
		List<Item> up = chain(flow.from);
		List<Item> down = chain(to);
		int shared = 0;
		while (shared < Math.min(up.size(), down.size()) - 1 && up.get(shared) == down.get(shared))
			shared++;
		// the chains part below the room at shared - 1
		for (int i = up.size() - 1; i > shared; i--) {
			Room room = (Room) up.get(i - 1);
			add(flow, new End(room, up.get(i), null), links, done);
			if (left.add(room))
				room.outs.add(flow);
		}
		add(flow, new End((Room) up.get(shared - 1), up.get(shared), down.get(shared)), links, done);
		for (int i = shared + 1; i < down.size(); i++) {
			Room room = (Room) down.get(i - 1);
			add(flow, new End(room, null, down.get(i)), links, done);
			if (entered.add(room))
				room.ins.add(flow);
		}
	}

	private static void add(Flow flow, End end, List<Link> links, Set<End> done) {
		if (!done.add(end))
			return;
		Link link = new Link(links.size(), end.room, flow, end.from, end.to);
		links.add(link);
		end.room.links.add(link);
	}

	/** The rooms around a card from the root in, and the card itself. */
	private static List<Item> chain(Card card) {
		List<Item> chain = new ArrayList<>();
		for (Item i = card; i != null; i = i.parent)
			chain.add(i);
		return chain.reversed();
	}
}
