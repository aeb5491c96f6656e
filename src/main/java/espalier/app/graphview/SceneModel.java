package espalier.app.graphview;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Cuts;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;
import espalier.region.Bypass;
import espalier.region.Region;

/**
 * The network as rooms, cards and ribbons, before any layout. Built on any thread in time linear in the graph; afterwards only
 * {@link #setCuts} changes it, on the thread that draws.
 */
final class SceneModel {
	private final Coupling coupling;
	private final Room root;
	private final List<Item> items = new ArrayList<>();
	private final List<Card> cards = new ArrayList<>();
	private final List<Link> links = new ArrayList<>();
	private final List<Flow> flows;
	private final Map<Node, Card> cardOf = new HashMap<>();
	private final Map<String, Card> cardByName = new HashMap<>();
	private final Map<ChannelGroup, List<Card>> cardsOf = new IdentityHashMap<>();
	private final Map<ChannelGroup, List<Link>> linksOf = new IdentityHashMap<>();
	private Cuts cuts = Cuts.NONE;

	private SceneModel(Coupling coupling, Room root, List<Flow> flows) {
		this.coupling = coupling;
		this.root = root;
		this.flows = flows;
	}

	static SceneModel of(Graph graph, Trace trace, Coupling coupling) {
		Fusion fusion = Fusion.of(graph, trace, coupling);
		Room root = Scopes.rooms(graph, fusion);
		SceneModel scene = new SceneModel(coupling, root, fusion.flows());
		scene.number(root);
		scene.index();
		return scene;
	}

	Room root() {
		return root;
	}

	/** All boxes, the root first and every room before what it holds. */
	List<Item> items() {
		return items;
	}

	List<Card> cards() {
		return cards;
	}

	List<Link> links() {
		return links;
	}

	List<Flow> flows() {
		return flows;
	}

	Cuts cuts() {
		return cuts;
	}

	Coupling coupling() {
		return coupling;
	}

	/** The card that shows an operator; null for constants and shape arithmetic, which are not drawn. */
	@Nullable
	Card card(Node node) {
		return cardOf.get(node);
	}

	/** Cards of a region of this network or of the version that it was made from: its own, or the one in its place. */
	List<Card> cards(Region region) {
		if (region.leave() instanceof Region.Leave.By(Bypass bypass)
				&& cardByName.get(bypass.name()) instanceof Card folded)
			return List.of(folded);
		return region.nodes().stream().map(n -> cardByName.get(n.name())).filter(Objects::nonNull).distinct().toList();
	}

	List<Card> cards(ChannelGroup group) {
		return cardsOf.getOrDefault(group, List.of());
	}

	/** Every piece of ribbon that carries a group, in closed rooms too. */
	List<Link> links(ChannelGroup group) {
		return linksOf.getOrDefault(group, List.of());
	}

	/** Takes over what is planned to go. Cost: what carries the groups that changed. */
	void setCuts(Cuts planned) {
		cuts = planned;
		for (Flow flow : flows) {
			boolean touched = false;
			for (ChannelGroup group : flow.groups)
				touched |= planned.count(group) > 0;
			flow.removed = touched ? coupling.removedCount(flow.value, flow.axis, planned) : 0;
		}
		for (Item item : items)
			item.kept = item.total;
		for (ChannelGroup group : planned.groups())
			for (Card card : cards(group)) {
				int gone = card.group == group && card.unitOfFilter != null ? gone(card.unitOfFilter, group) : 0;
				for (Item i = card; i != null && gone > 0; i = i.parent)
					i.kept -= gone;
			}
	}

	private int gone(int[] unitOfFilter, ChannelGroup group) {
		int gone = 0;
		for (int unit : unitOfFilter)
			if (unit >= 0 && cuts.isRemoved(group, unit))
				gone++;
		return gone;
	}

	private void number(Room top) {
		ArrayList<Item> waiting = new ArrayList<>(List.of(top));
		while (!waiting.isEmpty()) {
			Item item = waiting.removeLast();
			item.id = items.size();
			items.add(item);
			if (item instanceof Room room) {
				for (Item child : room.children)
					child.parent = room;
				waiting.addAll(room.children.reversed());
			} else if (item instanceof Card card) {
				cards.add(card);
				card.nodes.forEach(node -> {
					cardOf.put(node, card);
					cardByName.put(node.name(), card);
				});
			}
		}
	}

	private void index() {
		Wiring.link(flows, links);
		for (Item item : items)
			if (item instanceof Room room)
				Wiring.sort(room);
		for (Card card : cards) {
			card.total = card.unitOfFilter == null ? 0 : card.unitOfFilter.length;
			card.kept = card.total;
			for (Room room = card.parent; room != null; room = room.parent) {
				room.cards++;
				room.total += card.total;
				room.kept += card.total;
			}
			for (ChannelGroup group : card.groups)
				cardsOf.computeIfAbsent(group, k -> new ArrayList<>()).add(card);
		}
		for (Link link : links)
			for (ChannelGroup group : link.flow().groups)
				linksOf.computeIfAbsent(group, k -> new ArrayList<>()).add(link);
	}
}
