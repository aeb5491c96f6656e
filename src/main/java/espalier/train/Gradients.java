package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import espalier.coupling.ChannelGroup;
import espalier.coupling.Coupling;
import espalier.coupling.Member;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Preprocessing;
import espalier.data.Skipped;
import espalier.graph.BadInputException;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.importance.GradientStatistics;
import espalier.runtime.Value;
import espalier.runtime.torch.TorchModule;
import espalier.runtime.torch.TorchModule.Argument;
import espalier.runtime.torch.TorchScript;

/**
 * Measures {@link GradientStatistics} in libtorch: the gradient of the mean cross-entropy of each batch of {@link #BATCH} images,
 * with the network as it is used (norms by their running statistics, nothing dropped).
 * <p>
 * Cost: a forward and a backward pass an image. Memory: the network's weights, their gradients and the activations of one batch
 * in libtorch; what leaves it are two numbers for each index of a member's axis.
 */
public final class Gradients {
	/** As many images give one gradient. */
	public static final int BATCH = 16;
	private static final long TELLING_NANOS = 200_000_000L;

	/** Hears how far it is, several times a second. */
	@FunctionalInterface
	public interface SoFar {
		/**
		 * @param statistics
		 *            of the images up to then
		 * @param step
		 *            as in {@code 120 of 500 images}
		 * @param share
		 *            done, 0 to 1
		 */
		void at(GradientStatistics statistics, String step, double share);
	}

	private final List<GradientMethod.Axis> axes = new ArrayList<>();
	private final Map<ChannelGroup, List<GradientSums>> groups = new LinkedHashMap<>();
	private int images;
	private int batches;

	/** @param script of the graph */
	private Gradients(Coupling coupling, Graph graph, TorchScript script) {
		for (ChannelGroup group : coupling.prunable()) {
			List<GradientSums> members = new ArrayList<>();
			for (Member member : group.members()) {
				GradientMethod.Axis axis = axis(member, graph, script);
				if (axis == null)
					continue;
				if (!axes.contains(axis))
					axes.add(axis);
				members.add(new GradientSums(member, axes.indexOf(axis), group.units()));
			}
			groups.put(group, members);
		}
		if (axes.isEmpty())
			throw new RefusedException("No weight of the model that could be cut has a gradient;"
					+ " choose a criterion that needs none, such as l2.");
	}

	/** Where a member's gradient is found; null where its weight is not trained, such as one of whole numbers. */
	private static GradientMethod.@Nullable Axis axis(Member member, Graph graph, TorchScript script) {
		Tensor weight = member.in(graph);
		TorchScript.Attribute attribute = weight == null ? null : script.named(weight.name());
		return attribute == null || attribute.kind() != TorchScript.Kind.PARAMETER
				|| attribute.tensor().type() != ElementType.FLOAT
						? null
						: new GradientMethod.Axis(attribute, member.axis());
	}

	/**
	 * Measures all groups that can be cut, as far as gradients reach their members.
	 *
	 * @param threads
	 *            that libtorch may use
	 * @param cancelled
	 *            asked between batches
	 * @throws RefusedException
	 *             when the images have no labels, or the network can't be trained
	 * @throws BadInputException
	 *             when a gradient is not a finite number
	 * @throws CancellationException
	 *             when cancelled
	 */
	public static GradientStatistics of(Coupling coupling, Dataset data, Preprocessing preprocessing, int threads,
			BooleanSupplier cancelled, SoFar soFar) {
		requireLabels(data);
		if (coupling.graph().inputs().size() != 1)
			throw new RefusedException("The model has " + coupling.graph().inputs().size()
					+ " inputs; gradients can be taken of models with one input of images.");
		Graph logits = Student.logits(OneEach.of(OpenBatch.of(coupling.graph())));
		Shape image = preprocessing.shape(1);
		TorchScript script = TorchScript.batched(logits, Map.of(logits.inputs().getFirst().name(), image));
		Gradients gradients = new Gradients(coupling, logits, script);
		try (TorchModule module = TorchModule.load(GradientMethod.added(script, gradients.axes), threads)) {
			int classes = Student.agree(logits, module, image.with(0, 2));
			gradients.run(module, classes, data, preprocessing, cancelled, soFar);
		}
		return gradients.result();
	}

	private static void requireLabels(Dataset data) {
		if (data.classes().isEmpty() || IntStream.range(0, data.size()).allMatch(i -> data.label(i) < 0))
			throw new RefusedException("The images of " + data.name()
					+ " have no labels, and gradients of the loss need"
					+ " them; sort the images into folders by class, as in cat/1.jpg, or choose a criterion that needs"
					+ " none, such as hrank.");
	}

	private void run(TorchModule module, int classes, Dataset data, Preprocessing preprocessing,
			BooleanSupplier cancelled, SoFar soFar) {
		Skipped skipped = new Skipped();
		long told = System.nanoTime();
		try (Batches all = Batches.of(data, preprocessing, BATCH, classes, skipped)) {
			for (Batch batch = all.next(); batch != null; batch = all.next()) {
				if (cancelled.getAsBoolean())
					throw new CancellationException();
				if (batch.size() == 0)
					continue;
				Value images = Value.floats(preprocessing.shape(batch.size()), batch.numbers());
				add(module.call(GradientMethod.NAME, true, Argument.of(images), Argument.of(target(batch, classes)))
						.getFirst().toFloats(), batch.size());
				if (System.nanoTime() - told > TELLING_NANOS) {
					soFar.at(result(), this.images + " of " + data.size() + " images",
							(double) this.images / data.size());
					told = System.nanoTime();
				}
			}
		}
		Batches.requireSome(images, data, skipped);
	}

	private static Value target(Batch batch, int classes) {
		float[] target = new float[batch.size() * classes];
		for (int i = 0; i < batch.size(); i++)
			target[i * classes + batch.labels()[i]] = 1;
		return Value.floats(Shape.of(batch.size(), classes), target);
	}

	private void add(float[] sums, int size) {
		int[] starts = new int[axes.size()];
		int at = 0;
		for (int i = 0; i < starts.length; i++) {
			starts[i] = at;
			int width = axes.get(i).width();
			for (int k = at; k < at + 2 * width; k++)
				if (!Float.isFinite(sums[k]))
					throw new BadInputException("The gradient of weight `" + axes.get(i).weight().tensor().name()
							+ "` is not finite on these images; check the preprocessing, or export the model again from"
							+ " a checkpoint that did not diverge.");
			at += 2 * width;
		}
		for (List<GradientSums> members : groups.values())
			for (GradientSums member : members)
				member.add(sums, starts[member.axis()], starts[member.axis()] + axes.get(member.axis()).width());
		images += size;
		batches++;
	}

	private GradientStatistics result() {
		Map<String, List<GradientStatistics.Slice>> found = new LinkedHashMap<>();
		groups.forEach((group, members) -> found.put(group.name(),
				members.stream().map(m -> m.result(batches)).toList()));
		return new GradientStatistics(images, batches, found);
	}
}
