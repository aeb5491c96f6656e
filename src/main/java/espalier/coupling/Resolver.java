package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusions of the ties: axes tied index by index are one class of axes; its indices are atoms; atoms of different
 * classes are joined by runs and along one factor of each product. A factor that can't be cut leaves the others; where several
 * could be, one is chosen and the others stay whole. Choosing others gives other groups over the same weights: what may go
 * together by one choice and what may go by another may both go.
 */
final class Resolver {
	/** Resolutions at most; networks have as many as their widest product has factors. */
	private static final int MOST = 8;

	private final Axes axes;
	private final Ties.@Nullable Sample loose;
	private final Classes classes;
	private final BitSet reached;
	private final Set<Integer> wanted;
	private final int[] base;
	private final int[] parent;
	private final int[] pinOf;
	private final List<Pin> pins = new ArrayList<>();
	private final BitSet whole = new BitSet();
	private final List<List<Integer>> choices = new ArrayList<>();
	private final Set<Integer> taken = new HashSet<>();

	private Resolver(Ties ties, Classes classes, BitSet reached, List<Factors.Factored> products,
			Set<Integer> wanted, Ties.@Nullable Sample loose) {
		this.axes = ties.axes;
		this.loose = loose;
		this.classes = classes;
		this.reached = reached;
		this.wanted = wanted;
		base = new int[axes.count()];
		int atoms = 0;
		for (int axis = 0; axis < base.length; axis++)
			if (reached.get(axis)) {
				base[axis] = atoms;
				atoms = Math.addExact(atoms, axes.size(axis));
			}
		parent = new int[atoms];
		Arrays.setAll(parent, i -> i);
		pinOf = new int[atoms];
		for (Ties.Run r : ties.runs)
			for (int i = 0; i < r.count() && reaches(r.a()); i++)
				join(atom(r.a(), r.startA() + i * r.stepA()), atom(r.b(), r.startB() + i * r.stepB()));
		for (Ties.Sample sample : ties.samples)
			for (int i = 0; sample != loose && reaches(sample.to()) && i < sample.picked().length; i++)
				join(atom(sample.from(), sample.picked()[i]), atom(sample.to(), i));
		for (Ties.Stop stop : ties.stops)
			if (reaches(stop.axis()))
				pin(stop.axis(), stop.pin());
		resolve(new ArrayList<>(products));
		taken.removeIf(this::pinned);
	}

	/**
	 * Resolutions until every factor that a product could be cut along was chosen in one: first the preferred or largest of each,
	 * then others, of as many products at once as share none; and one for each sampler, free of what is before it. Cost: linear in the sizes of the classes of axes, for each
	 * resolution; there are few, as products have few factors.
	 */
	static List<Resolver> of(Ties ties) {
		Classes classes = new Classes(ties.axes);
		for (int i = 0; i < ties.same.size(); i += 2)
			classes.join(ties.same.get(i), ties.same.get(i + 1));
		List<Factors.Factored> products = Factors.normal(ties, classes);
		BitSet reached = Reach.of(ties, classes, products);
		products.removeIf(p -> !reached.get(classes.of(p.flat())));
		List<Resolver> all = new ArrayList<>();
		Set<Integer> tried = new HashSet<>();
		List<List<Integer>> choices = new ArrayList<>();
		Set<Integer> wanted = Set.of();
		do {
			Resolver next = new Resolver(ties, classes, reached, products, wanted, null);
			all.add(next);
			choices.addAll(next.choices);
			tried.addAll(next.taken);
			tried.addAll(wanted);
			wanted = untried(choices, tried, products, classes);
		} while (!wanted.isEmpty() && all.size() < MOST);
		for (Ties.Sample sample : ties.samples)
			all.add(new Resolver(ties, classes, reached, products, Set.of(), sample));
		return all;
	}

	/** Whether this is about what is behind a sampler, free of what is before it. */
	boolean sampled() {
		return loose != null;
	}

	/** Of an otherwise free sampler, the components behind it that are not before it too. */
	BitSet behind() {
		BitSet behind = new BitSet();
		if (loose == null || !reaches(loose.to()))
			return behind;
		for (int i = 0; i < axes.size(loose.to()); i++)
			behind.set(component(loose.to(), i));
		for (int i = 0; i < axes.size(loose.from()); i++)
			behind.clear(component(loose.from(), i));
		return behind;
	}

	/** Factors that were not chosen yet, as many as stand together in no product. */
	private static Set<Integer> untried(List<List<Integer>> choices, Set<Integer> tried,
			List<Factors.Factored> products, Classes classes) {
		Map<Integer, Set<Integer>> together = new HashMap<>();
		for (Factors.Factored p : products)
			for (int f : p.factors())
				for (int g : p.factors())
					together.computeIfAbsent(classes.of(f), k -> new HashSet<>()).add(classes.of(g));
		Set<Integer> wanted = new LinkedHashSet<>();
		for (List<Integer> choice : choices)
			for (int c : choice)
				if (!tried.contains(c) && Collections.disjoint(together.getOrDefault(c, Set.of()), wanted))
					wanted.add(c);
		return wanted;
	}

	/** The representative axis of all that are tied to it index by index; the lowest id. */
	int classOf(int axis) {
		return classes.of(axis);
	}

	/** The representative axes of the classes of which indices can be in a group; those of others belong to no component. */
	int[] classes() {
		return reached.stream().toArray();
	}

	private boolean reaches(int axis) {
		return reached.get(classOf(axis));
	}

	/** The component an index of an axis belongs to. */
	int component(int axis, int index) {
		return find(atom(axis, index));
	}

	int atoms() {
		return parent.length;
	}

	/** The component of an atom. */
	int find(int atom) {
		int root = atom;
		while (parent[root] != root)
			root = parent[root] = parent[parent[root]];
		return root;
	}

	/** Why a component stays, or null. */
	@Nullable
	Pin pin(int component) {
		return pinOf[component] == 0 ? null : pins.get(pinOf[component] - 1);
	}

	private int atom(int axis, int index) {
		return base[classOf(axis)] + index;
	}

	private void join(int a, int b) {
		int x = find(a);
		int y = find(b);
		if (x == y)
			return;
		int low = Math.min(x, y);
		int high = Math.max(x, y);
		parent[high] = low;
		if (pinOf[low] == 0 || pinOf[high] != 0 && pinOf[high] < pinOf[low])
			pinOf[low] = pinOf[high];
	}

	private void pin(int axis, Pin pin) {
		pins.add(pin);
		int from = atom(axis, 0);
		for (int i = 0; i < axes.size(axis); i++) {
			int root = find(from + i);
			if (pinOf[root] == 0)
				pinOf[root] = pins.size();
		}
	}

	private boolean pinned(int axis) {
		int c = classOf(axis);
		if (whole.get(c))
			return true;
		for (int i = 0; i < axes.size(c); i++)
			if (pinOf[find(base[c] + i)] == 0)
				return false;
		whole.set(c);
		return true;
	}

	private void resolve(List<Factors.Factored> open) {
		while (!open.isEmpty()) {
			int before;
			do {
				before = open.size();
				open.removeIf(this::forced);
			} while (open.size() < before && !open.isEmpty());
			if (!open.isEmpty())
				choose(open.stream().max(Comparator.<Factors.Factored>comparingInt(p -> wants(p) ? 1 : 0)
						.thenComparingInt(p -> p.preferred() < 0 ? 0 : 1).thenComparingInt(p -> free(p).size()))
						.orElseThrow());
		}
	}

	private boolean wants(Factors.Factored p) {
		for (int f : p.factors())
			if (wanted.contains(classOf(f)) && !pinned(f))
				return true;
		return false;
	}

	private boolean forced(Factors.Factored p) {
		List<Integer> free = free(p);
		if (!free.isEmpty() && pinned(p.flat())) {
			Pin reason = reason(p.flat());
			free.forEach(f -> pin(f, reason));
			return true;
		}
		if (free.isEmpty()) {
			pin(p.flat(), reason(p.factors()[0]));
			return true;
		}
		if (free.size() == 1) {
			taken.add(classOf(free.getFirst()));
			cutAlong(p, free.getFirst());
			return true;
		}
		return false;
	}

	private void choose(Factors.Factored p) {
		List<Integer> free = free(p);
		// one axis twice in a product can't be cut into a rectangle: its indices would have to go in both places
		List<Integer> able = free.stream().filter(f -> free.stream().filter(g -> classOf(g) == classOf(f)).count() == 1)
				.sorted(Comparator.comparingInt(f -> f == p.preferred() ? Integer.MIN_VALUE : -axes.size(f))).toList();
		choices.add(able.stream().map(this::classOf).toList());
		int chosen = able.stream().filter(f -> wanted.contains(classOf(f))).findFirst()
				.orElse(able.isEmpty() ? -1 : able.getFirst());
		if (chosen >= 0)
			taken.add(classOf(chosen));
		String why = chosen < 0
				? "is tied to another factor of `" + axes.label(p.flat()) + "`"
				: "is kept whole: `" + axes.label(p.flat()) + "` is cut along its other factor, of "
						+ axes.size(chosen);
		for (int f : free)
			if (f != chosen)
				pin(f, new Pin(axes.label(p.flat()), why));
	}

	private List<Integer> free(Factors.Factored p) {
		List<Integer> free = new ArrayList<>();
		for (int f : p.factors())
			if (!pinned(f))
				free.add(f);
		return free;
	}

	private Pin reason(int axis) {
		for (int i = 0; i < axes.size(axis); i++)
			if (pin(component(axis, i)) instanceof Pin known)
				return known;
		return new Pin(axes.label(axis), "`" + axes.label(axis) + "` is not an axis of channels");
	}

	private void cutAlong(Factors.Factored p, int factor) {
		int below = 1;
		boolean past = false;
		for (int f : p.factors()) {
			if (past)
				below *= axes.size(f);
			past |= f == factor;
		}
		int size = axes.size(factor);
		for (int i = 0; i < axes.size(p.flat()); i++)
			join(atom(p.flat(), i), atom(factor, i / below % size));
	}
}
