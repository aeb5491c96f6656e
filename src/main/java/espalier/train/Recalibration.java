package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.data.Subset;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.Trace;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.runtime.torch.TorchModule;
import espalier.runtime.torch.TorchModule.Argument;
import espalier.runtime.torch.TorchScript;

/**
 * New running statistics for batch normalisations, without training (adaptive batch normalisation: Li et al. 2018; for pruned
 * networks: EagleEye, Li et al. 2020).
 * <p>
 * Each layer's mean and biased variance are those of its input over the calibration images, while every layer before it
 * normalises by its own new statistics. One forward pass in training mode gives just that, when all images are in one batch:
 * so a batch is as large as {@link #ROOM} allows, which for 512 images of 32x32 is one. Larger images go in several batches;
 * then layers before are normalised by the statistics of their batch, as in training, and mean and variance are pooled over
 * all batches, which is exact for the first layer and close for those behind it.
 */
public final class Recalibration {
	/** Bytes that the largest value of a batch may take. */
	private static final long ROOM = 256L << 20;
	private static final String METHOD = "statistics";

	private final List<Layer> layers;
	private final double[] counts;
	private final double[][] means;
	private final double[][] squares;

	/**
	 * A batch normalisation.
	 *
	 * @param each
	 *            numbers a channel in its input for one image
	 */
	private record Layer(TorchScript.Attribute mean, TorchScript.Attribute variance, long each) {}

	private Recalibration(List<Layer> layers) {
		this.layers = layers;
		this.counts = new double[layers.size()];
		this.means = new double[layers.size()][];
		this.squares = new double[layers.size()][];
	}

	/**
	 * The graph with statistics of these images; the graph itself where it has no batch normalisation.
	 *
	 * @param images
	 *            how many to use at most, evenly over the classes
	 * @param seed
	 *            draws the images
	 * @param threads
	 *            that libtorch may use
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the graph can't be run in libtorch, or none of the images can be used
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static Graph of(Graph graph, Dataset data, Preprocessing preprocessing, int images, long seed, int threads,
			BooleanSupplier cancelled) {
		return of(graph, data, preprocessing, images, seed, threads, cancelled, ROOM);
	}

	static Graph of(Graph graph, Dataset data, Preprocessing preprocessing, int images, long seed, int threads,
			BooleanSupplier cancelled, long room) {
		if (images < 1)
			throw new RefusedException("Statistics can't be taken over " + images + " images; give 1 or more.");
		if (graph.nodes().stream().noneMatch(node -> node.is("BatchNormalization")))
			return graph;
		if (graph.inputs().size() != 1)
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; models with one input of images can be recalibrated.");
		Graph own = OneEach.of(graph);
		Graph open = measuring(OpenBatch.of(own));
		Map<String, Shape> one = Map.of(open.inputs().getFirst().name(), preprocessing.shape(1));
		Trace trace = Tracer.trace(open, one);
		TorchScript script = TorchScript.batched(open, one);
		Recalibration found = new Recalibration(layers(open, script, trace));
		if (found.layers.isEmpty())
			return graph;
		int batch = Math.clamp(room / largest(trace), 1, images);
		Skipped skipped = new Skipped();
		Dataset some = Subset.stratified(data, images, seed);
		long used = 0;
		try (TorchModule module = TorchModule.load(found.added(script), threads);
				Batches batches = Batches.of(some, preprocessing, batch, Integer.MAX_VALUE, skipped)) {
			module.train(true);
			for (Batch next = batches.next(); next != null; next = batches.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (next.size() > 0)
					found.add(module.call(METHOD, false, Argument
							.of(Value.floats(preprocessing.shape(next.size()), next.numbers()))), next.size());
				used += next.size();
			}
		}
		Batches.requireSome((int) used, some, skipped);
		return Weights.into(own, found.statistics());
	}

	/** The graph whose batch normalisations keep nothing of older statistics, and which drops nothing in training mode. */
	private static Graph measuring(Graph graph) {
		List<Node> nodes = new ArrayList<>();
		for (Node node : graph.nodes())
			if (node.is("BatchNormalization"))
				nodes.add(node.withAttribute("momentum", new Attribute.Real(0)));
			else if (node.is("Dropout"))
				nodes.add(new Node(node.name(), node.domain(), "Identity", node.inputs().subList(0, 1),
						node.outputs().subList(0, 1), Map.of(), null));
			else
				nodes.add(node);
		return graph.with(nodes, graph.initializers());
	}

	private static List<Layer> layers(Graph graph, TorchScript script, Trace trace) {
		List<Layer> layers = new ArrayList<>();
		for (Node node : graph.nodes()) {
			if (!node.is("BatchNormalization") || node.input(0) == null || node.input(3) == null
					|| node.input(4) == null)
				continue;
			TorchScript.Attribute mean = script.named(node.inputs().get(3));
			TorchScript.Attribute variance = script.named(node.inputs().get(4));
			Shape in = trace.shape(node.inputs().getFirst());
			if (mean != null && variance != null && in != null)
				layers.add(new Layer(mean, variance, in.elements() / in.dim(1)));
		}
		return layers;
	}

	/** Bytes of the largest value for one image. */
	private static long largest(Trace trace) {
		return trace.shapes().keySet().stream().map(trace::shape).filter(java.util.Objects::nonNull)
				.mapToLong(shape -> shape.elements() * Float.BYTES).max().orElse(Float.BYTES);
	}

	private TorchScript added(TorchScript script) {
		String statistics = layers.stream()
				.map(layer -> "self." + layer.mean.identifier() + ", self." + layer.variance.identifier())
				.collect(Collectors.joining(", "));
		return script.with(List.of(), "  def " + METHOD + "(self: __torch__.Net, x: Tensor) -> List[Tensor]:\n"
				+ "    o = (self).outputs(x, )\n    return [" + statistics + "]\n");
	}

	/** Pools the statistics of a batch with those of the batches before. */
	private void add(List<Value> statistics, int size) {
		for (int l = 0; l < layers.size(); l++) {
			float[] mean = statistics.get(2 * l).toFloats();
			float[] variance = statistics.get(2 * l + 1).toFloats();
			double n = (double) size * layers.get(l).each;
			if (means[l] == null) {
				means[l] = new double[mean.length];
				squares[l] = new double[mean.length];
			}
			double all = counts[l] + n;
			for (int c = 0; c < mean.length; c++) {
				double away = mean[c] - means[l][c];
				means[l][c] += away * n / all;
				// libtorch keeps unbiased variances: their sum of squares is n - 1 times that.
				squares[l][c] += (n > 1 ? variance[c] * (n - 1) : 0) + away * away * counts[l] * n / all;
			}
			counts[l] = all;
		}
	}

	private Map<String, Tensor> statistics() {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (int l = 0; l < layers.size(); l++) {
			float[] mean = new float[means[l].length];
			float[] variance = new float[means[l].length];
			for (int c = 0; c < mean.length; c++) {
				mean[c] = (float) means[l][c];
				variance[c] = (float) (squares[l][c] / counts[l]);
			}
			for (TorchScript.Attribute attribute : List.of(layers.get(l).mean, layers.get(l).variance))
				tensors.put(attribute.tensor().name(), Tensor.ofFloats(attribute.tensor().name(),
						attribute.tensor().shape(), attribute == layers.get(l).mean ? mean : variance));
		}
		return tensors;
	}
}
