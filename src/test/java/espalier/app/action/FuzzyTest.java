package espalier.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FuzzyTest {
	@Test
	void lettersInOrderFitAndWordStartsWin() {
		assertThat(Fuzzy.fit("", "Anything")).isPositive();
		assertThat(Fuzzy.fit("exm", "Export model")).isPositive();
		assertThat(Fuzzy.fit("mex", "Export model")).isZero();
		assertThat(Fuzzy.fit("fit", "Fit selection")).isGreaterThan(Fuzzy.fit("fit", "Find an action, it seems"));
		assertThat(Fuzzy.fit("lock", "Lock")).isGreaterThan(Fuzzy.fit("lock", "Unlock"));
		assertThat(Fuzzy.fit("zi", "Zoom in")).isGreaterThan(Fuzzy.fit("zi", "Resize it"));
	}
}
