package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
	@ParameterizedTest
	@CsvSource({"0, 0", "999, 999", "1000, 1.00 k", "40973312, 41.0 M", "9999, 10.0 k", "999999, 1.00 M",
			"4089184256, 4.09 G", "-1500, −1.50 k"})
	void threeDigitsWithPrefix(long count, String text) {
		assertThat(Figures.si(count)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"100, 50, −50.0%", "100, 100, 0%", "0, 5, 0%", "1000, 999, −0.10%", "100, 150, +50.0%"})
	void changesAreSigned(long before, long after, String text) {
		assertThat(Figures.change(before, after)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"0.5, 50%", "0.625, 62.5%", "1, 100%", "0.33333, 33.3%"})
	void shares(double share, String text) {
		assertThat(Figures.percent(share)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"512, 512 B", "1100000, 1.10 MB"})
	void sizes(long bytes, String text) {
		assertThat(Figures.bytes(bytes)).isEqualTo(text);
	}
}
