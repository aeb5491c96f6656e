package espalier.coupling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import espalier.graph.Node;
import espalier.zoo.RuleNets;
import espalier.zoo.Zoo;

/** The report of operators says what is so, and nothing has a rule that no test asks. */
class CoverageTest {
	/** Operators with a rule that stand under another name too, or are older or newer than ONNX Runtime. */
	private static final Set<String> NOT_RUN = Set.of("SimplifiedLayerNormalization", "Scatter", "Upsample", "BitCast",
			"com.microsoft.Gelu", "com.microsoft.DequantizeLinear", "com.microsoft.QuantizeLinear");

	@Test
	void everyRuleIsAskedByATinyNetwork() {
		Set<String> asked = Stream
				.concat(RuleNets.all().map(n -> n.graph()), Zoo.all().values().stream().map(s -> s.get()))
				.flatMap(g -> g.nodes().stream()).map(Node::qualifiedOp).collect(Collectors.toSet());
		Set<String> left = new TreeSet<>(Rules.operators());
		left.removeAll(asked);
		left.removeAll(NOT_RUN);
		assertThat(left).isEmpty();
	}

	@Test
	void operatorsAreRuledPassedOrPinned() {
		assertThat(state("Conv")).isEqualTo(Coverage.State.RULED);
		assertThat(state("Relu")).isEqualTo(Coverage.State.PASSED);
		assertThat(state("Shape")).isEqualTo(Coverage.State.SIZES);
		assertThat(state("Loop")).isEqualTo(Coverage.State.PINNED);
		assertThat(state("com.microsoft.FusedConv")).isEqualTo(Coverage.State.RULED);
	}

	@Test
	void everyOperatorIsToldOnce() {
		assertThat(Coverage.all()).extracting(Coverage::operator).doesNotHaveDuplicates().hasSizeGreaterThan(190);
	}

	private static Coverage.State state(String operator) {
		return Coverage.all().stream().filter(c -> c.operator().equals(operator)).findFirst().orElseThrow().state();
	}
}
