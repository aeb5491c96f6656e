package espalier.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import espalier.data.Batch;
import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import espalier.runtime.torch.TorchModule;
import espalier.runtime.torch.TorchModule.Argument;
import espalier.runtime.torch.TorchScript;

/** A classifier in libtorch that takes training steps, and turns back into a graph. */
final class Student implements AutoCloseable {
	/** How far libtorch's outputs may be from ONNX Runtime's before training starts, relative to the largest. */
	private static final double TOLERANCE = 1e-4;

	private final Graph graph;
	private final Recipe recipe;
	private final TorchModule module;
	private final int classes;
	private final List<String> fading;
	private double open = 1;

	private Student(Graph graph, Recipe recipe, TorchModule module, int classes, List<String> fading) {
		this.graph = graph;
		this.recipe = recipe;
		this.module = module;
		this.classes = classes;
		this.fading = fading;
	}

	/**
	 * @param graph
	 *            takes batches of any size
	 * @throws RefusedException
	 *             when the graph is no classifier of one input, holds an operator without a trainable form, or computes
	 *             something else in libtorch
	 */
	static Student of(Graph graph, Shape image, Recipe recipe, int threads) {
		return of(graph, image, recipe, null, Shaping.Reach.NONE, threads);
	}

	/** Same with constants that fade, and weights that are shaped. */
	static Student of(Graph graph, Shape image, Recipe recipe, @Nullable Fading fading, Shaping.Reach reach,
			int threads) {
		if (graph.inputs().size() != 1)
			throw new RefusedException("The model has " + graph.inputs().size()
					+ " inputs; models with one input of images can be trained.");
		Graph logits = logits(graph);
		Map<String, Shape> inputs = Map.of(graph.inputs().getFirst().name(), image);
		TorchScript script = TorchScript.batched(logits, inputs);
		if (script.of(TorchScript.Kind.PARAMETER).isEmpty())
			throw new RefusedException("The model has no weights that could be trained.");
		for (TorchScript.Attribute parameter : script.of(TorchScript.Kind.PARAMETER))
			if (parameter.tensor().type() != ElementType.FLOAT)
				throw new RefusedException("Weight `" + parameter.tensor().name() + "` is of type "
						+ parameter.tensor().type() + "; convert the model to float32 to train it.");
		List<String> faded = fading == null ? List.of() : fading.constants();
		TorchModule module = TorchModule.load(StepMethod.added(script, recipe, faded, reach), threads);
		try {
			int classes = agree(logits, module, image.with(0, 2));
			return new Student(graph, recipe, module, classes, faded);
		} catch (RuntimeException e) {
			module.close();
			throw e;
		}
	}

	/** The graph up to its first output, without a softmax at its end: the loss brings its own. */
	static Graph logits(Graph graph) {
		ValueInfo output = graph.outputs().getFirst();
		Node last = graph.producer(output.name());
		String value = last != null && last.is("Softmax") && last.input(0) instanceof String before
				? before
				: output.name();
		return graph.withOutputs(List.of(new ValueInfo(value, ElementType.UNDEFINED, null, null)));
	}

	/** Compares both engines on random images; returns the number of classes. */
	static int agree(Graph logits, TorchModule module, Shape images) {
		Value input = Value.random(ElementType.FLOAT, images, new java.util.SplittableRandom(1));
		Value ours = module.outputs(input).getFirst();
		try (Runner runner = Runner.of(logits)) {
			Value theirs = runner.run(Map.of(logits.inputs().getFirst().name(), input)).values().iterator().next();
			if (ours.shape().rank() != 2 || ours.shape().dim(0) != images.dim(0))
				throw new RefusedException("The model's first output is " + ours.shape()
						+ "; models that give one number for each class can be trained.");
			float[] a = ours.toFloats();
			float[] b = theirs.toFloats();
			double scale = 1;
			double worst = 0;
			for (int i = 0; i < a.length; i++) {
				scale = Math.max(scale, Math.abs(b[i]));
				worst = Math.max(worst, Math.abs(a[i] - b[i]));
			}
			if (!(worst <= TOLERANCE * scale))
				throw new RefusedException("libtorch computes other outputs than ONNX Runtime (they differ by "
						+ (float) worst + "), so the model is not trained; report this with the model.");
			return (int) ours.shape().dim(1);
		}
	}

	int classes() {
		return classes;
	}

	/** What one step found. */
	record Step(double loss, int hits, double norm) {
		boolean sane() {
			return Double.isFinite(loss) && Double.isFinite(norm);
		}
	}

	/**
	 * @param step
	 *            counted from 0 over all epochs
	 * @param teacher
	 *            the teacher's outputs [batch, classes], or empty where nothing is distilled
	 */
	Step step(Value images, Batch batch, float[] teacher, double rate, long step) {
		int n = batch.size();
		Value hints = teacher.length == 0
				? Value.floats(Shape.of(1, 1), 0)
				: Value.floats(Shape.of(n, classes), teacher);
		float[] numbers = new float[StepMethod.NUMBERS];
		numbers[StepMethod.RATE] = (float) rate;
		numbers[StepMethod.OPEN] = (float) open;
		numbers[StepMethod.CLIP] = recipe.care().clip() > 0 ? (float) recipe.care().clip() : Float.MAX_VALUE;
		numbers[StepMethod.FIRST_CORRECTION] = (float) (1 - Math.pow(recipe.optimiser().momentum(), step + 1.0));
		numbers[StepMethod.SECOND_CORRECTION] = (float) (1 - Math.pow(recipe.optimiser().secondBeta(), step + 1.0));
		if (!module.training())
			module.train(true);
		TorchModule.seed(recipe.seed() * 1_000_003 + step);
		float[] result = module.call(StepMethod.NAME, true, Argument.of(images), Argument.of(target(batch)),
				Argument.of(hints), Argument.of(Value.floats(Shape.of(numbers.length), numbers))).getFirst().toFloats();
		return new Step(result[0], Math.round(result[1]), result[2]);
	}

	/** Probabilities wanted of each class. */
	private Value target(Batch batch) {
		float smooth = (float) recipe.loss().labelSmoothing();
		float[] target = new float[batch.size() * classes];
		java.util.Arrays.fill(target, smooth / classes);
		for (int i = 0; i < batch.size(); i++) {
			target[i * classes + batch.labels()[i]] += (1 - smooth) * batch.share();
			target[i * classes + batch.partners()[i]] += (1 - smooth) * (1 - batch.share());
		}
		return Value.floats(Shape.of(batch.size(), classes), target);
	}

	/** All that training has changed, by name. */
	SequencedMap<String, Value> state() {
		List<Value> values = module.read();
		SequencedMap<String, Value> state = new LinkedHashMap<>();
		for (int i = 0; i < values.size(); i++)
			state.put(module.state().get(i).tensor().name(), values.get(i));
		return state;
	}

	/** What {@link Shaping} sees and changes between two epochs. */
	Trainee trainee() {
		Set<String> weights = module.state().stream().filter(a -> a.kind() != TorchScript.Kind.MEMORY)
				.map(a -> a.tensor().name()).collect(Collectors.toCollection(LinkedHashSet::new));
		return new Trainee(graph, weights, state());
	}

	void restore(Map<String, Value> state) {
		List<Value> values = new ArrayList<>();
		for (TorchScript.Attribute attribute : module.state()) {
			Value value = state.get(attribute.tensor().name());
			if (value == null || !value.shape().equals(attribute.tensor().shape()))
				throw new RefusedException("The checkpoint is of another model: `" + attribute.tensor().name()
						+ "` is missing or of another shape; start afresh.");
			values.add(value);
		}
		module.write(values);
	}

	/** Sets fading constants, for steps and for graphs; before, they are 1. */
	void open(double to) {
		open = to;
	}

	/** The graph with the weights of a state: their moving average where the recipe keeps one. */
	Graph graph(Map<String, Value> state) {
		Map<String, Tensor> weights = new LinkedHashMap<>();
		fading.forEach(name -> weights.put(name, Tensor.ofFloats(name, Shape.of(), (float) open)));
		for (TorchScript.Attribute attribute : module.state()) {
			if (attribute.kind() == TorchScript.Kind.MEMORY)
				continue;
			String name = attribute.tensor().name();
			Value value = java.util.Objects.requireNonNull(
					recipe.care().average() > 0 ? state.get(StepMethod.averageOf(name)) : state.get(name));
			weights.put(name, Tensor.ofFloats(name, value.shape(), value.toFloats()));
		}
		return Weights.into(graph, weights);
	}

	@Override
	public void close() {
		module.close();
	}
}
