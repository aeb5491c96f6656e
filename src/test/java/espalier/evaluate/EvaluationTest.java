package espalier.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import espalier.data.Listed;
import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.runtime.Runner;
import espalier.zoo.Nets;

/** What is measured, against numbers worked out by hand. */
class EvaluationTest {
	/** Taken for the second, the third and the first class. */
	private static final byte[][] IMAGES = {{1, 3, 2}, {0, 1, 5}, {4, 2, 0}};

	private static Evaluation of(Graph graph, int... labels) {
		return Evaluation.of(graph, new Listed(labels, IMAGES), Pixels.AS_THEY_ARE, () -> false);
	}

	@ParameterizedTest
	@CsvSource({"false, 0", "false, 1", "false, 2", "true, 0", "true, 2"})
	void countsHitsLossAndConfusion(boolean softmax, int batch) {
		Evaluation result = of(Pixels.network(softmax, batch), 1, 2, 1);
		assertThat(result.images()).isEqualTo(3);
		assertThat(result.top1()).isEqualTo(2);
		assertThat(result.top5()).as("three classes are within five").isEqualTo(3);
		assertThat(result.confusion()).isDeepEqualTo(new int[][]{{0, 0, 0}, {1, 1, 0}, {0, 0, 1}});
		double first = -3 + Math.log(Math.exp(1) + Math.exp(3) + Math.exp(2));
		double second = -5 + Math.log(1 + Math.exp(1) + Math.exp(5));
		double third = -2 + Math.log(Math.exp(4) + Math.exp(2) + 1);
		assertThat(result.loss()).isCloseTo((first + second + third) / 3, within(1e-6));
		assertThat(result.perClass()).containsExactly(Double.NaN, 0.5, 1);
		assertThat(result.skipped()).isEmpty();
	}

	@Test
	void labelsBeyondTheOutputsAreLeftOutAndTold() {
		Evaluation result = of(Pixels.network(false, 0), 1, 7, 0);
		assertThat(result.images()).isEqualTo(2);
		assertThat(result.top1()).isEqualTo(2);
		assertThat(result.skipped()).contains("labels beyond the model's 3 outputs");
		assertThatThrownBy(() -> of(Pixels.network(false, 0), 7, 8, 9)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("beyond the model's 3 outputs");
	}

	@Test
	void cancelledRunEndsBetweenBatches() {
		AtomicInteger asked = new AtomicInteger();
		byte[][] many = new byte[100][];
		Arrays.fill(many, IMAGES[0]);
		assertThatThrownBy(() -> Evaluation.of(Pixels.network(false, 0), new Listed(new int[100], many),
				Pixels.AS_THEY_ARE, () -> asked.incrementAndGet() > 3)).isInstanceOf(CancellationException.class);
		assertThat(asked).hasValue(4);
	}

	@Test
	void partialResultsGrowTowardsTheWhole() {
		byte[][] many = new byte[20_000][];
		Arrays.fill(many, IMAGES[0]);
		int[] labels = new int[many.length];
		Arrays.fill(labels, 1);
		Graph graph = Pixels.network(false, 1);
		List<Integer> heard = new ArrayList<>();
		try (Runner runner = Runner.optimised(graph)) {
			Evaluation all = Evaluation.of(runner, graph, new Listed(labels, many), Pixels.AS_THEY_ARE, () -> false,
					part -> {
						assertThat(part.accuracy().share()).isEqualTo(1);
						heard.add(part.images());
					});
			assertThat(all.images()).isEqualTo(many.length);
		}
		assertThat(heard).isSorted().allMatch(n -> n <= many.length);
	}

	@Test
	void networksThatAreNoClassifiersAreRefused() {
		assertThatThrownBy(() -> of(Nets.all().get("siamese").get(), 0, 0, 0)).isInstanceOf(RefusedException.class)
				.hasMessageContaining("2 inputs");
	}

	@Test
	void intervalIsWilsons() {
		Interval eight = Interval.of(8, 10);
		assertThat(eight.share()).isEqualTo(0.8);
		assertThat(eight.low()).isCloseTo(0.4902, within(1e-4));
		assertThat(eight.high()).isCloseTo(0.9433, within(1e-4));
		assertThat(Interval.of(0, 50).low()).isCloseTo(0, within(1e-12));
		assertThat(Interval.of(0, 50).high()).isCloseTo(0.0713, within(1e-4));
		assertThat(Interval.of(50, 50).high()).isCloseTo(1, within(1e-12));
	}

	@Test
	void distanceIsZeroToItselfAndByHandToAnother() {
		Listed data = new Listed(new int[3], IMAGES);
		Distance none = Distance.between(Pixels.network(false, 0), Pixels.network(false, 0), data, Pixels.AS_THEY_ARE,
				() -> false);
		assertThat(none).isEqualTo(new Distance(3, none.cosine(), 0, 1));
		assertThat(none.cosine()).isCloseTo(1, within(1e-9));
		assertThat(Distance.cosine(new float[]{1, 0}, new float[]{1, 1})).isCloseTo(Math.sqrt(0.5), within(1e-9));
		assertThat(Distance.meanSquare(new float[]{1, 2}, new float[]{3, 2})).isEqualTo(2);
		Distance soft = Distance.between(Pixels.network(true, 0), Pixels.network(false, 0), data, Pixels.AS_THEY_ARE,
				() -> false);
		assertThat(soft.agreement()).as("a softmax keeps the order").isEqualTo(1);
		assertThat(soft.meanSquare()).isGreaterThan(1);
	}
}
