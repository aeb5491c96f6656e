package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import espalier.graph.RefusedException;

class ImprintingTest {
	@Test
	void everySecondImageOfAClassIsJudged() {
		Halves halves = Halves.of(new int[]{4, 4, 1, 4, 1, 4, 0});
		assertThat(halves.learnt()).containsExactly(0, 2, 3, 6);
		assertThat(halves.judged()).containsExactly(1, 4, 5);
		assertThat(halves.classes()).isEqualTo(5);
		assertThatThrownBy(() -> Halves.of(new int[]{0, 1, 2})).isInstanceOf(RefusedException.class)
				.hasMessageContaining("give more images");
	}

	@Test
	void accuracyIsThatWorkedOutByHand() {
		// learnt: class 0 at (3, 4) and (0, 10), so its prototype points to (0.6, 1.8); class 1 at (5, 0)
		int[] labels = {0, 1, 0, 0, 1, 0, 1};
		double[][] features = {{3, 4}, {5, 0}, {1, 1.2}, {0, 10}, {9, 8}, {10, 1}, {0, 0}};
		Halves halves = Halves.of(labels);
		assertThat(halves.judged()).containsExactly(2, 4, 5);
		// (1, 1.2): cosine 0.93 to class 0 and 0.64 to class 1, a hit; (9, 8): 0.87 and 0.75, a miss, it is of class 1;
		// (10, 1): 0.41 and 0.995, a miss
		assertThat(Imprinting.accuracy(features, halves)).isEqualTo(1.0 / 3);
	}

	@Test
	void longVectorsHaveNoMoreSayThanShortOnes() {
		int[] labels = {0, 1, 0, 1};
		double[][] features = {{1000, 0}, {0, 1}, {3, 2}, {2, 3}};
		assertThat(Imprinting.accuracy(features, Halves.of(labels))).isEqualTo(1);
	}
}
