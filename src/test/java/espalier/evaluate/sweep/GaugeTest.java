package espalier.evaluate.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import espalier.evaluate.Classifier;
import espalier.evaluate.Sensitivity.Metric;
import espalier.graph.RefusedException;
import espalier.graph.Shape;
import espalier.runtime.Value;

class GaugeTest {
	private static final Map<String, Value> WHOLE = row(0, 1, 2);

	private static Map<String, Value> row(float... outputs) {
		return Map.of("y", Value.floats(Shape.of(1, outputs.length), outputs));
	}

	private static double[] numbers(Metric metric, int label, Map<String, Value> found) {
		return new Gauge(metric, List.of("y"), new Classifier("y", false)).numbers(found, WHOLE, new int[]{label}, 1);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCURACY")
	void outputsThatAreNotFiniteAreRefusedInsteadOfLeftOut(Metric metric) {
		for (float bad : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
			assertThatThrownBy(() -> numbers(metric, 0, row(bad, 1, 2))).as("%s", bad)
					.isInstanceOf(RefusedException.class).hasMessageContaining("not finite");
	}

	@ParameterizedTest
	@ValueSource(strings = {"ACCURACY", "LOSS"})
	void labelsBeyondTheOutputsAreLeftOut(Metric metric) {
		assertThat(numbers(metric, 3, WHOLE)).containsExactly(Double.NaN);
	}

	@Test
	void theSameAnswerIsNoDistanceAway() {
		assertThat(numbers(Metric.SQUARE, 0, WHOLE)).containsExactly(0);
		assertThat(numbers(Metric.DIVERGENCE, 0, WHOLE)).containsExactly(0);
		assertThat(numbers(Metric.COSINE, 0, WHOLE)).containsExactly(1);
	}
}
