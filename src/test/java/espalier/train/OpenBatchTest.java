package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Shape;
import espalier.runtime.Runner;
import espalier.runtime.Tracer;
import espalier.runtime.Value;
import espalier.zoo.ExampleNets;
import espalier.zoo.Nets;

class OpenBatchTest {
	private static float[] run(Graph graph, Value input) {
		try (Runner runner = Runner.of(graph)) {
			return runner.run(Map.of(graph.inputs().getFirst().name(), input)).values().iterator().next().toFloats();
		}
	}

	/** Shuffled channels are reshaped by constants that state a batch of one. */
	@ParameterizedTest
	@ValueSource(strings = {"resnet", "shufflenet", "senet"})
	void threeImagesAtOnceGiveWhatEachGivesAlone(String name) {
		Graph fixed = Nets.all().get(name).get();
		Graph open = OpenBatch.of(fixed);
		Shape one = Tracer.trace(fixed).inputs().get(fixed.inputs().getFirst().name());
		Value three = Value.random(ElementType.FLOAT, one.with(0, 3), new Random(1));
		float[] all = run(open, three);
		int numbers = (int) one.elements();
		for (int i = 0; i < 3; i++) {
			Value image = Value.floats(one, Arrays.copyOfRange(three.toFloats(), i * numbers, (i + 1) * numbers));
			float[] alone = run(fixed, image);
			assertThat(Arrays.copyOfRange(all, i * alone.length, (i + 1) * alone.length)).containsExactly(alone,
					org.assertj.core.api.Assertions.withPrecision(1e-5f));
		}
	}

	@Test
	void openGraphsStayAsTheyAre() {
		Graph open = ExampleNets.vit("vit", 16, 2, 1);
		assertThat(OpenBatch.of(open)).isSameAs(open);
	}
}
