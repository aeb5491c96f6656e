package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import espalier.data.Augmentation;
import espalier.data.Batch;
import espalier.graph.Attribute;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo.Dim;
import espalier.runtime.Value;

/** Single steps against numbers worked out in plain Java. */
class StepTest {
	private static final float[][] WEIGHTS = {{0.3f, -0.2f, 0.5f, 0.1f}, {-0.4f, 0.6f, 0.2f, -0.3f},
			{0.1f, 0.1f, -0.7f, 0.8f}};
	private static final float[] BIASES = {0.05f, -0.1f, 0.2f};
	private static final float[][] IMAGES = {{1, -2, 0.5f, 3}, {0.2f, 0.4f, -1, 2}, {-3, 1, 1, 0}, {2, 2, -0.5f, -1},
			{0.1f, -0.6f, 2, 1}, {1.5f, 0.3f, 0.7f, -2}};
	private static final int[] LABELS = {2, 0, 1, 1, 2, 0};
	private static final double[] RATES = {0.1, 0.2, 0.05, 0.02};
	private static final double NEAR = 2e-6;

	private static final Recipe.Optimiser PLAIN = new Recipe.Optimiser(Recipe.Method.SGD, 0, false, 0, 0);

	private record Case(String name, Recipe recipe) {
		static Case of(String name, Recipe.Optimiser optimiser, Recipe.Loss loss, Recipe.Care care) {
			return new Case(name, new Recipe(1, 3, 1, optimiser, Schedule.oneCycle(0.1), loss, care,
					Augmentation.NONE));
		}
	}

	private static Stream<Case> cases() {
		Recipe.Optimiser momentum = new Recipe.Optimiser(Recipe.Method.SGD, 0.9, false, 0, 0);
		return Stream.of(Case.of("sgd", PLAIN, Recipe.Loss.PLAIN, Recipe.Care.NONE),
				Case.of("sgd with momentum", momentum, Recipe.Loss.PLAIN, Recipe.Care.NONE),
				Case.of("sgd by Nesterov with decay", Recipe.Optimiser.sgd(0.1), Recipe.Loss.PLAIN, Recipe.Care.NONE),
				Case.of("adamw", Recipe.Optimiser.adamW(0), Recipe.Loss.PLAIN, Recipe.Care.NONE),
				Case.of("adamw with decay", Recipe.Optimiser.adamW(0.1), Recipe.Loss.PLAIN, Recipe.Care.NONE),
				Case.of("smoothed labels", momentum, new Recipe.Loss(0.1, 0, 4), Recipe.Care.NONE),
				Case.of("clipped", momentum, Recipe.Loss.PLAIN, new Recipe.Care(0.05, 0, 0)),
				Case.of("adamw, clipped", Recipe.Optimiser.adamW(0.01), Recipe.Loss.PLAIN,
						new Recipe.Care(0.05, 0, 0)),
				Case.of("not clipped by a high limit", momentum, Recipe.Loss.PLAIN, new Recipe.Care(100, 0, 0)),
				Case.of("averaged", momentum, Recipe.Loss.PLAIN, new Recipe.Care(0, 0, 0.7)));
	}

	@TestFactory
	Stream<DynamicTest> linearLayer() {
		return cases().map(c -> DynamicTest.dynamicTest(c.name, () -> linearLayer(c)));
	}

	private static void linearLayer(Case c) {
		SoftmaxRegression expected = new SoftmaxRegression(WEIGHTS, BIASES, c.recipe);
		try (Student student = Student.of(SmallNets.linear(WEIGHTS, BIASES), Shape.of(1, 4), c.recipe, 1)) {
			for (int s = 0; s < RATES.length; s++) {
				int from = s % 2 * 3;
				int[] labels = java.util.Arrays.copyOfRange(LABELS, from, from + 3);
				double[][] features = new double[3][4];
				float[] numbers = new float[12];
				for (int i = 0; i < 12; i++) {
					numbers[i] = IMAGES[from + i / 4][i % 4];
					features[i / 4][i % 4] = numbers[i];
				}
				expected.step(features, labels, RATES[s]);
				Student.Step step = student.step(Value.floats(Shape.of(3, 4), numbers),
						new Batch(numbers, labels, labels, 1), new float[0], RATES[s], s);
				assertThat(step.loss()).as("loss of step %d", s).isCloseTo(expected.loss, within(NEAR));
				assertThat(step.norm()).as("gradients' norm of step %d", s).isCloseTo(expected.norm, within(NEAR));
			}
			Map<String, Value> state = student.state();
			near(state, "fc.weight", expected.weights);
			near(state, "fc.bias", expected.biases);
			boolean averaged = c.recipe.care().average() > 0;
			Graph result = student.graph(state);
			near(Map.of("w", weights(result, "fc.weight")), "w",
					averaged ? expected.averageWeights : expected.weights);
			near(Map.of("b", weights(result, "fc.bias")), "b", averaged ? expected.averageBiases : expected.biases);
		}
	}

	/** A mean over space of a convolution is a linear layer over the means under the kernel's places. */
	@Test
	void convolution() {
		Recipe recipe = Case.of("", Recipe.Optimiser.sgd(0.1), Recipe.Loss.PLAIN, Recipe.Care.NONE).recipe;
		Node conv = new Node("conv", "", "Conv", List.of("input", "w", "b"), List.of("maps"), Map.of(), null);
		Node pool = new Node("pool", "", "GlobalAveragePool", List.of("maps"), List.of("means"), Map.of(), null);
		Node flat = new Node("flat", "", "Flatten", List.of("means"), List.of("logits"), Map.of(), null);
		float[] flatWeights = new float[12];
		for (int i = 0; i < 12; i++)
			flatWeights[i] = WEIGHTS[i / 4][i % 4];
		Graph graph = SmallNets.graph(new Dim[]{new Dim(1, null), new Dim(3, null), new Dim(3, null)},
				List.of(Tensor.ofFloats("w", Shape.of(3, 1, 2, 2), flatWeights),
						Tensor.ofFloats("b", Shape.of(3), BIASES)),
				conv, pool, flat);
		float[] image = {1, -2, 0.5f, 3, 0.2f, 0.4f, -1, 2, -3};
		double[] means = new double[4];
		for (int place = 0; place < 4; place++)
			for (int at = 0; at < 4; at++)
				means[place] += image[(place / 2 + at / 2) * 3 + place % 2 + at % 2] / 4.0;
		SoftmaxRegression expected = new SoftmaxRegression(WEIGHTS, BIASES, recipe);
		try (Student student = Student.of(graph, Shape.of(1, 1, 3, 3), recipe, 1)) {
			for (int s = 0; s < 2; s++) {
				expected.step(new double[][]{means}, new int[]{1}, 0.3);
				student.step(Value.floats(Shape.of(1, 1, 3, 3), image),
						new Batch(image, new int[]{1}, new int[]{1}, 1), new float[0], 0.3, s);
			}
			near(student.state(), "w", expected.weights);
			near(student.state(), "b", expected.biases);
		}
	}

	/** Numbers of an independent reference: method-examples, distillation. */
	@Test
	void distillation() {
		Recipe recipe = Case.of("", PLAIN, new Recipe.Loss(0, 0.9, 4), Recipe.Care.NONE).recipe;
		Graph graph = SmallNets.linear(new float[3][4], new float[]{1, 2, 0.5f});
		try (Student student = Student.of(graph, Shape.of(1, 4), recipe, 1)) {
			Student.Step step = student.step(Value.floats(Shape.of(1, 4), new float[4]),
					new Batch(new float[4], new int[]{0}, new int[]{0}, 1), new float[]{2, 1, 0.1f}, 0.1, 0);
			assertThat(step.loss()).isCloseTo(0.492181, within(1e-6));
			assertThat(step.hits()).isZero();
		}
	}

	@Test
	void mixedImagesHaveMixedTargets() {
		Recipe recipe = Case.of("", PLAIN, Recipe.Loss.PLAIN, Recipe.Care.NONE).recipe;
		Graph graph = SmallNets.linear(new float[3][4], new float[]{1, 2, 0.5f});
		double sum = Math.exp(1) + Math.exp(2) + Math.exp(0.5);
		try (Student student = Student.of(graph, Shape.of(1, 4), recipe, 1)) {
			Student.Step step = student.step(Value.floats(Shape.of(1, 4), new float[4]),
					new Batch(new float[4], new int[]{0}, new int[]{1}, 0.25f), new float[0], 0.1, 0);
			assertThat(step.loss()).isCloseTo(Math.log(sum) - 0.25 * 1 - 0.75 * 2, within(1e-6));
			assertThat(step.hits()).isEqualTo(1);
		}
	}

	/** ONNX's momentum is the share of the old statistics that stays; the variance that comes in is unbiased. */
	@Test
	void batchNormsKeepRunningStatistics() {
		Node norm = new Node("norm", "", "BatchNormalization", List.of("input", "scale", "shift", "mean", "variance"),
				List.of("normal"), Map.of("momentum", new Attribute.Real(0.7f)), null);
		Node fc = new Node("fc", "", "Gemm", List.of("normal", "fc"), List.of("logits"), Map.of(), null);
		Graph graph = SmallNets.graph(new Dim[]{new Dim(2, null)},
				List.of(Tensor.ofFloats("scale", Shape.of(2), 1, 2), Tensor.ofFloats("shift", Shape.of(2), 0, 1),
						Tensor.ofFloats("mean", Shape.of(2), 10, -10), Tensor.ofFloats("variance", Shape.of(2), 4, 5),
						Tensor.ofFloats("fc", Shape.of(2, 2), 1, 2, 3, 4)),
				norm, fc);
		Recipe recipe = Case.of("", PLAIN, Recipe.Loss.PLAIN, Recipe.Care.NONE).recipe;
		float[] numbers = {1, 10, 2, 20, 6, 60};
		try (Student student = Student.of(graph, Shape.of(1, 2), recipe, 1)) {
			int[] labels = {0, 1, 0};
			student.step(Value.floats(Shape.of(3, 2), numbers), new Batch(numbers, labels, labels, 1), new float[0],
					0.1, 0);
			Graph result = student.graph(student.state());
			// Means 3 and 30; unbiased variances 7 and 700.
			near(Map.of("m", weights(result, "mean")), "m", new double[]{0.7 * 10 + 0.3 * 3, 0.7 * -10 + 0.3 * 30});
			near(Map.of("v", weights(result, "variance")), "v",
					new double[]{0.7 * 4 + 0.3 * 7, 0.7 * 5 + 0.3 * 700});
		}
	}

	private static Value weights(Graph graph, String name) {
		Tensor tensor = graph.initializers().get(name);
		assertThat(tensor).isNotNull();
		return Value.floats(tensor.shape(), tensor.toFloats());
	}

	private static void near(Map<String, Value> state, String name, double[]... expected) {
		Value value = state.get(name);
		assertThat(value).as(name).isNotNull();
		float[] actual = value.toFloats();
		int at = 0;
		for (double[] row : expected)
			for (double number : row)
				assertThat((double) actual[at++]).as("%s at %d", name, at - 1).isCloseTo(number,
						within(NEAR * Math.max(1, Math.abs(number))));
		assertThat(at).isEqualTo(actual.length);
	}
}
