package espalier.evaluate.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import espalier.graph.Graph;
import espalier.graph.Trace;
import espalier.runtime.Held;
import espalier.runtime.Runner;

/**
 * The values of the whole network at frontiers, batch by batch. Each is computed from the nearest frontier before it that is
 * kept. Kept are those that fit in a number of bytes, small ones first; the others are computed again each time. For use by
 * several threads.
 */
final class Prefixes implements AutoCloseable {
	/** Kept frontiers before one that are looked at for the nearest. */
	private static final int NEAR = 16;

	private final Graph graph;
	private final Trace trace;
	private final Pictures pictures;
	private final Map<Frontier, Stage> stages = new HashMap<>();

	/** What leads to a frontier from another, or from the images. */
	private static final class Stage {
		private final @Nullable Stage before;
		private final Graph section;
		private final boolean shares;
		private final @Nullable Held @Nullable [] kept;
		private final Object[] locks;
		private @Nullable Runner runner;

		/**
		 * @param shares
		 *            whether some of the values are among those of the other
		 * @param keeps
		 *            batches that are to be kept, or 0
		 */
		Stage(@Nullable Stage before, Graph section, boolean shares, int keeps) {
			this.before = before;
			this.shares = shares;
			this.section = section;
			this.kept = keeps > 0 ? new Held[keeps] : null;
			this.locks = new Object[keeps];
			java.util.Arrays.setAll(locks, i -> new Object());
		}

		void close() {
			for (Held each : kept == null ? new Held[0] : kept)
				if (each != null)
					each.close();
			if (runner != null)
				runner.close();
		}

		synchronized Runner runner() {
			Runner now = runner;
			if (now == null) {
				now = Runner.holding(section);
				runner = now;
			}
			return now;
		}
	}

	/**
	 * @param trace
	 *            at the size of the batches
	 * @param room
	 *            bytes that may be kept
	 */
	Prefixes(Graph graph, Trace trace, Pictures pictures, Collection<Frontier> frontiers, long room) {
		this.graph = graph;
		this.trace = trace;
		this.pictures = pictures;
		Set<Frontier> kept = fitting(frontiers, room);
		List<Frontier> deep = new ArrayList<>(new HashSet<>(frontiers));
		Map<Frontier, Integer> depth = new HashMap<>();
		deep.forEach(f -> depth.put(f, Section.nodes(graph, Set.of(), f.values())));
		deep.sort(Comparator.comparing((Frontier f) -> depth.get(f)).thenComparing(f -> f.values().toString()));
		List<Frontier> before = new ArrayList<>();
		for (Frontier frontier : deep) {
			stages.put(frontier, stage(frontier, before, kept.contains(frontier)));
			if (kept.contains(frontier))
				before.add(frontier);
		}
	}

	private Set<Frontier> fitting(Collection<Frontier> frontiers, long room) {
		Set<Frontier> kept = new HashSet<>();
		long left = room;
		for (Frontier frontier : new HashSet<>(frontiers).stream().sorted(Comparator.comparingLong(this::bytes))
				.toList()) {
			left -= bytes(frontier);
			if (left < 0)
				break;
			kept.add(frontier);
		}
		return kept;
	}

	/** Of all batches. */
	private long bytes(Frontier frontier) {
		return pictures.count() * frontier.values().stream().filter(this::computed)
				.mapToLong(v -> trace.type(v).bytes(java.util.Objects.requireNonNull(trace.shape(v), v).elements()))
				.sum();
	}

	private boolean computed(String value) {
		return graph.inputs().stream().noneMatch(i -> i.name().equals(value));
	}

	private Stage stage(Frontier frontier, List<Frontier> before, boolean keep) {
		List<String> wanted = frontier.values().stream().filter(this::computed).toList();
		Frontier nearest = null;
		int least = Section.nodes(graph, Set.of(), wanted);
		for (Frontier other : before.subList(Math.max(0, before.size() - NEAR), before.size())) {
			int nodes = Section.nodes(graph, other.values(), wanted);
			if (nodes < least) {
				least = nodes;
				nearest = other;
			}
		}
		Set<String> known = nearest == null ? Set.of() : nearest.values();
		List<String> rest = wanted.stream().filter(v -> !known.contains(v)).toList();
		return new Stage(nearest == null ? null : stages.get(nearest), Section.between(graph, trace, known, rest),
				rest.size() < wanted.size(), keep ? pictures.count() : 0);
	}

	/** The values of a frontier on a batch, to be closed. The graph's input is not among them. */
	Held open(Frontier frontier, int batch) {
		return open(stage(frontier), batch);
	}

	private Held open(Stage stage, int batch) {
		Held own = stage.section.outputs().isEmpty()
				? Held.of(Map.of())
				: stage.kept == null ? computed(stage, batch) : kept(stage, stage.kept, batch);
		return stage.before == null || !stage.shares ? own : Held.joined(own, open(stage.before, batch));
	}

	private Held kept(Stage stage, @Nullable Held[] kept, int batch) {
		synchronized (stage.locks[batch]) {
			Held now = kept[batch];
			if (now == null) {
				now = computed(stage, batch);
				kept[batch] = now;
			}
			return now.lent();
		}
	}

	private Held computed(Stage stage, int batch) {
		Runner runner = stage.runner();
		boolean images = stage.section.inputs().stream().anyMatch(i -> !computed(i.name()));
		try (Held before = stage.before == null ? Held.of(Map.of()) : open(stage.before, batch);
				Held first = images ? pictures.open(batch) : Held.of(Map.of())) {
			return runner.hold(before, first);
		}
	}

	/** Whether a frontier is computed once only. */
	boolean keeps(Frontier frontier) {
		return stage(frontier).kept != null;
	}

	private Stage stage(Frontier frontier) {
		return java.util.Objects.requireNonNull(stages.get(frontier));
	}

	@Override
	public void close() {
		for (Stage stage : stages.values())
			stage.close();
	}
}
