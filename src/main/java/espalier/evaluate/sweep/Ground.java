package espalier.evaluate.sweep;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.evaluate.BatchTrace;
import espalier.evaluate.ImageInput;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Trace;
import espalier.plan.Surgeon;
import espalier.runtime.Held;
import espalier.runtime.Runner;
import espalier.runtime.Value;

/** What all points of a sweep share: the images, the activations at the frontiers, and what is looked at of the outputs. */
final class Ground implements AutoCloseable {
	private final Coupling coupling;
	private final Trace trace;
	private final Gauge gauge;
	private final Frontier ends;
	private final Map<ChannelGroup, Frontier> frontiers = new HashMap<>();
	private final Pictures pictures;
	private final Prefixes prefixes;

	/**
	 * Reads the images and finds the frontiers.
	 *
	 * @throws RefusedException
	 *             when the network does not suit the images or the metric
	 */
	Ground(SweepJob job, Collection<ChannelGroup> groups, BooleanSupplier cancelled) {
		coupling = job.coupling();
		Graph graph = coupling.graph();
		ImageInput input = ImageInput.of(graph);
		gauge = Gauge.of(job.metric(), graph, coupling.trace());
		trace = BatchTrace.of(graph, coupling.trace(), job.preprocessing(), gauge.outputs());
		int size = BatchTrace.images(graph, trace);
		ends = Frontier.of(gauge.outputs());
		Frontier.Finder finder = new Frontier.Finder(coupling, trace);
		groups.forEach(g -> frontiers.put(g, finder.of(g, gauge.outputs())));
		Set<Frontier> all = new HashSet<>(frontiers.values());
		all.add(ends);
		long memory = job.effort().memory();
		pictures = new Pictures(job.data(), job.preprocessing(), input, size, memory / 2, cancelled);
		prefixes = new Prefixes(graph, trace, pictures, all, memory - pictures.bytes());
	}

	/** Why no distance to the whole network's outputs can be measured when a group is cut, or empty. */
	String obstacle(ChannelGroup group) {
		return group.values().stream().anyMatch(v -> gauge.outputs().contains(v.value()))
				? "Group `" + group.name() + "` is left out: its channels are an output themselves."
				: "";
	}

	String skipped() {
		return pictures.skipped();
	}

	int batches() {
		return pictures.count();
	}

	/** Whether what lies before a group is computed once only. */
	boolean keeps(ChannelGroup group) {
		return prefixes.keeps(frontier(group));
	}

	private Frontier frontier(ChannelGroup group) {
		return java.util.Objects.requireNonNull(frontiers.get(group));
	}

	/** What of a cut network has to be run, ready to be; to be closed. Costs one surgery and one loading. */
	Runner load(Agenda.Item item) {
		Graph cut = Surgeon.apply(coupling, item.cuts());
		return Runner.timed(Section.behind(cut, coupling, item.cuts(), trace, frontier(item.group()).values(),
				gauge.outputs()), 1);
	}

	/** The numbers of the whole network's images in a batch. */
	double[] whole(int batch) {
		try (Held outputs = prefixes.open(ends, batch)) {
			Map<String, Value> found = outputs.read();
			return gauge.numbers(found, found, pictures.labels(batch), pictures.size());
		}
	}

	/** The numbers of the images in a batch, for several cuts of a group. */
	List<double[]> cut(ChannelGroup group, List<Runner> runners, int batch) {
		boolean images = runners.stream().anyMatch(
				r -> r.inputs().contains(coupling.graph().inputs().getFirst().name()));
		try (Held first = images ? pictures.open(batch) : Held.of(Map.of());
				Held before = prefixes.open(frontier(group), batch);
				Held whole = gauge.compares() ? prefixes.open(ends, batch) : Held.of(Map.of())) {
			Map<String, Value> original = whole.read();
			return runners.stream().map(r -> gauge.numbers(r.run(before, first), original, pictures.labels(batch),
					pictures.size())).toList();
		}
	}

	@Override
	public void close() {
		prefixes.close();
		pictures.close();
	}
}
