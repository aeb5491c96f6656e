package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/** Where numbers stand on an axis. */
class AxesTest {
	private static int numbers(Axes.Axis axis) {
		return (int) (Math.floor(axis.high() / axis.step() + 1e-9) - Math.ceil(axis.low() / axis.step() - 1e-9)) + 1;
	}

	@Test
	void lengthsCanBeReadOffWithTwoNumbersOrMore() {
		SplittableRandom random = new SplittableRandom(1);
		int few = 0;
		for (int i = 0; i < 1000; i++) {
			double low = random.nextDouble(100);
			double length = 40 + random.nextDouble(60);
			Axes.Axis axis = Axes.Axis.around("", low, low + Math.exp(random.nextDouble(-5, 5)), Axes.Axis.NUMBER)
					.over(length, 18);
			few += numbers(axis) < 2 ? 1 : 0;
			Axes.Axis readable = axis.readable();
			assertThat(numbers(readable)).isGreaterThanOrEqualTo(2);
			assertThat(readable.step() / (axis.high() - axis.low()) * length).as("points between numbers")
					.isGreaterThanOrEqualTo(9);
			assertThat(readable.step()).isEqualTo(numbers(axis) < 2 ? readable.step() : axis.step());
		}
		assertThat(few).isPositive();
	}
}
