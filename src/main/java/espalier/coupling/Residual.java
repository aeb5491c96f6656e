package espalier.coupling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Order;
import espalier.graph.RefusedException;
import espalier.graph.Use;

/** Finds where a group's channels are a stream: read by a branch, and summed with what the branch makes of them. */
public final class Residual {
	/**
	 * A sum of a stream and of what was computed from it.
	 *
	 * @param shortcut
	 *            where the sum reads the stream
	 * @param entries
	 *            where the branch reads the stream, before the sum
	 * @param axis
	 *            of the channels, in the value that the sum reads
	 */
	public record Join(Node sum, Use shortcut, List<Use> entries, int axis, int entryAxis) {}

	private record Split(List<Use> entries, int axis) {}

	private final Graph graph;
	private final Map<String, Integer> axisOf = new HashMap<>();
	private final Map<Node, Integer> position;
	private final Set<Node> mixing = new HashSet<>();

	private Residual(Graph graph, Map<Node, Integer> position, ChannelGroup group) {
		this.graph = graph;
		this.position = position;
		group.values().forEach(v -> axisOf.putIfAbsent(v.value(), v.axis()));
		group.contractions().forEach(c -> mixing.add(c.use().node()));
	}

	/**
	 * The groups that have joins, with them in network order. Cost: for each sum, the nodes between it and where its branch left
	 * the stream.
	 */
	public static Map<ChannelGroup, List<Join>> streams(Coupling coupling) {
		Map<Node, Integer> position = positions(coupling.graph());
		Map<ChannelGroup, List<Join>> streams = new LinkedHashMap<>();
		for (ChannelGroup group : coupling.groups()) {
			List<Join> joins = joins(coupling, group, position);
			if (group.offer() == ChannelGroup.Offer.FIRST && !joins.isEmpty())
				streams.put(group, joins);
		}
		return streams;
	}

	private static Map<Node, Integer> positions(Graph graph) {
		Map<Node, Integer> position = new LinkedHashMap<>();
		for (Node node : Order.topological(graph))
			position.put(node, position.size());
		return position;
	}

	private static List<Join> joins(Coupling coupling, ChannelGroup group, Map<Node, Integer> position) {
		Residual residual = new Residual(coupling.graph(), position, group);
		List<Join> joins = new ArrayList<>();
		residual.axisOf.keySet().stream().map(coupling.graph()::producer)
				.filter(n -> n != null && (n.is("Add") || n.is("Sum"))).sorted(Comparator.comparingInt(residual::at))
				.forEach(sum -> residual.join(sum, joins));
		return joins;
	}

	/**
	 * The adapters that make a group's blocks free of each other: projections on the shortcuts, or samplers in front of the
	 * branches.
	 *
	 * @throws RefusedException
	 *             when nothing of the group is summed with what is computed from it
	 */
	public static List<Adapter> adapters(Coupling coupling, ChannelGroup group, Adapter.Kind kind) {
		List<Join> joins = joins(coupling, group, positions(coupling.graph()));
		if (joins.isEmpty())
			throw new RefusedException("No shortcut in group `" + group.name()
					+ "` is summed with what a branch computes from it, so there is no place for a " + kind.id()
					+ "; choose a group of a residual stream.");
		List<Adapter> adapters = new ArrayList<>();
		for (Join join : joins)
			adapters.add(kind == Adapter.Kind.PROJECTION
					? new Adapter(kind, join.axis(), places(List.of(join.shortcut())))
					: new Adapter(kind, join.entryAxis(), places(join.entries())));
		return adapters;
	}

	private static List<Adapter.Place> places(List<Use> uses) {
		return uses.stream().map(u -> new Adapter.Place(u.node().name(), u.slot())).toList();
	}

	private void join(Node sum, List<Join> joins) {
		for (int slot = 0; slot < sum.inputs().size(); slot++) {
			String shortcut = sum.input(slot);
			if (shortcut == null || !axisOf.containsKey(shortcut))
				continue;
			for (int other = 0; other < sum.inputs().size(); other++)
				if (other != slot && sum.input(other) instanceof String branch && axisOf.containsKey(branch)
						&& split(shortcut, branch) instanceof Split split) {
					joins.add(new Join(sum, new Use(sum, slot), split.entries(), axisOf.get(shortcut), split.axis()));
					return;
				}
		}
	}

	/** Where a branch leaves the stream that a shortcut carries, looking back through what keeps its channels. */
	private @Nullable Split split(String shortcut, String branch) {
		for (String value = shortcut; value != null; value = before(value)) {
			List<Use> entries = entries(value, branch);
			Integer axis = axisOf.get(value);
			if (axis != null && !entries.isEmpty())
				return new Split(entries, axis);
		}
		return null;
	}

	/** The one activation that a node makes this of channel by channel, when it carries the group too. */
	private @Nullable String before(String value) {
		Node node = graph.producer(value);
		if (node == null || mixing.contains(node))
			return null;
		List<String> carrying = node.inputs().stream().filter(axisOf::containsKey).toList();
		return carrying.size() == 1 ? carrying.getFirst() : null;
	}

	private int at(Node node) {
		return java.util.Objects.requireNonNull(position.get(node));
	}

	/** What reads a value on the way to another. */
	private List<Use> entries(String value, String end) {
		Node maker = graph.producer(value);
		int from = maker == null ? -1 : at(maker);
		List<Use> entries = new ArrayList<>();
		Set<Node> seen = new HashSet<>();
		ArrayDeque<Node> queue = new ArrayDeque<>();
		if (graph.producer(end) instanceof Node last && seen.add(last))
			queue.add(last);
		while (!queue.isEmpty()) {
			Node node = queue.remove();
			if (at(node) <= from)
				continue;
			for (int slot = 0; slot < node.inputs().size(); slot++)
				if (node.inputs().get(slot).equals(value))
					entries.add(new Use(node, slot));
			for (String read : Order.reads(node))
				if (graph.producer(read) instanceof Node producer && seen.add(producer))
					queue.add(producer);
		}
		entries.sort(Comparator.comparingInt((Use u) -> at(u.node())).thenComparingInt(Use::slot));
		return entries;
	}
}
