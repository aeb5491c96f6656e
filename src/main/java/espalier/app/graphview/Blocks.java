package espalier.app.graphview;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import espalier.graph.Shape;

/**
 * Rooms where names tell nothing: what lies between two points that a single value passes is a block, blocks that work at the
 * same image size are a stage, and what is still too many is cut into even parts.
 */
final class Blocks {
	private static final int SMALLEST_BLOCK = 3;

	private Blocks() {}

	/** Divides the children of one room. Cost: linear in children and flows. */
	static void divide(Room room, List<Flow> flows) {
		List<Item> items = blocks(room, flows);
		if (items.size() > 6)
			items = stages(items, flows);
		while (items.size() > Scopes.CROWD)
			items = parts(items);
		room.children = items;
		adopt(room);
	}

	private static void adopt(Room room) {
		for (Item child : room.children) {
			boolean fresh = child.parent == null;
			child.parent = room;
			if (fresh && child instanceof Room inner)
				adopt(inner);
		}
	}

	private static List<Item> blocks(Room room, List<Flow> flows) {
		List<Item> items = room.children;
		int n = items.size();
		Map<Item, Integer> at = new HashMap<>();
		for (int i = 0; i < n; i++)
			at.put(items.get(i), i);
		int[] reach = new int[n];
		Arrays.fill(reach, -1);
		int outside = -1;
		for (Flow flow : flows) {
			Item from = Scopes.within(room, flow.from);
			for (Card card : flow.to) {
				Item to = Scopes.within(room, card);
				if (to == null || to == from)
					continue;
				if (from == null)
					outside = Math.max(outside, at.getOrDefault(to, 0));
				else
					reach[at.getOrDefault(from, 0)] = Math.max(reach[at.getOrDefault(from, 0)], at.getOrDefault(to, 0));
			}
		}
		List<Item> result = new ArrayList<>();
		List<Item> block = new ArrayList<>();
		int far = Math.min(outside, n - 1);
		int count = 0;
		for (int i = 0; i < n; i++) {
			block.add(items.get(i));
			// nothing made before i is read behind i: only i's own value goes on
			boolean passed = far <= i;
			far = Math.max(far, reach[i]);
			if (!passed && i < n - 1)
				continue;
			if (block.size() >= SMALLEST_BLOCK && block.size() < n)
				result.add(room("block " + ++count, block));
			else
				result.addAll(block);
			block.clear();
		}
		return result;
	}

	private static Room room(String name, List<Item> items) {
		Room room = new Room(name);
		room.order = items.getFirst().order;
		room.children = new ArrayList<>(items);
		room.children.forEach(i -> i.parent = null);
		return room;
	}

	private static List<Item> stages(List<Item> items, List<Flow> flows) {
		Map<Card, String> sizes = new HashMap<>();
		for (Flow flow : flows)
			sizes.putIfAbsent(flow.from, size(flow.shape));
		List<Item> result = new ArrayList<>();
		List<Item> stage = new ArrayList<>();
		String current = "";
		for (Item item : items) {
			String size = sizes.getOrDefault(last(item), "");
			if (!size.equals(current))
				close(current, stage, result, items.size());
			current = size;
			stage.add(item);
		}
		close(current, stage, result, items.size());
		return result;
	}

	private static void close(String size, List<Item> stage, List<Item> result, int all) {
		boolean inputsOnly = stage.stream().allMatch(i -> i instanceof Card c && c.kind == Card.Kind.TERMINAL);
		if (stage.size() > 1 && stage.size() < all && !size.isEmpty() && !inputsOnly)
			result.add(room(size, stage));
		else
			result.addAll(stage);
		stage.clear();
	}

	private static String size(@Nullable Shape shape) {
		if (shape == null || shape.rank() < 3 || shape.rank() == 3 && shape.dim(2) <= 1)
			return "";
		StringBuilder text = new StringBuilder();
		for (int i = 2; i < shape.rank(); i++)
			text.append(i > 2 ? "×" : "").append(shape.dim(i));
		return text.toString().equals("1×1") ? "" : text.toString();
	}

	private static @Nullable Card last(Item item) {
		Item i = item;
		while (i instanceof Room room)
			i = room.children.getLast();
		return i instanceof Card card ? card : null;
	}

	private static List<Item> parts(List<Item> items) {
		int size = Math.clamp((int) Math.ceil(Math.sqrt(items.size())), 6, 24);
		List<Item> result = new ArrayList<>();
		for (int i = 0; i < items.size(); i += size) {
			List<Item> part = items.subList(i, Math.min(items.size(), i + size));
			result.add(part.size() == 1 ? part.getFirst() : room(name(part), part));
		}
		return result;
	}

	private static String name(List<Item> part) {
		String first = label(part.getFirst());
		String last = label(part.getLast());
		return first.isEmpty() || last.isEmpty() ? "part" : first + " … " + last;
	}

	private static String label(Item item) {
		if (item.name().isEmpty() && item instanceof Card card)
			return card.title;
		String name = item.name();
		int dots = name.indexOf(" … ");
		return dots < 0 ? name : name.substring(0, dots);
	}
}
