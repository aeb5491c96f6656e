package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusions of the ties: axes tied index by index are one class of axes; its indices are atoms; atoms of different
 * classes are joined by runs and along one factor of each product. A factor that can't be cut leaves the others; where several
 * could be, one is chosen and the others stay whole. Choosing others gives other groups over the same weights: what may go
 * together by one choice and what may go by another may both go.
 */
final class Resolver {
	private final Axes axes;
	private final Classes classes;
	private final int rank;
	private final int[] base;
	private final int[] parent;
	private final int[] pinOf;
	private final List<Pin> pins = new ArrayList<>();
	private final BitSet whole = new BitSet();
	private int widest;

	private Resolver(Ties ties, Classes classes, List<Factors.Factored> products, int rank) {
		this.axes = ties.axes;
		this.classes = classes;
		this.rank = rank;
		base = new int[axes.count()];
		int atoms = 0;
		for (int axis = 0; axis < base.length; axis++)
			if (classOf(axis) == axis) {
				base[axis] = atoms;
				atoms = Math.addExact(atoms, axes.size(axis));
			}
		parent = new int[atoms];
		Arrays.setAll(parent, i -> i);
		pinOf = new int[atoms];
		for (Ties.Run r : ties.runs)
			for (int i = 0; i < r.count(); i++)
				join(atom(r.a(), r.startA() + i * r.stepA()), atom(r.b(), r.startB() + i * r.stepB()));
		for (Ties.Stop stop : ties.stops)
			pin(stop.axis(), stop.pin());
		resolve(new ArrayList<>(products));
	}

	/**
	 * One resolution for each factor that products can be cut along: the preferred or largest first. Cost: linear in the sizes
	 * of the classes of axes, for each resolution.
	 */
	static List<Resolver> of(Ties ties) {
		Classes classes = new Classes(ties.axes);
		for (int i = 0; i < ties.same.size(); i += 2)
			classes.join(ties.same.get(i), ties.same.get(i + 1));
		List<Factors.Factored> products = Factors.normal(ties, classes);
		List<Resolver> all = new ArrayList<>();
		all.add(new Resolver(ties, classes, products, 0));
		int widest = all.getFirst().widest;
		while (all.size() < widest) {
			all.add(new Resolver(ties, classes, products, all.size()));
			widest = Math.max(widest, all.getLast().widest);
		}
		return all;
	}

	/** The representative axis of all that are tied to it index by index; the lowest id. */
	int classOf(int axis) {
		return classes.of(axis);
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
				choose(open.stream().max(Comparator.<Factors.Factored>comparingInt(p -> p.preferred() < 0 ? 0 : 1)
						.thenComparingInt(p -> free(p).size())).orElseThrow());
		}
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
		widest = Math.max(widest, able.size());
		int chosen = able.isEmpty() ? -1 : able.get(Math.min(rank, able.size() - 1));
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
