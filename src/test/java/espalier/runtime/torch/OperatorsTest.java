package espalier.runtime.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import espalier.graph.Graph;
import espalier.graph.RefusedException;
import espalier.runtime.Tracer;

/** Each operator on its own: libtorch computes what ONNX Runtime does. */
class OperatorsTest {
	private static final List<OperatorCase> CASES = Stream
			.of(ElementwiseCases.all(), LayerCases.all(), ShapeCases.all(), RecurrentCases.all()).flatMap(c -> c)
			.toList();

	@TestFactory
	Stream<DynamicTest> atFixedSizes() {
		return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name(),
				() -> assertThat(Agreement.fixed(c.graph())).isLessThan(Agreement.TOLERANCE)));
	}

	@TestFactory
	Stream<DynamicTest> atBatchesNotSeen() {
		return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name(),
				() -> assertThat(Agreement.batched(c.graph())).isLessThan(Agreement.TOLERANCE)));
	}

	@Test
	void everyOperatorHasACase() {
		Set<String> covered = CASES.stream().map(OperatorCase::op).collect(Collectors.toSet());
		assertThat(covered).containsExactlyInAnyOrderElementsOf(Operators.names());
	}

	@Test
	void operatorsWithoutATrainableFormAreNamedWithTheirNode() {
		Graph graph = OperatorCase.of("Det", "").x(3, 3).graph();
		assertThatThrownBy(() -> TorchScript.of(graph, Tracer.trace(graph))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("`the node` (Det)").hasMessageContaining("no trainable form");
	}
}
