package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlTest {
	@Test
	void aStepPausesBehindOneEpoch() {
		Control control = new Control();
		control.epochOver();
		assertThat(control.paused()).as("nobody asked for a pause").isFalse();
		control.pause();
		control.step();
		assertThat(control.paused()).isFalse();
		control.epochOver();
		assertThat(control.paused()).isTrue();
		control.resume();
		control.epochOver();
		assertThat(control.paused()).as("one step, one pause").isFalse();
	}

	@Test
	void goingOnOrPausingForgetsAStep() {
		Control control = new Control();
		control.step();
		control.resume();
		control.epochOver();
		assertThat(control.paused()).isFalse();
		control.step();
		control.pause();
		control.resume();
		control.epochOver();
		assertThat(control.paused()).isFalse();
	}
}
