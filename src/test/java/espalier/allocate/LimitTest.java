package espalier.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {
	@ParameterizedTest
	@CsvSource({"16,1,1,4,4", "16,1,1,16,15", "16,4,1,16,12", "16,1,8,4,0", "16,1,8,8,8", "16,1,8,9,8", "16,1,8,16,8",
			"16,9,8,16,0", "20,1,8,3,0", "20,1,8,4,4", "20,1,8,15,12", "6,1,8,5,0", "1,1,1,1,0", "16,1,1,-3,0"})
	void roundingAndTheMinimumKeepSomeMore(int units, int minimum, int step, int asked, int allowed) {
		assertThat(new Limit(units, minimum, step).fit(asked)).isEqualTo(allowed);
	}
}
