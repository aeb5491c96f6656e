package espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import espalier.graph.ElementType;
import espalier.graph.Graph;
import espalier.graph.Node;
import espalier.graph.Shape;
import espalier.graph.Tensor;
import espalier.graph.ValueInfo.Dim;
import espalier.runtime.Runner;
import espalier.runtime.Value;
import espalier.zoo.ExampleNets;

class OneEachTest {
	/** Two norms with one scale, the second behind an Identity node, and one vector for two slots. */
	private static Graph shared() {
		Node same = new Node("same", "", "Identity", List.of("scale"), List.of("scale again"), Map.of(), null);
		Node first = new Node("norm1", "", "BatchNormalization", List.of("input", "scale", "shift", "shift", "scale"),
				List.of("a"), Map.of(), null);
		Node second = new Node("norm2", "", "BatchNormalization",
				List.of("a", "scale again", "shift", "shift", "scale"), List.of("logits"), Map.of(), null);
		return SmallNets.graph(new Dim[]{new Dim(2, null)},
				List.of(Tensor.ofFloats("scale", Shape.of(2), 1.5f, 2),
						Tensor.ofFloats("shift", Shape.of(2), -1, 0.5f)),
				same, first, second);
	}

	@Test
	void everyLayerGetsVectorsOfItsOwnAndComputesTheSame() {
		Graph own = OneEach.of(shared());
		Set<String> names = new HashSet<>();
		for (String norm : List.of("norm1", "norm2"))
			own.node(norm).inputs().subList(1, 5).forEach(value -> {
				assertThat(own.initializers()).containsKey(value);
				assertThat(names.add(value)).as(value).isTrue();
			});
		Value input = Value.random(ElementType.FLOAT, Shape.of(4, 2), new Random(1));
		try (Runner before = Runner.of(shared()); Runner after = Runner.of(own)) {
			assertThat(after.run(Map.of("input", input)).get("logits").toFloats())
					.containsExactly(before.run(Map.of("input", input)).get("logits").toFloats());
		}
	}

	@Test
	void graphsThatShareNothingStayAsTheyAre() {
		Graph vit = ExampleNets.vit("vit", 16, 2, 1);
		Graph own = OneEach.of(vit);
		assertThat(OneEach.of(own)).isSameAs(own);
	}
}
