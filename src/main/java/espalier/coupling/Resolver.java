package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusions of the ties: axes tied index by index become one class of axes; its indices are atoms; atoms of
 * different classes are joined by runs and along one factor of each product. A factor that can't be cut leaves the others; where
 * several could be, one is chosen and the others stay whole.
 */
final class Resolver {
	private final Ties ties;
	private final Axes axes;
	private final int[] classParent;
	private final int[] base;
	private final int[] parent;
	private final int[] pinOf;
	private final List<Pin> pins = new ArrayList<>();

	Resolver(Ties ties) {
		this.ties = ties;
		this.axes = ties.axes;
		classParent = new int[axes.count()];
		Arrays.setAll(classParent, i -> i);
		for (int i = 0; i < ties.same.size(); i += 2)
			joinClasses(ties.same.get(i), ties.same.get(i + 1));
		shareFactors();
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
		products();
	}

	/** The representative axis of all that are tied to it index by index; the lowest id. */
	int classOf(int axis) {
		int root = axis;
		while (classParent[root] != root)
			root = classParent[root] = classParent[classParent[root]];
		return root;
	}

	/** The component an index of an axis belongs to. */
	int component(int axis, int index) {
		return find(atom(axis, index));
	}

	int atoms() {
		return parent.length;
	}

	/** Why a component stays, or null. */
	@Nullable
	Pin pin(int component) {
		return pinOf[component] == 0 ? null : pins.get(pinOf[component] - 1);
	}

	private int atom(int axis, int index) {
		return base[classOf(axis)] + index;
	}

	private int find(int atom) {
		int root = atom;
		while (parent[root] != root)
			root = parent[root] = parent[parent[root]];
		return root;
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

	private void joinClasses(int a, int b) {
		int x = classOf(a);
		int y = classOf(b);
		classParent[Math.max(x, y)] = Math.min(x, y);
	}

	/** Where one axis is factored twice into the same sizes, the factors are the same. */
	private void shareFactors() {
		boolean changed = true;
		while (changed) {
			changed = false;
			Map<List<Integer>, int[]> seen = new HashMap<>();
			for (Ties.Product p : ties.products) {
				List<Integer> key = new ArrayList<>();
				key.add(classOf(p.flat()));
				int[] real = Arrays.stream(p.factors()).filter(f -> axes.size(f) > 1).toArray();
				Arrays.stream(real).forEach(f -> key.add(axes.size(f)));
				int[] first = seen.putIfAbsent(key, real);
				if (first == null)
					continue;
				for (int i = 0; i < real.length; i++)
					if (classOf(first[i]) != classOf(real[i])) {
						joinClasses(first[i], real[i]);
						changed = true;
					}
			}
		}
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
		int from = atom(axis, 0);
		for (int i = 0; i < axes.size(axis); i++)
			if (pinOf[find(from + i)] == 0)
				return false;
		return true;
	}

	private void products() {
		List<Ties.Product> open = new ArrayList<>(ties.products);
		while (!open.isEmpty()) {
			int before;
			do {
				before = open.size();
				open.removeIf(this::forced);
			} while (open.size() < before && !open.isEmpty());
			if (open.isEmpty())
				return;
			Ties.Product next = open.stream().filter(p -> p.preferred() >= 0).findFirst().orElse(open.getFirst());
			choose(next);
		}
	}

	private boolean forced(Ties.Product p) {
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

	private void choose(Ties.Product p) {
		List<Integer> free = free(p);
		// one axis twice in a product can't be cut into a rectangle: its indices would have to go in both places
		List<Integer> able = free.stream().filter(f -> free.stream().filter(g -> classOf(g) == classOf(f)).count() == 1)
				.toList();
		int wanted = p.preferred() >= 0 ? p.factors()[p.preferred()] : -1;
		int chosen = able.contains(wanted) ? wanted : -1;
		if (chosen < 0)
			for (int f : able)
				if (chosen < 0 || axes.size(f) > axes.size(chosen))
					chosen = f;
		String why = chosen < 0
				? "is tied to another factor of `" + axes.label(p.flat()) + "`"
				: "is kept whole: `" + axes.label(p.flat()) + "` is cut along its other factor, of "
						+ axes.size(chosen);
		for (int f : free)
			if (f != chosen)
				pin(f, new Pin(axes.label(p.flat()), why));
	}

	private List<Integer> free(Ties.Product p) {
		List<Integer> free = new ArrayList<>();
		for (int f : p.factors())
			if (axes.size(f) > 1 && !pinned(f))
				free.add(f);
		return free;
	}

	private Pin reason(int axis) {
		for (int i = 0; i < axes.size(axis); i++)
			if (pin(component(axis, i)) instanceof Pin known)
				return known;
		return new Pin(axes.label(axis), "`" + axes.label(axis) + "` is not an axis of channels");
	}

	private void cutAlong(Ties.Product p, int factor) {
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
