package espalier.depth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import espalier.graph.Shape;

class PooledTest {
	private static Passing.Row row(int from, Shape shape, float... all) {
		return new Passing.Row(all, from, shape);
	}

	@Test
	void partsOfOddSizesOverlap() {
		Passing.Row image = row(1, Shape.of(1, 3, 3), 99, 0, 1, 2, 3, 4, 5, 6, 7, 8);
		assertThat(Pooled.of(image, 1, 2)).containsExactly(2, 3, 5, 6);
		assertThat(Pooled.of(image, 1, 1)).containsExactly(4);
	}

	@Test
	void sizesBelowThePartsStayAsTheyAre() {
		assertThat(Pooled.of(row(0, Shape.of(2, 1, 2), 1, 2, 3, 4), 1, 2)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void tokensHaveOneMeanForEachChannel() {
		assertThat(Pooled.of(row(0, Shape.of(3, 2), 1, 10, 2, 20, 3, 60), 2, 2)).containsExactly(2, 30);
	}

	@Test
	void vectorsStayAsTheyAre() {
		assertThat(Pooled.of(row(2, Shape.of(2), 0, 0, 7, 8), 1, 2)).containsExactly(7, 8);
	}
}
