package espalier.reconstruct;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.sweep.Pictures;
import espalier.evaluate.sweep.Section;
import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.runtime.Held;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/**
 * All images on their way through a network, of which only what lies ahead is still needed: the values at the place where they
 * are now are kept, so that each node is run once for each image. Where these do not fit in the memory, they stay where they
 * are, and the way from there is run again each time. Native memory until closed.
 */
final class Walk implements AutoCloseable {
	private final Trace trace;
	private final Pictures pictures;
	private final String input;
	private final long room;
	private List<Part> parts = new ArrayList<>();

	/** Values of all batches that came from one run. */
	private record Part(@Nullable Runner runner, Set<String> names, long bytes, List<Held> batches) {
		void close() {
			batches.forEach(Held::close);
			if (runner != null)
				runner.close();
		}
	}

	/**
	 * @param trace
	 *            at the size of the batches
	 * @param room
	 *            bytes that may be kept
	 */
	Walk(Trace trace, Pictures pictures, String input, long room) {
		this.trace = trace;
		this.pictures = pictures;
		this.input = input;
		this.room = room;
	}

	/** Part of the way: to be run for each batch, by several threads if need be, and closed. */
	final class Leg implements AutoCloseable {
		private final List<String> wanted;
		private final Set<String> kept;
		private final @Nullable Runner runner;
		private final @Nullable Held[] results;
		/** All that is to be kept at the end; null where the images stay where they are. */
		private final @Nullable Set<String> live;
		private boolean arrived;

		private Leg(Graph graph, Collection<String> wanted, @Nullable Set<String> live) {
			this.wanted = List.copyOf(new LinkedHashSet<>(wanted));
			this.live = live;
			Set<String> known = known();
			kept = new LinkedHashSet<>(live == null ? Set.of() : live);
			kept.removeAll(known);
			Set<String> rest = new LinkedHashSet<>(wanted);
			rest.addAll(kept);
			rest.removeAll(known);
			rest.remove(input);
			runner = rest.isEmpty() ? null : Runner.holding(Section.between(graph, trace, known, rest));
			results = new Held[pictures.count()];
		}

		/** The wanted values of a batch. */
		Map<String, Value> run(int batch) {
			Map<String, Value> found = new HashMap<>();
			Held[] before = new Held[parts.size() + 1];
			for (int i = 0; i < parts.size(); i++)
				before[i] = parts.get(i).batches.get(batch);
			try (Held images = runner != null && runner.inputs().contains(input) || wanted.contains(input)
					? pictures.open(batch)
					: Held.of(Map.of())) {
				before[parts.size()] = images;
				for (Held held : before)
					found.putAll(held.read(wanted));
				if (runner != null) {
					Held made = runner.hold(before);
					found.putAll(made.read(wanted));
					if (kept.isEmpty())
						made.close();
					else
						results[batch] = made;
				}
			}
			return found;
		}

		/** To be called when all batches were run: what was kept of them takes the place of what lies behind. */
		void arrive() {
			if (live == null)
				return;
			arrived = true;
			List<Part> left = new ArrayList<>();
			for (Part part : parts)
				if (part.names.stream().anyMatch(live::contains))
					left.add(part);
				else
					part.close();
			if (!kept.isEmpty())
				left.add(new Part(runner, kept, bytes(kept),
						java.util.Arrays.stream(results).map(java.util.Objects::requireNonNull).toList()));
			else if (runner != null)
				runner.close();
			parts = left;
		}

		@Override
		public void close() {
			if (arrived)
				return;
			for (Held held : results)
				if (held != null)
					held.close();
			if (runner != null)
				runner.close();
		}
	}

	/**
	 * The way to some values, without going there.
	 *
	 * @param graph
	 *            whose nodes up to the present place are as they were
	 */
	Leg look(Graph graph, Collection<String> wanted) {
		return new Leg(graph, wanted, null);
	}

	/** The same, and on to a place of which these values are kept, if there is room. */
	Leg leg(Graph graph, Collection<String> wanted, Set<String> live) {
		return new Leg(graph, wanted, fits(live) ? live : null);
	}

	/** Whether the values at a place could be kept. */
	private boolean fits(Set<String> live) {
		if (live.isEmpty())
			return false;
		long bytes = 0;
		for (Part part : parts)
			if (part.names.stream().anyMatch(live::contains))
				bytes += part.bytes;
		Set<String> more = new HashSet<>(live);
		more.removeAll(known());
		return bytes + bytes(more) <= room;
	}

	private Set<String> known() {
		Set<String> known = new HashSet<>();
		parts.forEach(p -> known.addAll(p.names));
		return known;
	}

	/** Of all batches. */
	private long bytes(Collection<String> values) {
		return pictures.count() * values.stream()
				.mapToLong(v -> trace.type(v).bytes(java.util.Objects.requireNonNull(trace.shape(v), v).elements()))
				.sum();
	}

	@Override
	public void close() {
		parts.forEach(Part::close);
		parts = List.of();
	}
}
