package espalier.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import espalier.coupling.ChannelGroup;

/** Groups by the scopes in their names, as {@code layer1.0.conv1} lies in {@code layer1.0}; scopes with one entry are folded. */
final class OutlineTree {
	/** A line of the outline. */
	sealed interface Row {
		String label();
	}

	record Scope(String path, String label, List<Row> rows) implements Row {
		/** All groups below. */
		List<ChannelGroup> groups() {
			List<ChannelGroup> all = new ArrayList<>();
			for (Row row : rows)
				switch (row) {
					case Scope scope -> all.addAll(scope.groups());
					case Leaf leaf -> all.add(leaf.group());
				}
			return all;
		}
	}

	record Leaf(ChannelGroup group, String label) implements Row {}

	private final Map<String, OutlineTree> inner = new LinkedHashMap<>();
	private final Map<String, ChannelGroup> own = new LinkedHashMap<>();

	private OutlineTree() {}

	/** @param search only groups with this text in the name, in a layer's name or operator */
	static List<Row> of(List<ChannelGroup> groups, String search) {
		OutlineTree root = new OutlineTree();
		String text = search.strip().toLowerCase(Locale.ROOT);
		for (ChannelGroup group : groups)
			if (text.isEmpty() || fits(group, text))
				root.add(group);
		return root.rows("");
	}

	private static boolean fits(ChannelGroup group, String text) {
		return group.name().toLowerCase(Locale.ROOT).contains(text)
				|| group.members().stream().anyMatch(m -> m.layer().toLowerCase(Locale.ROOT).contains(text)
						|| m.use().node().op().toLowerCase(Locale.ROOT).equals(text));
	}

	private void add(ChannelGroup group) {
		String[] parts = group.name().split("[./]+");
		OutlineTree at = this;
		for (int i = 0; i < parts.length - 1; i++)
			if (!parts[i].isEmpty())
				at = at.inner.computeIfAbsent(parts[i], k -> new OutlineTree());
		at.own.put(parts.length == 0 ? group.name() : parts[parts.length - 1] + "\0" + group.id(), group);
	}

	private List<Row> rows(String path) {
		List<Row> rows = new ArrayList<>();
		own.forEach((key, group) -> rows.add(new Leaf(group, key.substring(0, Math.max(0, key.indexOf('\0'))))));
		inner.forEach((name, tree) -> {
			String label = name;
			OutlineTree at = tree;
			while (at.own.isEmpty() && at.inner.size() == 1) {
				Map.Entry<String, OutlineTree> only = at.inner.entrySet().iterator().next();
				label += "." + only.getKey();
				at = only.getValue();
			}
			String full = path.isEmpty() ? label : path + "." + label;
			List<Row> below = at.rows(full);
			if (below.size() == 1 && below.getFirst() instanceof Leaf leaf)
				rows.add(new Leaf(leaf.group(), label + "." + leaf.label()));
			else
				rows.add(new Scope(full, Character.isDigit(label.charAt(0)) ? full : label, below));
		});
		rows.sort(java.util.Comparator.comparingInt(OutlineTree::first));
		return rows;
	}

	private static int first(Row row) {
		return switch (row) {
			case Leaf leaf -> leaf.group().id();
			case Scope scope -> first(scope.rows().getFirst());
		};
	}
}
