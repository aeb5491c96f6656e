package espalier.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiTest {
	@ParameterizedTest
	@CsvSource({"0,0", "7,7", "999,999", "1000,1.00 k", "1234,1.23 k", "9994,9.99 k", "9995,10.0 k", "40960000,41.0 M",
			"269722,270 k", "999499,999 k", "999500,1.00 M", "4089184256,4.09 G", "-20660000,−20.7 M"})
	void writesThreeDigitsAndAPrefix(long value, String text) {
		assertThat(Si.of(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"102123456,102 MB", "12,12 B"})
	void addsTheUnit(long value, String text) {
		assertThat(Si.of(value, "B")).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"0,0", "1200,+1.20 k", "-1200,−1.20 k"})
	void signsDifferences(long value, String text) {
		assertThat(Si.signed(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({"200,99,−50.5%", "100,110,+10.0%", "100,100,0.0%", "1000000,999999,0.0%", "0,5,–", "0,0,0.0%"})
	void writesRelativeChanges(long before, long after, String text) {
		assertThat(Si.change(before, after)).isEqualTo(text);
	}
}
