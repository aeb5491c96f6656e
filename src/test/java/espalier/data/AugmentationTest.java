package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
	@Test
	void flipMirrorsHalfOfTheImages() {
		Picture picture = new Picture(2, 2, 3, new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
		Set<String> seen = seen(new Augmentation(true, 0, 0, 0), picture);
		assertThat(seen).containsExactlyInAnyOrder("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
				"[4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]");
	}

	@Test
	void cropMovesAtMostByItsWidthAndMirrorsAtTheEdges() {
		Picture row = new Picture(3, 1, 1, new byte[]{1, 2, 3});
		assertThat(seen(new Augmentation(false, 1, 0, 0), row)).containsExactlyInAnyOrder("[1, 2, 3]", "[1, 1, 2]",
				"[2, 3, 3]");
		Picture column = new Picture(1, 2, 3, new byte[]{1, 2, 3, 4, 5, 6});
		assertThat(seen(new Augmentation(false, 2, 0, 0), column)).containsExactlyInAnyOrder("[1, 2, 3, 4, 5, 6]",
				"[1, 2, 3, 1, 2, 3]", "[4, 5, 6, 4, 5, 6]", "[4, 5, 6, 1, 2, 3]");
	}

	@Test
	void cutoutBlackensASquareAnywhere() {
		Picture picture = new Picture(3, 2, 1, new byte[]{1, 2, 3, 4, 5, 6});
		assertThat(seen(new Augmentation(false, 0, 1, 0), picture)).containsExactlyInAnyOrder("[0, 2, 3, 4, 5, 6]",
				"[1, 0, 3, 4, 5, 6]", "[1, 2, 0, 4, 5, 6]", "[1, 2, 3, 0, 5, 6]", "[1, 2, 3, 4, 0, 6]",
				"[1, 2, 3, 4, 5, 0]");
		// A square of two has its middle at its lower right pixel, and is cut off at the sides.
		assertThat(seen(new Augmentation(false, 0, 2, 0), picture)).containsExactlyInAnyOrder("[0, 2, 3, 4, 5, 6]",
				"[0, 0, 3, 4, 5, 6]", "[1, 0, 0, 4, 5, 6]", "[0, 2, 3, 0, 5, 6]", "[0, 0, 3, 0, 0, 6]",
				"[1, 0, 0, 4, 0, 0]");
	}

	@Test
	void applyLeavesTheOriginalAlone() {
		Picture picture = new Picture(2, 2, 1, new byte[]{1, 2, 3, 4});
		seen(new Augmentation(true, 1, 2, 0), picture);
		assertThat(picture.pixels()).containsExactly(1, 2, 3, 4);
	}

	@ParameterizedTest
	@ValueSource(doubles = {0.1, 1, 4})
	void mixupSharesSumToOne(double alpha) {
		Set<Float> shares = new HashSet<>();
		for (int seed = 0; seed < 50; seed++) {
			Batch batch = Mixup.of(new float[]{1, 0, 0, 0, 1, 0, 0, 0, 1}, new int[]{4, 5, 6}, alpha,
					new SplittableRandom(seed));
			float share = batch.share();
			shares.add(share);
			assertThat(share).isBetween(0f, 1f);
			assertThat(batch.labels()).containsExactly(4, 5, 6);
			assertThat(batch.partners()).containsExactly(5, 6, 4);
			assertThat(batch.numbers()).containsExactly(
					new float[]{share, 1 - share, 0, 0, share, 1 - share, 1 - share, 0, share}, within(1e-6f));
		}
		assertThat(shares).hasSizeGreaterThan(25);
		assertThat(shares.stream().mapToDouble(Float::doubleValue).average().orElse(0)).isBetween(0.3, 0.7);
	}

	private static Set<String> seen(Augmentation augmentation, Picture picture) {
		return IntStream.range(0, 300)
				.mapToObj(i -> Arrays.toString(augmentation.apply(picture, new SplittableRandom(i)).pixels()))
				.collect(Collectors.toSet());
	}
}
