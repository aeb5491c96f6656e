package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpearmanTest {
	@Test
	void orderAloneCounts() {
		assertThat(Spearman.of(new double[]{1, 2, 3, 9}, new double[]{-5, 0, 0.1, 1e9})).isEqualTo(1);
		assertThat(Spearman.of(new double[]{1, 2, 3, 9}, new double[]{4, 3, 2, 1})).isEqualTo(-1);
		// ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6 * 4 / (5 * 24)
		assertThat(Spearman.of(new double[]{1, 2, 3, 4, 5}, new double[]{20, 10, 40, 30, 50})).isCloseTo(0.8,
				within(1e-12));
	}

	@Test
	void tiesHaveTheirMeanRank() {
		// ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4
		assertThat(Spearman.of(new double[]{1, 5, 5, 7}, new double[]{1, 2, 3, 4})).isCloseTo(0.9486833, within(1e-7));
	}

	@Test
	void nothingToCompare() {
		assertThat(Spearman.of(new double[]{2, 2, 2}, new double[]{1, 2, 3})).isNaN();
		assertThat(Spearman.of(new double[0], new double[0])).isNaN();
		assertThatThrownBy(() -> Spearman.of(new double[2], new double[3]))
				.isInstanceOf(IllegalArgumentException.class);
	}
}
