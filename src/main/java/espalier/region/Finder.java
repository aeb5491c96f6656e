package espalier.region;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;

/** Collects what could be a region, then nests it. */
final class Finder {
	private record Candidate(Region.Kind kind, String entry, String exit, Set<Node> nodes,
			Structure.@Nullable Summand summand) {}

	private final Flow flow;
	private final Likeness likeness;
	private final List<Candidate> candidates = new ArrayList<>();
	private final Set<Node> seen = new HashSet<>();

	Finder(Graph graph, Trace trace) {
		flow = new Flow(graph, trace);
		likeness = new Likeness(flow);
	}

	/** From an input to an output. */
	private record Way(String input, String output, Set<Node> nodes) {}

	List<Region> find() {
		List<Way> ways = new ArrayList<>();
		Map<String, Set<Node>> before = new HashMap<>();
		for (ValueInfo output : flow.graph.outputs())
			before.put(output.name(), flow.before(output.name()));
		for (ValueInfo input : flow.graph.inputs()) {
			if (!flow.flows(input.name()))
				continue;
			Set<Node> behind = flow.behind(input.name());
			Set<Node> left = new HashSet<>(behind);
			before.entrySet().stream().sorted(Map.Entry.comparingByValue(
					Comparator.comparingInt((Set<Node> s) -> s.size()).reversed())).forEach(e -> {
						Set<Node> inside = new HashSet<>(behind);
						inside.retainAll(e.getValue());
						if (inside.stream().anyMatch(left::contains))
							ways.add(new Way(input.name(), e.getKey(), inside));
						left.removeAll(inside);
					});
		}
		ways.sort(Comparator.comparingInt((Way w) -> w.nodes.size()).reversed());
		first(ways);
		for (Way way : ways)
			if (!seen.containsAll(way.nodes)) {
				collect(new Structure(flow, way.input, way.output, way.nodes));
				seen.addAll(way.nodes);
			}
		return nested();
	}

	/** Of ways that are about as long, the one along which there are most residual sums comes first: from the images, not from the time step. */
	private void first(List<Way> ways) {
		List<Way> rivals = ways.stream().filter(w -> 2 * w.nodes.size() >= ways.getFirst().nodes.size()).limit(4)
				.toList();
		if (rivals.size() < 2)
			return;
		Way best = rivals.stream().max(Comparator.comparingInt(
				w -> new Structure(flow, w.input, w.output, w.nodes).summands().size())).orElseThrow();
		ways.remove(best);
		ways.addFirst(best);
	}

	private void collect(Structure structure) {
		List<Structure.Summand> summands = structure.summands();
		for (List<Structure.Element> chain : structure.chains()) {
			List<Item> items = Item.of(chain, flow);
			for (Item item : items)
				if (item.kind() != null)
					add(item.kind(), item.entry(), item.exit(), item.nodes(), summand(item, summands));
			if (!scopes(items, 0, items.size()))
				repeats(items);
			for (Structure.Element element : chain)
				if (element.single() && Ops.activation(element.nodes().getFirst()))
					add(Region.Kind.ACTIVATION, element.entry(), element.exit(), element.nodes(), null);
		}
		for (Structure.Summand summand : summands)
			if (Ops.weighted(summand.nodes(), flow) && !plain(summand))
				add(kind(summand, summands), summand.entry(), summand.value(), summand.nodes(), summand);
	}

	/** The branch of a block whose shortcut is a plain wire: to take out the block is to take out the branch. */
	private Structure.@Nullable Summand summand(Item item, List<Structure.Summand> summands) {
		return summands.stream().filter(s -> s.entry().equals(item.entry()) && s.other().equals(s.entry()))
				.filter(s -> {
					int sum = item.nodes().indexOf(s.sum());
					return Set.copyOf(item.nodes().subList(0, Math.max(0, sum))).equals(Set.copyOf(s.nodes()))
							&& item.nodes().stream().skip(sum + 1L)
									.noneMatch(n -> flow.reads(n).contains(item.entry()));
				}).findFirst().orElse(null);
	}

	/** Whether a summand is all of a block that is there already. */
	private boolean plain(Structure.Summand summand) {
		return summand.other().equals(summand.entry())
				&& candidates.stream().anyMatch(c -> c.summand == summand);
	}

	private Region.Kind kind(Structure.Summand summand, List<Structure.Summand> summands) {
		if (Ops.attends(summand.nodes(), flow))
			return Region.Kind.ATTENTION;
		boolean lesser = summands.stream().anyMatch(
				o -> o != summand && o.sum() == summand.sum() && o.nodes().size() > summand.nodes().size());
		if (lesser)
			return Region.Kind.SHORTCUT;
		return Ops.convolves(summand.nodes()) ? Region.Kind.BRANCH : Region.Kind.MLP;
	}

	/** Stretches of a chain whose names share more of their beginning than those around them. */
	private boolean scopes(List<Item> items, int depth, int all) {
		boolean told = false;
		List<List<String>> paths = items.stream().map(i -> Names.common(i.nodes())).toList();
		for (int from = 0; from < items.size();) {
			int to = from + 1;
			if (paths.get(from).size() > depth) {
				String part = paths.get(from).get(depth);
				while (to < items.size() && paths.get(to).size() > depth && paths.get(to).get(depth).equals(part))
					to++;
				List<Item> run = items.subList(from, to);
				if (run.size() > 1) {
					told |= run.size() < all && compose(run);
					told |= scopes(run, depth + 1, all);
				}
			}
			from = to;
		}
		return told;
	}

	/** Stretches of a chain that have the same form one after another; a form may be of several items, as attention and MLP. */
	private void repeats(List<Item> items) {
		int[] forms = items.stream().mapToInt(i -> likeness.form(i.nodes())).toArray();
		for (int from = 0; from < forms.length;) {
			int best = 1;
			int period = 1;
			for (int p = 1; p <= 8 && from + 2 * p <= forms.length; p++) {
				int times = 1;
				while (from + (times + 1) * p <= forms.length && same(forms, from, from + times * p, p))
					times++;
				if (times > 1 && times * p > best * period) {
					best = times;
					period = p;
				}
			}
			List<Item> run = items.subList(from, from + best * period);
			if (best > 1 && run.stream().anyMatch(Finder::block)) {
				if (period > 1)
					for (int k = 0; k < best; k++)
						compose(run.subList(k * period, (k + 1) * period));
				compose(run);
			}
			from += best * period;
		}
	}

	private static boolean same(int[] forms, int a, int b, int length) {
		for (int i = 0; i < length; i++)
			if (forms[a + i] != forms[b + i])
				return false;
		return true;
	}

	private static boolean block(Item item) {
		return item.kind() == Region.Kind.BLOCK || item.kind() == Region.Kind.ATTENTION
				|| item.kind() == Region.Kind.MLP;
	}

	private boolean compose(List<Item> run) {
		List<Item> telling = run.stream().filter(i -> i.kind() != null && Ops.weighted(i.nodes(), flow)).toList();
		if (telling.size() < 2)
			return false;
		boolean repeated = telling.stream().map(i -> likeness.outline(i.nodes())).distinct().count() < telling
				.size();
		boolean blocks = telling.stream().anyMatch(Finder::block);
		long attentions = telling.stream().filter(i -> i.kind() == Region.Kind.ATTENTION).count();
		boolean several = telling.stream().filter(i -> i.kind() == Region.Kind.BLOCK).count() > 1;
		Region.Kind kind = several || blocks && (repeated && attentions == 0 || attentions > 2)
				? Region.Kind.STAGE
				: Region.Kind.BLOCK;
		List<Node> nodes = run.stream().flatMap(i -> i.nodes().stream()).toList();
		add(kind, run.getFirst().entry(), run.getLast().exit(), nodes, null);
		return true;
	}

	private void add(Region.Kind kind, String entry, String exit, List<Node> nodes,
			Structure.@Nullable Summand summand) {
		Set<Node> set = new HashSet<>(nodes);
		if (seen.containsAll(set) || candidates.stream().anyMatch(c -> c.nodes.equals(set)))
			return;
		candidates.add(new Candidate(kind, entry, exit, set, summand));
	}

	/** Larger ones around smaller ones; what crosses one that is there already is left out. */
	private List<Region> nested() {
		candidates.sort(Comparator.comparingInt((Candidate c) -> c.nodes.size()).reversed());
		Map<Node, Candidate> innermost = new HashMap<>();
		Map<Candidate, List<Candidate>> parts = new java.util.IdentityHashMap<>();
		List<Candidate> roots = new ArrayList<>();
		for (Candidate candidate : candidates) {
			Set<@Nullable Candidate> around = candidate.nodes.stream().map(innermost::get)
					.collect(Collectors.toSet());
			Candidate outer = around.iterator().next();
			if (around.size() > 1 || outer != null && same(candidate, outer))
				continue;
			(outer == null ? roots : parts.computeIfAbsent(outer, k -> new ArrayList<>())).add(candidate);
			candidate.nodes.forEach(n -> innermost.put(n, candidate));
		}
		Names names = new Names(flow);
		Leaving leaving = new Leaving(flow);
		return built(roots, parts, names, leaving);
	}

	/** Whether one has all that the other has of weights: then it is the same to people. */
	private boolean same(Candidate inner, Candidate outer) {
		return inner.summand == null && Ops.weighted(List.copyOf(inner.nodes), flow) && outer.nodes.stream()
				.filter(n -> Ops.weighted(n, flow)).allMatch(inner.nodes::contains);
	}

	private List<Region> built(List<Candidate> some, Map<Candidate, List<Candidate>> parts, Names names,
			Leaving leaving) {
		return some.stream().sorted(Comparator.comparingInt(c -> last(c))).map(c -> {
			List<Node> nodes = c.nodes.stream().sorted(Comparator.comparingInt(flow::at)).toList();
			String name = names.name(nodes, c.kind);
			List<Region> inner = built(parts.getOrDefault(c, List.of()), parts, names, leaving);
			return new Region(name, c.kind, c.entry, c.exit, nodes, likeness.form(nodes),
					leave(c, name, nodes, leaving), inner);
		}).toList();
	}

	private Region.Leave leave(Candidate c, String name, List<Node> nodes, Leaving leaving) {
		if (leaving.captured(nodes))
			return new Region.Leave.Stays("the body of a loop or a condition reads what it makes");
		if (c.summand == null || again(c, nodes))
			return leaving.through(name, nodes, c.entry, c.exit);
		return leaving.aside(name, c.summand);
	}

	/** Whether a block that only passes its entry on does so unchanged: its last operator was done to the entry before. */
	private boolean again(Candidate c, List<Node> nodes) {
		Structure.Summand summand = c.summand;
		if (summand == null || !summand.other().equals(c.entry) || summand.value().equals(c.exit))
			return false;
		List<Node> after = nodes.subList(nodes.indexOf(summand.sum()) + 1, nodes.size());
		return after.isEmpty() || after.size() == 1 && after.getFirst().is("Relu")
				&& flow.maker(c.entry) instanceof Node maker && maker.is("Relu");
	}

	private int last(Candidate c) {
		return c.nodes.stream().mapToInt(flow::at).max().orElse(0);
	}
}
