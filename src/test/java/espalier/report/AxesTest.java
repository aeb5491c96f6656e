package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.DecimalFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** Where numbers stand on an axis. */
class AxesTest {
	private static List<String> labels(Axes.Axis axis) {
		DecimalFormat format = new DecimalFormat(axis.format());
		return LongStream.rangeClosed((long) Math.ceil(axis.low() / axis.step() - 1e-9),
				(long) Math.floor(axis.high() / axis.step() + 1e-9)).mapToObj(i -> format.format(i * axis.step()))
				.toList();
	}

	private static int numbers(Axes.Axis axis) {
		return (int) (Math.floor(axis.high() / axis.step() + 1e-9) - Math.ceil(axis.low() / axis.step() - 1e-9)) + 1;
	}

	@Test
	void sharesKeepTheirStepWhereLabelsGetNoFiner() {
		Axes.Axis shares = Axes.Axis.around("", 0.50001, 0.50012, Axes.Axis.PERCENT).over(40, 18);
		assertThat(labels(shares.readable())).doesNotHaveDuplicates();
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
			assertThat(labels(readable)).doesNotHaveDuplicates();
			assertThat(readable.step()).isEqualTo(numbers(axis) < 2 ? readable.step() : axis.step());
		}
		assertThat(few).isPositive();
	}
}
