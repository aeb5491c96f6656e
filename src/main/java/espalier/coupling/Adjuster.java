package espalier.coupling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;

/**
 * Makes computed integers fit a cut. A number of channels that stands in the arithmetic, as the heads in batch times heads, is
 * replaced; where no such number is found, the difference is added. Both are tried out at several sizes of all axes that could be
 * open, so that what holds at the traced sizes alone is refused.
 */
final class Adjuster {
	/** Numbers that are searched one by one. */
	private static final long MOST_HEADS = 256;

	/** Operators whose other inputs are positions and axes. */
	private static final Set<String> POSITIONED = Set.of("Gather", "Slice", "Squeeze", "Unsqueeze", "Reshape",
			"ReduceProd",
			"ReduceSum");

	private final Graph graph;
	private final Trace trace;
	private final String value;
	private final long[] wanted;
	private final Function<String, @Nullable Shape> after;
	private final Function<String, int[]> open;
	private final int trials;
	private final Map<String, long[]> instead = new LinkedHashMap<>();

	/**
	 * @param wanted
	 *            at the traced sizes
	 * @param after
	 *            shapes after the cut
	 * @param open
	 *            for each axis of a value that could be open a number, the same for axes that are always of one size; else -1
	 */
	Adjuster(Graph graph, Trace trace, String value, long[] wanted, Function<String, @Nullable Shape> after,
			Function<String, int[]> open) {
		this.graph = graph;
		this.trace = trace;
		this.value = value;
		this.wanted = wanted;
		this.after = after;
		this.open = open;
		trials = graph.inputs().stream().allMatch(i -> i.dims() != null && i.dims().stream().allMatch(d -> d.fixed()))
				? 1
				: 4;
	}

	@Nullable
	Adjustment adjust() {
		for (int i = 0; i < wanted.length; i++) {
			long[] now = after(0, instead);
			if (now == null || now.length != wanted.length)
				return null;
			if (now[i] != wanted[i])
				replace(i, now[i]);
		}
		long[] difference = Objects.requireNonNull(after(0, instead));
		Arrays.setAll(difference, i -> wanted[i] - difference[i]);
		for (int i = 0; i < wanted.length; i++)
			if (!holds(i, difference[i], instead))
				return null;
		return new Adjustment(instead, difference);
	}

	/** Replaces one stored number where an entry comes out right by that. */
	private void replace(int entry, long now) {
		for (String constant : constants()) {
			long[] stored = instead.getOrDefault(constant, Objects.requireNonNull(trace.integers(graph, constant)));
			for (int k = 0; k < stored.length; k++)
				for (long number : candidates(stored[k], now, wanted[entry])) {
					long[] other = stored.clone();
					other[k] = number;
					Map<String, long[]> tried = new LinkedHashMap<>(instead);
					tried.put(constant, other);
					if (holds(entry, 0, tried)) {
						instead.put(constant, other);
						return;
					}
				}
		}
	}

	/** What a number can be instead: a factor or divisor of what comes out; any smaller one where that was rounded. */
	private static long[] candidates(long number, long now, long wanted) {
		LongStream exact = now < 1 || wanted < 1
				? LongStream.empty()
				: LongStream.of(number * wanted % now == 0 ? number * wanted / now : 0,
						number * now % wanted == 0 ? number * now / wanted : 0);
		return LongStream.concat(exact, LongStream.range(1, Math.min(number, MOST_HEADS))).filter(n -> n > 0).toArray();
	}

	/** Whether an entry is, at all tried sizes, the same share of what it was. */
	private boolean holds(int entry, long difference, Map<String, long[]> constants) {
		long[] traced = Objects.requireNonNull(trace.integers(graph, value));
		return IntStream.range(0, trials).allMatch(trial -> {
			long[] before = at(trial, trace::shape, Map.of());
			long[] now = after(trial, constants);
			return before != null && now != null && before.length == wanted.length && now.length == wanted.length
					&& (now[entry] + difference) * traced[entry] == wanted[entry] * before[entry];
		});
	}

	private long @Nullable [] after(int trial, Map<String, long[]> constants) {
		return at(trial, after, constants);
	}

	/** The integers at the traced sizes, or were each axis that could be open several times as large, each otherwise. */
	private long @Nullable [] at(int trial, Function<String, @Nullable Shape> shapes, Map<String, long[]> constants) {
		return new Arithmetic(graph, trace, v -> {
			Shape shape = shapes.apply(v);
			int[] axes = open.apply(v);
			for (int k = 0; shape != null && trial > 0 && k < shape.rank(); k++)
				if (axes[k] >= 0)
					shape = shape.with(k, shape.dim(k) * (2 + new Random(31L * axes[k] + trial).nextInt(7)));
			return shape;
		}, constants).integers(value);
	}

	/** Stored whole numbers that the value is computed from, other than positions. */
	private List<String> constants() {
		List<String> found = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		ArrayDeque<String> queue = new ArrayDeque<>(List.of(value));
		while (!queue.isEmpty()) {
			String next = queue.remove();
			if (next.isEmpty() || !seen.add(next))
				continue;
			if (graph.constant(next) instanceof Tensor constant) {
				if (constant.readable() && !constant.type().floating() && constant.shape().rank() <= 1)
					found.add(next);
			} else if (graph.producer(next) instanceof Node node && !node.is("Shape") && !node.is("Size")) {
				queue.addAll(POSITIONED.contains(node.op()) ? node.inputs().subList(0, 1) : node.inputs());
			}
		}
		return found;
	}
}
