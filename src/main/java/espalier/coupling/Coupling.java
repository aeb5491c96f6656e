package espalier.coupling;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.Use;

/** The channel groups of a graph at a trace, and how every axis follows them. Immutable. */
public final class Coupling {
	private final Graph graph;
	private final Trace trace;
	private final Choices choices;
	private final Ties ties;
	private final int[] classOf;
	private final Map<Integer, List<GroupBuilder.Span>> spans;
	private final List<ChannelGroup> groups;
	private final List<Passing> adapters;
	private final List<List<GroupBuilder.Span>> overlapping;
	private final Map<String, ChannelGroup> byName = new HashMap<>();

	/** Computed integers that were asked for, and whether they can be followed. */
	private final Map<String, Boolean> followed = new ConcurrentHashMap<>();

	private Coupling(Graph graph, Trace trace, Choices choices, Ties ties, Resolver first, GroupBuilder built) {
		this.graph = graph;
		this.trace = trace;
		this.choices = choices;
		this.ties = ties;
		this.adapters = Passing.of(graph, choices);
		this.spans = built.spans;
		this.overlapping = spans.values().stream().filter(on -> on.stream().anyMatch(s -> s.group().overlaps()))
				.toList();
		this.groups = List.copyOf(built.groups);
		classOf = new int[ties.axes.count()];
		for (int axis = 0; axis < classOf.length; axis++)
			classOf[axis] = first.classOf(axis);
		groups.forEach(g -> byName.put(g.name(), g));
	}

	/**
	 * Finds the groups. Cost: linear in nodes and in the sizes of the axes they tie (a run of 2,048 channels over 30 members is
	 * one class of 2,048 indices).
	 */
	public static Coupling of(Graph graph, Trace trace) {
		return of(graph, trace, Choices.NONE);
	}

	/**
	 * Same, by a person's choices.
	 *
	 * @throws espalier.graph.RefusedException
	 *             when the graph lacks what they name
	 */
	public static Coupling of(Graph graph, Trace trace, Choices choices) {
		Ties ties = Coupler.ties(graph, trace, choices.checked(graph));
		List<Resolver> resolutions = Resolver.of(ties);
		Map<String, Integer> order = new HashMap<>();
		for (Node node : graph.nodes())
			order.put(node.name(), order.size());
		return new Coupling(graph, trace, choices, ties, resolutions.getFirst(),
				new GroupBuilder(ties, resolutions, order));
	}

	public Graph graph() {
		return graph;
	}

	public Trace trace() {
		return trace;
	}

	/** By which choices the groups were found. */
	public Choices choices() {
		return choices;
	}

	/** What the adapters pass on that were chosen and are in the graph. */
	public List<Passing> adapters() {
		return adapters;
	}

	/** Size of an axis of an activation before any cut. */
	long width(String value, int axis) {
		return java.util.Objects.requireNonNull(trace.shape(value)).dim(axis);
	}

	/** All groups, pinned ones included, in network order; a group's id is its index here. */
	public List<ChannelGroup> groups() {
		return groups;
	}

	/** Groups that can be cut. */
	public List<ChannelGroup> prunable() {
		return groups.stream().filter(g -> !g.pinned()).toList();
	}

	/** The group of a name, or null. */
	public @Nullable ChannelGroup group(String name) {
		return byName.get(name);
	}

	/** Groups that have channels on an axis of a value (an activation or a weight of several axes); several after a Concat. */
	public List<ChannelGroup> groupsOn(String value, int axis) {
		return spans(ties.axes.known(value), axis).stream().map(GroupBuilder.Span::group).toList();
	}

	/** Same for the value at a node's input slot, which matters for parameters that several nodes share. */
	public List<ChannelGroup> groupsOn(Node node, int slot, int axis) {
		return spans(ties.axes.seen(new Use(node, slot)), axis).stream().map(GroupBuilder.Span::group).toList();
	}

	/** Number of indices of a value's axis that go under these cuts. Cost: the removed units of the groups on that axis. */
	public int removedCount(String value, int axis, Cuts cuts) {
		return removed(ties.axes.known(value), axis, cuts);
	}

	/** Same for the value at a node's input slot. */
	public int removedCount(Node node, int slot, int axis, Cuts cuts) {
		return removed(ties.axes.seen(new Use(node, slot)), axis, cuts);
	}

	/** Kept indices of an axis of an activation or a weight of several axes, ascending; null when all stay. */
	public int @Nullable [] kept(String value, int axis, Cuts cuts) {
		return kept(ties.axes.known(value), axis, cuts);
	}

	/** Same for the value at a node's input slot. */
	public int @Nullable [] kept(Node node, int slot, int axis, Cuts cuts) {
		return kept(ties.axes.seen(new Use(node, slot)), axis, cuts);
	}

	/**
	 * Edits what a node states about widths, such as a Reshape's target, when axes around it were cut. Operators without a rule
	 * state nothing.
	 */
	public static void rewrite(Rewrite rewrite) {
		Rule rule = Rules.of(rewrite.node());
		if (rule != null)
			rule.rewrite(rewrite);
	}

	/** What integers that are computed from shapes will be after these cuts; null when that is not known. */
	public long @Nullable [] integers(String value, Cuts cuts) {
		return followed.computeIfAbsent(value, v -> Arithmetic.follows(graph, trace, v))
				? new Arithmetic(graph, trace, v -> shape(v, cuts)).integers(value)
				: null;
	}

	/**
	 * How integers that are computed from shapes, and that can be followed, come out as wanted after these cuts, whatever the sizes
	 * are that the model leaves open; null when that is not possible.
	 *
	 * @param wanted
	 *            at the traced sizes
	 */
	public @Nullable Adjustment adjustment(String value, long[] wanted, Cuts cuts) {
		BitSet fixed = FixedSizes.of(ties, classOf);
		return new Adjuster(graph, trace, value, wanted, v -> shape(v, cuts), v -> open(v, fixed)).adjust();
	}

	/** For each axis of an activation its class where its size could be open, else -1. */
	private int[] open(String value, BitSet fixed) {
		Axes.Carrier carrier = ties.axes.known(value);
		Shape shape = trace.shape(value);
		int[] open = new int[shape == null ? 0 : shape.rank()];
		for (int k = 0; k < open.length; k++) {
			int of = carrier == null ? classOf.length + k : classOf[carrier.base + k];
			open[k] = fixed.get(of) ? -1 : of;
		}
		return open;
	}

	/** The shape of an activation after these cuts; null when it is not known. */
	public @Nullable Shape shape(String value, Cuts cuts) {
		Shape shape = trace.shape(value);
		if (shape != null)
			for (int k = 0; k < shape.rank(); k++)
				shape = shape.with(k, shape.dim(k) - removedCount(value, k, cuts));
		return shape;
	}

	/** All ties of a group, in network order: why its members hang together. */
	public List<Tie> why(ChannelGroup group) {
		return Chain.ties(ties, linksOf(group));
	}

	/** The shortest chain of ties from one member of a group to another; empty when they are the same. */
	public List<Tie> why(ChannelGroup group, Member from, Member to) {
		return Chain.ties(ties, Chain.shortest(linksOf(group), axis(from), axis(to)));
	}

	private int axis(Member member) {
		Axes.Carrier carrier = ties.axes.seen(member.use());
		if (carrier == null)
			throw new IllegalArgumentException(member.layer() + " is not of this coupling");
		return carrier.base + member.axis();
	}

	private List<Ties.Link> linksOf(ChannelGroup group) {
		Set<Integer> classes = new HashSet<>();
		spans.forEach((c, on) -> {
			if (on.stream().anyMatch(s -> s.group() == group))
				classes.add(c);
		});
		List<Ties.Link> links = new ArrayList<>();
		for (Ties.Link link : ties.links)
			if (classes.contains(classOf[link.a()]) && classes.contains(classOf[link.b()]))
				links.add(link);
		return links;
	}

	/** The groups on each class of axes that has several over the same indices. */
	List<List<GroupBuilder.Span>> overlapping() {
		return overlapping;
	}

	List<GroupBuilder.Span> spans(String value, int axis) {
		return spans(ties.axes.known(value), axis);
	}

	private List<GroupBuilder.Span> spans(Axes.@Nullable Carrier carrier, int axis) {
		if (carrier == null)
			return List.of();
		return spans.getOrDefault(classOf[carrier.base + carrier.shape.axis(axis)], List.of());
	}

	private int removed(Axes.@Nullable Carrier carrier, int axis, Cuts cuts) {
		List<GroupBuilder.Span> cut = spans(carrier, axis).stream().filter(s -> cuts.count(s.group()) > 0).toList();
		if (cut.stream().noneMatch(s -> s.group().overlaps()))
			return cut.stream().mapToInt(s -> s.removed(cuts)).sum();
		int[] kept = kept(cut, cuts);
		return kept == null ? 0 : cut.getFirst().unitOfIndex().length - kept.length;
	}

	private int @Nullable [] kept(Axes.@Nullable Carrier carrier, int axis, Cuts cuts) {
		List<GroupBuilder.Span> cut = spans(carrier, axis).stream().filter(s -> cuts.count(s.group()) > 0).toList();
		return cut.isEmpty() ? null : kept(cut, cuts);
	}

	private static int @Nullable [] kept(List<GroupBuilder.Span> cut, Cuts cuts) {
		int size = cut.getFirst().unitOfIndex().length;
		int[] kept = new int[size];
		int n = 0;
		for (int i = 0; i < size; i++) {
			boolean gone = false;
			for (GroupBuilder.Span span : cut) {
				int unit = span.unitOfIndex()[i];
				gone |= unit >= 0 && cuts.isRemoved(span.group(), unit);
			}
			if (!gone)
				kept[n++] = i;
		}
		return n == size ? null : java.util.Arrays.copyOf(kept, n);
	}
}
