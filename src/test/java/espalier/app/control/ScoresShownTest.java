package espalier.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How scores become bars and thresholds, and what a typed number means. */
class ScoresShownTest {
	private static Histogram histogram() {
		return new Histogram(new Gesture() {
			@Override
			public void begin() {}

			@Override
			public void move(double kept, boolean all) {}

			@Override
			public void end() {}

			@Override
			public void cancel() {}

			@Override
			public void reset() {}
		});
	}

	@Test
	void thresholdAndCountAreInverse() {
		Random random = new Random(4);
		for (int round = 0; round < 50; round++) {
			double[] scores = random.doubles(1 + random.nextInt(60)).toArray();
			Histogram histogram = histogram();
			histogram.show(scores, new BitSet());
			for (int count = 0; count < scores.length; count++)
				assertThat(histogram.below(histogram.threshold(count))).isEqualTo(count);
			assertThat(histogram.below(Double.MAX_VALUE)).as("one stays").isEqualTo(scores.length - 1);
		}
	}

	@Test
	void everyUnitIsInABin() {
		double[] scores = {0, 0.1, 0.9, 1, Double.NaN, Double.POSITIVE_INFINITY};
		BitSet removed = new BitSet();
		removed.set(1);
		Bins bins = Bins.of(scores, removed, 10);
		assertThat(bins.low()).isZero();
		assertThat(bins.high()).isEqualTo(1);
		assertThat(bins.cut()).containsExactly(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
		assertThat(bins.kept()).containsExactly(2, 0, 0, 0, 0, 0, 0, 0, 0, 3);
		assertThat(Arrays.stream(Bins.of(new double[]{2, 2, 2}, new BitSet(), 9).kept()).sum()).isEqualTo(3);
	}

	@ParameterizedTest
	@CsvSource({"12, 16, false, 12", "75%, 16, false, 12", "50, 1, true, 0.5", "62.5 %, 1, true, 0.625",
			"'62,5', 1, true, 0.625"})
	void typedNumbers(String text, double max, boolean percent, double expected) {
		assertThat(Fader.parse(text, max, percent)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({"''", "x", "NaN", "1..2", "%"})
	void whatIsNoNumberIsRefused(String text) {
		assertThat(Fader.parse(text, 16, false)).isNull();
	}
}
