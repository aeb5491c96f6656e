package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Rates worked out by hand. */
class ScheduleTest {
	private static void rates(Schedule schedule, long steps, double... expected) {
		for (int step = 0; step < expected.length; step++)
			assertThat(schedule.at(step, steps)).as("step %d", step).isCloseTo(expected[step], within(1e-12));
	}

	@Test
	void constant() {
		rates(new Schedule(Schedule.Kind.CONSTANT, 0.3, 0, 0.1), 3, 0.3, 0.3, 0.3);
	}

	@Test
	void halfACosine() {
		double root = Math.sqrt(0.5);
		rates(new Schedule(Schedule.Kind.COSINE, 2, 0, 0), 4, 2, 1 + root, 1, 1 - root);
		rates(new Schedule(Schedule.Kind.COSINE, 2, 0, 0.1), 2, 2, 1.1);
	}

	@Test
	void oneCycleRisesAndFallsInLines() {
		rates(new Schedule(Schedule.Kind.ONE_CYCLE, 1, 0.5, 0), 8, 0.2, 0.4, 0.6, 0.8, 1, 0.75, 0.5, 0.25);
		rates(new Schedule(Schedule.Kind.ONE_CYCLE, 1, 0, 0.2), 4, 1, 0.8, 0.6, 0.4);
	}

	@Test
	void stepsDownAtAHalfAndAtThreeQuarters() {
		rates(new Schedule(Schedule.Kind.STEP, 1, 0, 0.1), 8, 1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01);
	}

	@Test
	void everyFormWarmsUp() {
		for (Schedule.Kind kind : Schedule.Kind.values())
			rates(new Schedule(kind, 0.4, 0.3, 0.1), 10, 0.1, 0.2, 0.3, 0.4);
	}
}
