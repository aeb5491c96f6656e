package espalier.coupling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Brings the products of the ties to a normal form: every axis is factored once, into factors that are not factored themselves.
 * An axis read as 12 x 64 in one place and as 24 x 32 in another becomes 12 x 2 x 32, and so do its factors. Where two readings
 * have no common refinement both stay.
 */
final class Factors {
	/** As {@link Ties.Product}, with real factors only; {@code preferred} is an axis, or -1. */
	record Factored(int flat, int[] factors, int preferred) {}

	private final Axes axes;
	private final Classes classes;
	private List<Factored> products = new ArrayList<>();
	private boolean changed;

	private Factors(Ties ties, Classes classes) {
		this.axes = ties.axes;
		this.classes = classes;
		for (Ties.Product p : ties.products)
			products.add(new Factored(p.flat(), p.factors(), p.preferred() < 0 ? -1 : p.factors()[p.preferred()]));
	}

	/** Ends, because every round joins classes or makes more, smaller factors. */
	static List<Factored> normal(Ties ties, Classes classes) {
		Factors factors = new Factors(ties, classes);
		do {
			factors.changed = false;
			factors.dropTrivial();
			factors.unify();
			factors.flatten();
		} while (factors.changed);
		return factors.products;
	}

	private void dropTrivial() {
		List<Factored> left = new ArrayList<>();
		for (Factored p : products) {
			int[] real = Arrays.stream(p.factors).filter(f -> axes.size(f) > 1).toArray();
			if (real.length == 1)
				changed |= classes.join(p.flat, real[0]);
			else if (real.length > 1)
				left.add(new Factored(p.flat, real, p.preferred));
		}
		products = left;
	}

	/** One product for each class of axes where that can be. */
	private void unify() {
		Map<Integer, List<Factored>> byClass = new LinkedHashMap<>();
		for (Factored p : products)
			byClass.computeIfAbsent(classes.of(p.flat), k -> new ArrayList<>()).add(p);
		List<Factored> all = new ArrayList<>();
		byClass.values().forEach(same -> all.addAll(unify(same)));
		products = all;
	}

	private List<Factored> unify(List<Factored> same) {
		if (same.size() == 1)
			return same;
		List<Factored> apart = new ArrayList<>();
		List<Factored> coarse = new ArrayList<>();
		Factored first = same.getFirst();
		for (Factored next : same.subList(1, same.size())) {
			List<Long> strides = common(first, next);
			if (strides == null) {
				apart.add(next);
				continue;
			}
			first = refine(first, next, strides, coarse);
		}
		List<Factored> all = new ArrayList<>(List.of(first));
		all.addAll(apart);
		all.addAll(coarse);
		return all;
	}

	/** The strides at which either reading has a border; null when they are no chain of divisors. */
	private @org.jspecify.annotations.Nullable List<Long> common(Factored a, Factored b) {
		TreeSet<Long> strides = new TreeSet<>(strides(a));
		strides.addAll(strides(b));
		List<Long> chain = List.copyOf(strides);
		for (int k = 1; k < chain.size(); k++)
			if (chain.get(k) % chain.get(k - 1) != 0)
				return null;
		return chain;
	}

	private List<Long> strides(Factored p) {
		List<Long> strides = new ArrayList<>();
		long stride = 1;
		strides.add(stride);
		for (int k = p.factors.length - 1; k >= 0; k--)
			strides.add(stride *= axes.size(p.factors[k]));
		return strides;
	}

	private Factored refine(Factored a, Factored b, List<Long> strides, List<Factored> coarse) {
		int n = strides.size() - 1;
		int[] fine = new int[n];
		Arrays.fill(fine, -1);
		claim(a, strides, fine);
		claim(b, strides, fine);
		for (int k = 0; k < n; k++)
			if (fine[n - 1 - k] < 0)
				fine[n - 1 - k] = axes.virtual(strides.get(k + 1) / strides.get(k));
		splitCoarse(a, strides, fine, coarse);
		splitCoarse(b, strides, fine, coarse);
		return new Factored(a.flat, fine, a.preferred >= 0 ? a.preferred : b.preferred);
	}

	/** Factors that are one interval of the refinement stand for it; those of both readings are the same then. */
	private void claim(Factored p, List<Long> strides, int[] fine) {
		long stride = 1;
		for (int k = p.factors.length - 1; k >= 0; k--) {
			int at = strides.indexOf(stride);
			stride *= axes.size(p.factors[k]);
			int place = fine.length - 1 - at;
			if (strides.indexOf(stride) != at + 1)
				continue;
			if (fine[place] < 0)
				fine[place] = p.factors[k];
			else
				changed |= classes.join(fine[place], p.factors[k]);
		}
	}

	private void splitCoarse(Factored p, List<Long> strides, int[] fine, List<Factored> coarse) {
		long stride = 1;
		for (int k = p.factors.length - 1; k >= 0; k--) {
			int from = strides.indexOf(stride);
			stride *= axes.size(p.factors[k]);
			int to = strides.indexOf(stride);
			if (to > from + 1) {
				coarse.add(new Factored(p.factors[k], Arrays.copyOfRange(fine, fine.length - to, fine.length - from),
						-1));
				changed = true;
			}
		}
	}

	/** Puts the factors of factors in their place. */
	private void flatten() {
		Map<Integer, Factored> byClass = new LinkedHashMap<>();
		for (Factored p : products)
			byClass.putIfAbsent(classes.of(p.flat), p);
		List<Factored> flat = new ArrayList<>();
		for (Factored p : products) {
			List<Integer> factors = new ArrayList<>();
			for (int f : p.factors) {
				Factored inner = byClass.get(classes.of(f));
				if (inner == null || axes.size(f) >= axes.size(p.flat))
					factors.add(f);
				else
					Arrays.stream(inner.factors).forEach(factors::add);
			}
			changed |= factors.size() > p.factors.length;
			flat.add(new Factored(p.flat, factors.stream().mapToInt(Integer::intValue).toArray(), p.preferred));
		}
		products = flat;
	}
}
