package espalier.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.evaluate.BatchTrace;
import espalier.evaluate.ImageInput;
import espalier.evaluate.sweep.Pictures;
import espalier.graph.BadInputException;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Trace;
import espalier.graph.ValueInfo;
import espalier.runtime.Tracer;
import espalier.runtime.Value;

/** Two networks that are passed side by side, layer by layer: the whole one, and one whose layers are fitted to it. */
final class Layerwise implements AutoCloseable {
	/** Batches that are run at once. */
	private static final int SIDE_BY_SIDE = Math.max(1, Runtime.getRuntime().availableProcessors());

	private final Graph whole;
	private final Calibration calibration;
	private final BooleanSupplier cancelled;
	private final Pictures pictures;
	private final Trace wholeTrace;
	private final Course wholeCourse;
	private final Walk wholeWalk;
	private final Trace trace;
	private final Course course;
	private final Walk walk;
	private final Products engine = new Products();
	private Graph graph;

	/**
	 * Reads the images.
	 *
	 * @param opened
	 *            the sizes that the whole network was opened with
	 * @param graph
	 *            whose layers are fitted; nodes and values have the names of the whole network
	 */
	Layerwise(Graph whole, Trace opened, Graph graph, Calibration calibration, BooleanSupplier cancelled) {
		this.whole = whole;
		this.graph = graph;
		this.calibration = calibration;
		this.cancelled = cancelled;
		ImageInput input = ImageInput.of(whole);
		wholeTrace = BatchTrace.of(whole, opened, calibration.preprocessing(),
				whole.outputs().stream().map(ValueInfo::name).toList());
		trace = graph == whole ? wholeTrace : Tracer.trace(graph, wholeTrace.inputs());
		wholeCourse = new Course(whole, wholeTrace);
		course = graph == whole ? wholeCourse : new Course(graph, trace);
		pictures = new Pictures(calibration.data(), calibration.preprocessing(), input,
				BatchTrace.images(whole, wholeTrace), calibration.memory() / 3, cancelled);
		long each = (calibration.memory() - pictures.bytes()) / 2;
		wholeWalk = new Walk(wholeTrace, pictures, input.name(), each);
		walk = new Walk(trace, pictures, input.name(), each);
	}

	/** The network whose layers are fitted, as it is by now. */
	Graph graph() {
		return graph;
	}

	int images() {
		return IntStream.range(0, pictures.count()).map(b -> pictures.labels(b).length).sum();
	}

	/** What a node of that network is at a slot where it sums channels away. */
	Consumer consumer(String node, int slot) {
		Node there = Objects.requireNonNull(graph.node(node), node);
		Consumer consumer = Layer.of(graph, trace, there, slot);
		if (consumer instanceof Layer layer) {
			long bytes = Moments.bytes(layer.columns(), layer.out());
			if (bytes > calibration.memory() || bytes / (2 * Double.BYTES) >= Integer.MAX_VALUE)
				return new Consumer.Obstacle("`" + there.layer() + "` reads " + layer.columns()
						+ " numbers at a position, whose products would take " + (bytes >> 20)
						+ " MB; fit it with more memory.");
		}
		return consumer;
	}

	/** Layers in the order in which they are to be fitted, with what is added to those that end a branch. */
	Map<Layer, @Nullable Shortcut> ordered(List<Layer> layers, boolean corrected) {
		Map<String, Layer> byNode = new LinkedHashMap<>();
		Map<String, @Nullable Shortcut> shortcuts = new LinkedHashMap<>();
		Map<String, String> added = new LinkedHashMap<>();
		for (Layer layer : layers) {
			byNode.put(layer.node(), layer);
			Shortcut shortcut = corrected ? Shortcut.of(graph, trace, course, layer) : null;
			shortcuts.put(layer.node(), shortcut);
			if (shortcut != null)
				added.put(layer.node(), shortcut.value());
		}
		Map<Layer, @Nullable Shortcut> ordered = new LinkedHashMap<>();
		for (String node : course.ordered(List.copyOf(byNode.keySet()), added))
			ordered.put(Objects.requireNonNull(byNode.get(node)), shortcuts.get(node));
		return ordered;
	}

	/**
	 * Goes to a layer in both networks and adds up what it reads in one and made in the other.
	 *
	 * @param later
	 *            the layers that are still to be fitted, without this
	 */
	Moments reach(Aim aim, List<Layer> later) {
		int here = later.stream().mapToInt(l -> course.before(l.node())).reduce(course.before(aim.layer().node()),
				Math::min);
		int next = later.stream().mapToInt(l -> wholeCourse.before(l.node())).min().orElse(-1);
		List<Aim> aims = List.of(aim);
		try (Walk.Leg now = walk.leg(graph, read(aims), course.live(here));
				Walk.Leg then = wholeWalk.leg(whole, made(aims), next < 0 ? Set.of() : wholeCourse.live(next))) {
			Moments moments = moments(aims, now, then).getFirst();
			now.arrive();
			then.arrive();
			return moments;
		}
	}

	/** The same for layers ahead, as far as they are by now, so many at a time as there is memory for. */
	List<Moments> ahead(List<Aim> aims) {
		try (Walk.Leg now = walk.look(graph, read(aims)); Walk.Leg then = wholeWalk.look(whole, made(aims))) {
			return moments(aims, now, then);
		}
	}

	/** So many aims, from the first, as there is memory for the sums of. */
	int fitting(List<Aim> aims) {
		long bytes = 0;
		for (int i = 0; i < aims.size(); i++) {
			bytes += Moments.bytes(aims.get(i).layer().columns(), aims.get(i).layer().out());
			if (i > 0 && bytes > calibration.memory())
				return i;
		}
		return aims.size();
	}

	private static Set<String> read(List<Aim> aims) {
		Set<String> values = new LinkedHashSet<>();
		for (Aim aim : aims) {
			values.add(aim.layer().read());
			if (aim.shortcut() != null)
				values.add(aim.shortcut().value());
		}
		return values;
	}

	private Set<String> made(List<Aim> aims) {
		Set<String> values = new LinkedHashSet<>();
		for (Aim aim : aims) {
			values.add(aim.layer().made());
			if (aim.shortcut() != null)
				values.add(added(aim.shortcut()));
		}
		return values;
	}

	/** What is added in the whole network. */
	private String added(Shortcut shortcut) {
		return Objects.requireNonNull(whole.node(shortcut.sum())).inputs().get(shortcut.slot());
	}

	private List<Moments> moments(List<Aim> aims, Walk.Leg now, Walk.Leg then) {
		long most = (long) pictures.count() * pictures.size() * calibration.positions();
		List<Moments> sums = aims.stream().map(a -> new Moments(a.layer().columns(), a.layer().out(), most, engine))
				.toList();
		for (int first = 0; first < pictures.count(); first += SIDE_BY_SIDE) {
			if (cancelled.getAsBoolean())
				throw new CancellationException();
			for (List<double[]> batch : sideBySide(first, batch -> rows(aims, batch, now.run(batch), then.run(batch))))
				for (int i = 0; i < sums.size(); i++)
					sums.get(i).add(batch.get(i));
		}
		for (int i = 0; i < sums.size(); i++) {
			sums.get(i).flush();
			if (!sums.get(i).finite())
				throw new BadInputException("Layer `" + aims.get(i).layer().node()
						+ "` reads or makes values that are not finite numbers on these images, so it can't be fitted;"
						+ " check the preprocessing, or export the model again from a checkpoint that did not diverge.");
		}
		return sums;
	}

	/** Some batches at once; when one fails, the others are waited for, since what they run in will be closed. */
	private <T> List<T> sideBySide(int first, IntFunction<T> work) {
		List<FutureTask<T>> tasks = IntStream.range(first, Math.min(first + SIDE_BY_SIDE, pictures.count()))
				.mapToObj(batch -> new FutureTask<>(() -> work.apply(batch))).toList();
		tasks.parallelStream().forEach(FutureTask::run);
		List<T> done = new ArrayList<>();
		for (FutureTask<T> task : tasks)
			try {
				done.add(task.get());
			} catch (InterruptedException e) {
				Thread.currentThread().interrupt();
				throw new CancellationException("interrupted while layers were fitted");
			} catch (ExecutionException e) {
				if (e.getCause() instanceof RuntimeException failed)
					throw failed;
				throw new IllegalStateException(e.getCause());
			}
		return done;
	}

	private List<double[]> rows(List<Aim> aims, int batch, Map<String, Value> now, Map<String, Value> then) {
		List<double[]> all = new ArrayList<>();
		for (Aim aim : aims)
			all.add(aim.rows(now, then, aim.shortcut() == null ? "" : added(aim.shortcut()),
					positions -> drawn(aim.layer(), batch, positions)));
		return all;
	}

	/** Positions in a layer's output, so many of each image, by seed, layer and image alone. */
	private int[] drawn(Layer layer, int batch, int positions) {
		int used = pictures.labels(batch).length;
		boolean apart = positions % pictures.size() == 0;
		int each = apart ? positions / pictures.size() : positions;
		int wanted = Math.min(each, calibration.positions() * (apart ? 1 : used));
		int blocks = apart ? used : 1;
		int[] drawn = new int[blocks * wanted];
		for (int block = 0; block < blocks; block++) {
			SplittableRandom random = new SplittableRandom(calibration.seed() * 31 * 31 + layer.node().hashCode() * 31L
					+ (long) batch * pictures.size() + block);
			TreeSet<Integer> different = new TreeSet<>();
			for (int last = each - wanted; last < each; last++) {
				int one = random.nextInt(last + 1);
				different.add(different.contains(one) ? last : one);
			}
			int at = block * wanted;
			for (int one : different)
				drawn[at++] = block * each + one;
		}
		return drawn;
	}

	/** How a layer was fitted. */
	record Fitted(double before, double after) {}

	/**
	 * Gives a layer new weights, where they miss less than the old ones and fit in its type.
	 *
	 * @param weights
	 *            the old ones, 0 where columns are gone
	 * @param fitted
	 *            the new ones
	 * @param constants
	 *            the new ones, or null where they stay
	 */
	Fitted put(Layer layer, Moments moments, double[] weights, double[] fitted, double @Nullable [] constants) {
		double[] now = layer.intercept().now();
		double before = moments.missed(weights, now);
		double after = moments.missed(fitted, constants == null ? now : constants);
		double largest = Edit.largest(layer.weight().type());
		boolean better = after < before && Arrays.stream(fitted).allMatch(v -> Math.abs(v) <= largest)
				&& (constants == null || Arrays.stream(constants).allMatch(v -> Math.abs(v) <= largest));
		graph = layer.into(graph, better ? fitted : weights, better ? constants : null);
		return new Fitted(before, better ? after : before);
	}

	@Override
	public void close() {
		wholeWalk.close();
		walk.close();
		pictures.close();
		engine.close();
	}
}
