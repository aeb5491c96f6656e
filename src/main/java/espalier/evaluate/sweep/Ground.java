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
import espalier.data.Preprocessing;
import espalier.evaluate.ImageInput;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Trace;
import espalier.plan.Surgeon;
import espalier.runtime.Held;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/** What all points of a sweep share: the images, the activations at the frontiers, and what is looked at of the outputs. */
final class Ground implements AutoCloseable {
	private final SweepJob job;
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
		this.job = job;
		coupling = job.coupling();
		Graph graph = coupling.graph();
		ImageInput input = ImageInput.of(graph);
		gauge = Gauge.of(job.metric(), graph, coupling.trace());
		trace = trace(input);
		int size = Math.toIntExact(shape(trace, input.name()).dim(0));
		ends = Frontier.of(gauge.outputs());
		Frontier.Finder finder = new Frontier.Finder(coupling, trace);
		groups.forEach(g -> frontiers.put(g, finder.of(g, gauge.outputs())));
		Set<Frontier> all = new HashSet<>(frontiers.values());
		all.add(ends);
		long memory = job.effort().memory();
		pictures = new Pictures(job.data(), job.preprocessing(), input, size, memory / 2, cancelled);
		prefixes = new Prefixes(graph, trace, pictures, all, memory - pictures.bytes());
	}

	/** Shapes at the batch that is run: the graph's own where it fixes one, or takes no other. */
	private Trace trace(ImageInput input) {
		Trace traced = coupling.trace();
		Shape opened = shape(traced, input.name());
		Preprocessing made = job.preprocessing();
		if (!made.shape(Math.toIntExact(opened.dim(0))).equals(opened))
			throw new RefusedException("The images are prepared as " + made.shape(1) + ", but the model was opened at "
					+ opened + "; open it at the images' size, or prepare them at the model's.");
		if (input.batch() > 0)
			return traced;
		try {
			Map<String, Shape> sizes = new HashMap<>(traced.inputs());
			sizes.put(input.name(), made.shape(ImageInput.BATCH));
			Trace batched = Tracer.trace(coupling.graph(), sizes);
			if (gauge.outputs().stream()
					.allMatch(o -> batched.shape(o) instanceof Shape s && s.rank() > 0 && s.dim(0) == ImageInput.BATCH))
				return batched;
		} catch (BadInputException e) {
			System.getLogger(Ground.class.getName()).log(System.Logger.Level.DEBUG, "batch not taken", e);
		}
		return traced;
	}

	private static Shape shape(Trace trace, String value) {
		Shape shape = trace.shape(value);
		if (shape == null)
			throw new RefusedException("The shape of `" + value + "` is not known; open the model with known sizes.");
		return shape;
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
