package espalier.coupling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.graph.Use;
import espalier.graph.ValueInfo;

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
	private final Map<String, ChannelGroup> byName = new HashMap<>();

	private Coupling(Graph graph, Trace trace, Choices choices, Ties ties, Resolver first, GroupBuilder built) {
		this.graph = graph;
		this.trace = trace;
		this.choices = choices;
		this.ties = ties;
		this.adapters = Passing.of(graph, choices);
		this.spans = built.spans;
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
		return Arithmetic.follows(graph, trace, value)
				? new Arithmetic(graph, trace, v -> shape(v, cuts)).integers(value)
				: null;
	}

	/** Which of the integers of a value that is computed from shapes depend on sizes which the model leaves open. */
	public boolean[] open(String value) {
		long[] before = new Arithmetic(graph, trace, trace::shape).integers(value);
		Set<Integer> classes = openClasses();
		long[] after = new Arithmetic(graph, trace, v -> doubled(v, classes)).integers(value);
		boolean[] open = new boolean[before == null ? 0 : before.length];
		for (int i = 0; before != null && after != null && i < Math.min(open.length, after.length); i++)
			open[i] = before[i] != after[i];
		return open;
	}

	/** Classes of the axes of inputs that the model leaves open. */
	private Set<Integer> openClasses() {
		Set<Integer> open = new HashSet<>();
		for (ValueInfo input : graph.inputs())
			if (input.dims() != null && ties.axes.known(input.name()) instanceof Axes.Carrier of)
				for (int k = 0; k < Math.min(of.shape.rank(), input.dims().size()); k++)
					if (!input.dims().get(k).fixed())
						open.add(classOf[of.base + k]);
		return open;
	}

	/** The shape of an activation were all axes of these classes twice as large. */
	private @Nullable Shape doubled(String value, Set<Integer> open) {
		Shape shape = trace.shape(value);
		Axes.Carrier carrier = ties.axes.known(value);
		if (shape == null || carrier == null)
			return shape;
		for (int k = 0; k < shape.rank(); k++)
			if (open.contains(classOf[carrier.base + k]))
				shape = shape.with(k, 2 * shape.dim(k));
		return shape;
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

	List<GroupBuilder.Span> spans(String value, int axis) {
		return spans(ties.axes.known(value), axis);
	}

	private List<GroupBuilder.Span> spans(Axes.@Nullable Carrier carrier, int axis) {
		if (carrier == null)
			return List.of();
		int k = axis < 0 ? axis + carrier.shape.rank() : axis;
		return spans.getOrDefault(classOf[carrier.base + k], List.of());
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
