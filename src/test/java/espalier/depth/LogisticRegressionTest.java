package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
	private final Random random = new Random(5);

	private double[][] numbers(int rows, int width) {
		double[][] all = new double[rows][width];
		for (double[] row : all)
			Arrays.setAll(row, k -> random.nextGaussian());
		return all;
	}

	private static int[] inTurn(int count, int classes) {
		int[] labels = new int[count];
		Arrays.setAll(labels, i -> i % classes);
		return labels;
	}

	@Test
	void gradientIsThatOfTheValue() {
		LogisticRegression model = new LogisticRegression(numbers(20, 5), inTurn(20, 3), 3, 0.1);
		double[] at = numbers(1, model.size())[0];
		double[] gradient = new double[at.length];
		model.at(at, gradient);
		for (int k = 0; k < at.length; k++) {
			double[] up = at.clone();
			double[] down = at.clone();
			up[k] += 1e-5;
			down[k] -= 1e-5;
			double[] unused = new double[at.length];
			assertThat(gradient[k]).isCloseTo((model.at(up, unused) - model.at(down, unused)) / 2e-5, within(1e-8));
		}
	}

	@Test
	void minimumIsFlatWhereverTheDescentBegins() {
		LogisticRegression model = new LogisticRegression(numbers(60, 8), inTurn(60, 4), 4, 1.0 / 60);
		double[] zero = Descent.minimum(model, new double[model.size()], () -> false);
		double[] far = Descent.minimum(model, Arrays.stream(numbers(1, model.size())[0]).map(x -> 5 * x).toArray(),
				() -> false);
		double[] gradient = new double[zero.length];
		double least = model.at(zero, gradient);
		assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).isLessThan(1e-6);
		assertThat(model.at(far, gradient)).isCloseTo(least, within(1e-9));
		// biases may all be shifted alike; weights may not
		for (int k = 0; k < zero.length; k++)
			if (k % 9 != 8)
				assertThat(far[k]).isCloseTo(zero[k], within(1e-4));
	}

	@Test
	void oneFeatureOfTwoClassesHasTheSolutionThatIsWorkedOutByHand() {
		// x = 1 for class 0 and -1 for class 1, no bias by symmetry: w0 = -w1 = w with 2/(1+e^(2w)) = 2 * penalty * w
		LogisticRegression model = new LogisticRegression(new double[][]{{1}, {-1}}, new int[]{0, 1}, 2, 0.25);
		double[] found = Descent.minimum(model, new double[4], () -> false);
		double w = found[0];
		assertThat(found[2]).isCloseTo(-w, within(1e-6));
		assertThat(1 / (1 + Math.exp(2 * w))).isCloseTo(0.25 * w, within(1e-6));
	}

	@Test
	void classesThatALineDividesAreToldApartAndTheSameFeaturesAreNot() {
		int[] labels = inTurn(80, 2);
		double[][] apart = numbers(80, 3);
		for (int i = 0; i < 80; i++)
			apart[i][1] = 1000 + (labels[i] == 0 ? 3 : 5) + 0.1 * apart[i][1];
		Halves halves = Halves.of(labels);
		assertThat(LogisticRegression.accuracy(apart, halves, () -> false)).isEqualTo(1);
		assertThat(LogisticRegression.accuracy(new double[80][3], halves, () -> false)).isEqualTo(0.5);
	}

	@Test
	void cancelledWhenAskedTo() {
		LogisticRegression model = new LogisticRegression(numbers(20, 5), inTurn(20, 3), 3, 0.1);
		assertThatThrownBy(() -> Descent.minimum(model, new double[model.size()], () -> true))
				.isInstanceOf(CancellationException.class);
	}
}
